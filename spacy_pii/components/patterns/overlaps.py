"""Overlapping results become results side by side: nothing that one of them covers is shown, and no word is cut.

Pure functions over Presidio's results. The inputs are left as they are.
"""

from __future__ import annotations

import copy
import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import lru_cache
from itertools import pairwise

from presidio_analyzer import RecognizerResult

from ..tokenizer import UNSPACED

# Formats with unmistakable edges: where the model found a part of one, the pattern knows the rest.
SELF_DELIMITING = frozenset({"EMAIL_ADDRESS", "URL", "IP_ADDRESS", "MAC_ADDRESS", "IBAN_CODE", "CREDIT_CARD", "CRYPTO"})
# Their checks pass by accident too rarely to doubt them, given the format.
CHECKSUMMED = frozenset({"IBAN_CODE", "CREDIT_CARD", "CRYPTO"})
# Whatever the model calls it: what has this format from end to end is nothing else.
UNMISTAKABLE = frozenset({"EMAIL_ADDRESS", "IP_ADDRESS", "MAC_ADDRESS"})

_UNSPACED = re.compile(f"[{UNSPACED}]")
_ESCAPE = re.compile(r"\\(?:[nrt]|x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4})|%[0-9A-Fa-f]{2}")


def resolve_overlaps(
    results: Iterable[RecognizerResult], model_ids: Collection[str] = (), first_ids: Collection[str] = ()
) -> list[RecognizerResult]:
    """Results that overlap nowhere and cover every character that the given ones cover, in the order of the text.

    model_ids: recognizer identifiers of the model; first_ids: those that rank before all others; all other results
    come from patterns. Of overlapping results the model's keeps its label, unless a pattern's is validated, completes a
    part or has an unmistakable format (see the constants above); between equals score decides, then length. The loser's
    characters that the winner lacks go to the winner next to them.
    """
    settled: list[RecognizerResult] = []
    for cluster in _clusters(results):
        settled += cluster if len(cluster) == 1 else _settle(cluster, model_ids, first_ids)
    return settled


def expand_to_words(
    results: Iterable[RecognizerResult], text: str, numeric: Collection[str] = ()
) -> list[RecognizerResult]:
    """Results grown to whole words, up to their neighbours; they must not overlap, and are returned in order.

    A word is a run of letters, marks and digits in a script that puts spaces between words, so `'s` stays outside.
    numeric: labels of numbers, which grow over digits only: what is glued to one is no part of it.
    """
    ordered = sorted(copy.copy(result) for result in results)
    ends = [0, *(result.end for result in ordered)]
    for number, result in enumerate(ordered):
        number_only = result.entity_type in numeric and not text[result.start : result.end].isalpha()
        if not (number_only and text[result.start].isdigit() and not text[result.start - 1 : result.start].isdigit()):
            result.start = _word_start(text, result.start, ends[number])
        limit = ordered[number + 1].start if number + 1 < len(ordered) else len(text)
        result.end = ends[number + 1] = _word_end(text, result.end, limit)
    return ordered


def _clusters(results: Iterable[RecognizerResult]) -> Iterator[list[RecognizerResult]]:
    """Copies of the results in groups that overlap directly or through others."""
    cluster: list[RecognizerResult] = []
    end = 0
    for result in sorted(results, key=lambda result: (result.start, -result.end)):
        if cluster and result.start >= end:
            yield cluster
            cluster, end = [], 0
        cluster.append(copy.copy(result))
        end = max(end, result.end)
    if cluster:
        yield cluster


def _settle(
    cluster: list[RecognizerResult], model_ids: Collection[str], first_ids: Collection[str]
) -> list[RecognizerResult]:
    """Insert the results of one cluster in the order of their rank; a later one only fills what is still open."""
    kept: list[tuple[int, RecognizerResult]] = []
    for rank, result in enumerate(sorted(cluster, key=_ranking(cluster, model_ids, first_ids))):
        touched = [(number, other) for number, other in kept if other.start < result.end and result.start < other.end]
        if not touched:
            kept.append((rank, result))
            kept.sort(key=lambda pair: pair[1].start)
            continue
        for _, other in touched:
            if other.entity_type == result.entity_type:
                other.score = max(other.score, result.score)
        touched[0][1].start = min(touched[0][1].start, result.start)
        touched[-1][1].end = max(touched[-1][1].end, result.end)
        for (left_rank, left), (right_rank, right) in pairwise(touched):
            if left_rank < right_rank:
                left.end = right.start
            else:
                right.start = left.end
    return [result for _, result in kept]


def _ranking(
    cluster: list[RecognizerResult], model_ids: Collection[str], first_ids: Collection[str]
) -> Callable[[RecognizerResult], tuple]:
    """A sort key: the result that decides label and edges comes first."""
    proposals = [result for result in cluster if recognizer_id(result) in model_ids]

    def rank(result: RecognizerResult) -> tuple:
        return tier(result), -result.score, result.start - result.end, result.entity_type

    def tier(result: RecognizerResult) -> int:
        if recognizer_id(result) in first_ids:
            return -1
        if recognizer_id(result) in model_ids:
            return 1
        outer = any(other.contains(result) and not other.equal_indices(result) for other in proposals)
        inner = any(result.contains(other) and not other.equal_indices(result) for other in proposals)
        equal = any(result.equal_indices(other) for other in proposals)
        validated = result.entity_type in CHECKSUMMED and result.score == 1
        completes = result.entity_type in SELF_DELIMITING and inner
        unmistakable = result.entity_type in UNMISTAKABLE and equal
        return 0 if completes or (not outer and (validated or unmistakable)) else 2

    return rank


def recognizer_id(result: RecognizerResult) -> str:
    """The identifier of the recognizer that found a result, or an empty string."""
    return (result.recognition_metadata or {}).get(RecognizerResult.RECOGNIZER_IDENTIFIER_KEY, "")


@lru_cache(maxsize=4096)
def _in_word(character: str) -> bool:
    return unicodedata.category(character)[0] in "LMN" and not _UNSPACED.match(character)


def _word_start(text: str, start: int, limit: int) -> int:
    if not (start < len(text) and _in_word(text[start])):
        return start
    first = start
    while first > limit and _in_word(text[first - 1]):
        first -= 1
    # The n of an escaped line break is not part of the word after it.
    escape = _ESCAPE.match(text, first - 1) if first > limit else None
    return escape.end() if escape and escape.end() <= start else first


def _word_end(text: str, end: int, limit: int) -> int:
    if not (end > 0 and _in_word(text[end - 1])):
        return end
    while end < limit and _in_word(text[end]):
        end += 1
    return end
