"""What a pipeline found, as its users read it off a Doc."""

from __future__ import annotations

from itertools import repeat
from typing import TYPE_CHECKING

from ..records import PiiSpan

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

SPANS_KEY = "pii"
"""Key in `doc.spans` of the group whose `attrs["scores"]` are the spans' probabilities, in the same order."""
GUARANTEED = "guaranteed"
"""Name of an operating point, and key in the group's `attrs`: a promise stands on these spans, so none is dropped."""


def predicted_spans(doc: Doc) -> tuple[PiiSpan, ...]:
    """The spans and scores of `doc.spans[SPANS_KEY]`, or else `doc.ents` without scores; ascending."""
    group = doc.spans.get("pii")
    spans = doc.ents if group is None else group
    scores = None if group is None else group.attrs.get("scores")
    return tuple(
        sorted(
            PiiSpan(span.start_char, span.end_char, span.label_, None if score is None else float(score))
            for span, score in zip(spans, repeat(None) if scores is None else scores, strict=scores is not None)
        )
    )


def scored_spans(doc: Doc, default_score: float) -> list[tuple[Span, float]]:
    """The spans of `doc.spans["pii"]` with their scores, then the entities that are not among them.

    An entity that a later component set over a span of the group replaces it and takes its score; other entities, and
    a group without scores, get the default score. Places are compared by characters: merging tokens moves the others.
    """
    spans: list[tuple[Span, float]] = []
    if SPANS_KEY in doc.spans:
        group = doc.spans[SPANS_KEY]
        scores = group.attrs.get("scores", [default_score] * len(group))
        spans = [(span, float(score)) for span, score in zip(group, scores, strict=True)]
    known = {(span.start_char, span.end_char, span.label) for span, _ in spans}
    added: list[tuple[Span, float]] = []
    for ent in doc.ents:
        if (ent.start_char, ent.end_char, ent.label) not in known:
            inside = [pair for pair in spans if _within(pair[0], ent)]
            spans = [pair for pair in spans if not _within(pair[0], ent)]
            added.append((ent, max((score for _, score in inside), default=default_score)))
    return spans + added


def _within(span: Span, ent: Span) -> bool:
    return bool(ent.start_char <= span.start_char and span.end_char <= ent.end_char)
