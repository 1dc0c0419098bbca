"""How the model's entities and the patterns' become one list: checked, plausible, free of overlaps, whole words."""

from __future__ import annotations

import copy
from collections.abc import Callable, Collection, Iterable

from presidio_analyzer import RecognizerResult

from .checksums import doubted
from .overlaps import expand_to_words, recognizer_id, resolve_overlaps
from .plausible import NUMERIC, plausible


def merge_results(
    text: str,
    results: Iterable[RecognizerResult],
    model_ids: Collection[str],
    *,
    first_ids: Collection[str] = (),
    whole_ids: Collection[str] = (),
    floor: Callable[[RecognizerResult], float] = lambda result: 0.0,
) -> list[RecognizerResult]:
    """Results that overlap nowhere, in the order of the text; the inputs are left as they are.

    model_ids: recognizer identifiers of the model. first_ids: those of recognizers that the caller asked for
    explicitly, whose results rank first. whole_ids: those whose results lose no character, because a guarantee stands
    on them. floor: the threshold that a result of the model has passed: a failed checksum lowers its score to that, and
    never below.
    """
    checked = []
    for result in results:
        identifier = recognizer_id(result)
        if identifier in first_ids:
            checked.append(result)
            continue
        possible = result if identifier in whole_ids else plausible(text, result)
        if possible is not None:
            checked.append(_doubted(text, possible, floor) if identifier in model_ids else possible)
    return expand_to_words(resolve_overlaps(checked, model_ids, first_ids), text, numeric=NUMERIC)


def _doubted(text: str, result: RecognizerResult, floor: Callable[[RecognizerResult], float]) -> RecognizerResult:
    """The model's result with less score if its checksum fails."""
    score = doubted(result.entity_type, text[result.start : result.end], result.score, floor(result))
    if score < result.score:
        result = copy.deepcopy(result)
        result.score = score
        if result.analysis_explanation:
            result.analysis_explanation.set_improved_score(score)
            result.append_analysis_explanation_text("Its checksum fails")
    return result
