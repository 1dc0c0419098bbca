"""Two opinions about one document become one: what stood there, and what the language model found.

Nothing that the language model says can take away what the pipeline is sure of: a text can tell it to answer with an
empty list.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from presidio_analyzer import RecognizerResult
from spacy.tokens import Doc, Span

from ...errors import PiiError
from ...labels import family
from ..borders import standing_entities
from ..patterns.overlaps import resolve_overlaps
from ..spans import GUARANTEED, SPANS_KEY, scored_spans
from .agreement import Voice
from .locate import Place

UNION, VETO = "union", "veto"
RULES = (UNION, VETO)
VETO_BELOW = 0.5
"""With `veto`, what the pipeline found with less than this may be taken away."""
_OWN = "own"
_UNBROKEN = frozenset({"EMAIL_ADDRESS", "URL", "IP_ADDRESS", "MAC_ADDRESS", "CRYPTO"})


@dataclass(frozen=True, slots=True)
class Opinion:
    """A span of the joint opinion. score: that of the pipeline's own span if it stayed as it was, else None."""

    span: Span
    voice: Voice
    score: float | None


def check_rule(rule: str) -> None:
    """Raise PiiError for a rule that does not exist."""
    if rule not in RULES:
        raise PiiError(f"unknown rule {rule!r}.", remedy=f"choose one of {', '.join(RULES)}.")


def join_opinions(doc: Doc, places: Sequence[Place], rule: str = UNION) -> list[Opinion]:
    """Spans of whole tokens, in order, free of overlaps, for what stands in a document and these places.

    union: everything that either found; where they overlap, all of it, under the pipeline's label. veto: the same
    without what the pipeline alone found with a score below VETO_BELOW, unless the language model found nothing at all,
    or a guarantee stands on it.
    """
    own = [(span, None if math.isnan(score) else score) for span, score in scored_spans(doc, math.nan)]
    theirs = [_result(place, doc.text) for place in places]
    promised = SPANS_KEY in doc.spans and doc.spans[SPANS_KEY].attrs.get(GUARANTEED, False)
    if rule == VETO and theirs and not promised:
        own = [pair for pair in own if pair[1] is None or pair[1] >= VETO_BELOW or _touched(pair[0], theirs)]
    ours = [
        RecognizerResult(
            span.label_,
            span.start_char,
            span.end_char,
            1.0 if score is None else score,
            recognition_metadata={RecognizerResult.RECOGNIZER_IDENTIFIER_KEY: _OWN},
        )
        for span, score in own
    ]
    scores = {(span.start_char, span.end_char, span.label_): score for span, score in own}
    opinions: list[Opinion] = []
    for result in resolve_overlaps([*ours, *theirs], {_OWN}):
        span = _whole_tokens(doc, result, opinions[-1].span.end if opinions else 0)
        if span is not None:
            score = scores.get((span.start_char, span.end_char, span.label_))
            opinions.append(Opinion(span, _voice(span, ours, theirs), score))
    return opinions


def unblocked(doc: Doc, opinions: Sequence[Opinion]) -> tuple[list[Opinion], list[Span]]:
    """Opinions outside the stretches in which another component allows no entity, and these stretches."""
    _, blocked = standing_entities(doc, SPANS_KEY)
    closed = {token for span in blocked for token in range(span.start, span.end)}
    return [each for each in opinions if closed.isdisjoint(range(each.span.start, each.span.end))], blocked


def _whole_tokens(doc: Doc, result: RecognizerResult, after: int) -> Span | None:
    span = doc.char_span(result.start, result.end, label=result.entity_type, alignment_mode="expand")
    assert span is not None, "offsets inside the text"
    if span.end <= after:
        return None
    return span if span.start >= after else Span(doc, after, span.end, label=span.label)


def _result(place: Place, text: str) -> RecognizerResult:
    # What has a space in it is no such thing, and its label counts less than any other.
    doubtful = place.label in _UNBROKEN and any(map(str.isspace, text[place.start : place.end]))
    source = {RecognizerResult.RECOGNIZER_IDENTIFIER_KEY: _OWN} if doubtful else None
    return RecognizerResult(place.label, place.start, place.end, 0.0 if doubtful else 1.0, recognition_metadata=source)


def _touched(span: Span, results: Sequence[RecognizerResult]) -> bool:
    return any(result.start < span.end_char and span.start_char < result.end for result in results)


def _voice(span: Span, ours: Sequence[RecognizerResult], theirs: Sequence[RecognizerResult]) -> Voice:
    """Who found the span: both, if both have the same family there."""
    heard = [
        any(family(result.entity_type) == family(span.label_) for result in results if _touched(span, [result]))
        for results in (ours, theirs)
    ]
    if all(heard):
        return "both"
    return "llm" if heard[1] or not _touched(span, ours) else "own"
