"""The worst leaks and false alarms in their context, and the confusion of families."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from ..labels import family
from ..records import PiiRecord, PiiSpan
from .detectors import Spans
from .results import OUTSIDE, Example

CONTEXT = 40
"""Characters shown before and after a value."""
PER_FAMILY = 3
"""At most so many examples of a family from one set, so that one kind of text does not fill the list."""


def mask(text: str) -> str:
    """The shape of a text: capitals X, other letters and combining marks x, digits 0; as long as the text."""
    return "".join(map(_shape, text))


def _shape(char: str) -> str:
    if char.isdecimal():
        return "0"
    # Vowels of many scripts are marks, which are no letters to Python.
    if char.isalnum() or unicodedata.category(char)[0] == "M":
        return "X" if char.isupper() else "x"
    return char


def worst_leaks(
    name: str, gold: Sequence[PiiRecord], predicted: Sequence[Spans], *, limit: int, show_values: bool
) -> list[Example]:
    """The gold spans of a set with the most characters under no prediction at all."""
    found = []
    for number, (record, spans) in enumerate(zip(gold, predicted, strict=True)):
        for span in record.spans:
            if leaked := _uncovered(span, spans):
                found.append(_example(name, number, record, span, leaked, show_values))
    return _first(sorted(found, key=lambda example: -example.characters), limit)


def false_alarms(
    name: str,
    gold: Sequence[PiiRecord],
    predicted: Sequence[Spans],
    judged: frozenset[str],
    *,
    limit: int,
    show_values: bool,
) -> list[Example]:
    """The surest, then longest predictions of judged families that touch neither gold nor what is not judged."""
    found = [
        _example(name, number, record, span, span.end - span.start, show_values)
        for number, (record, spans) in enumerate(zip(gold, predicted, strict=True))
        for span in _wrong(record, spans, judged)
    ]
    return _first(sorted(found, key=lambda example: (-(example.score or 0.0), -example.characters)), limit)


def add_confusion(
    table: defaultdict[str, Counter[str]], gold: Iterable[PiiRecord], predicted: Iterable[Spans], judged: frozenset[str]
) -> None:
    """Count each gold span under the family that covers most of it, or OUTSIDE; false alarms go to the row OUTSIDE."""
    for record, spans in zip(gold, predicted, strict=True):
        for span in record.spans:
            table[family(span.label)][_taken_for(span, spans)] += 1
        for span in _wrong(record, spans, judged):
            table[OUTSIDE][family(span.label)] += 1


def _taken_for(gold: PiiSpan, spans: Iterable[PiiSpan]) -> str:
    own = family(gold.label)
    shares: Counter[str] = Counter()
    for span in spans:
        if span.overlaps(gold):
            shares[family(span.label)] += min(span.end, gold.end) - max(span.start, gold.start)
    return max(shares, key=lambda name: (shares[name], name == own), default=OUTSIDE)


def _uncovered(gold: PiiSpan, spans: Iterable[PiiSpan]) -> int:
    missed = set(range(gold.start, gold.end))
    for span in spans:
        if span.overlaps(gold):
            missed.difference_update(range(span.start, span.end))
    return len(missed)


def _wrong(record: PiiRecord, spans: Iterable[PiiSpan], judged: frozenset[str]) -> Iterator[PiiSpan]:
    for span in spans:
        ignored = any(span.start < end and start < span.end for start, end in record.ignore)
        if family(span.label) in judged and not ignored and not any(span.overlaps(gold) for gold in record.spans):
            yield span


def _example(name: str, number: int, record: PiiRecord, span: PiiSpan, characters: int, show_values: bool) -> Example:
    text = record.text
    before, value, after = (
        part if show_values else mask(part)
        for part in (
            text[max(0, span.start - CONTEXT) : span.start],
            text[span.start : span.end],
            text[span.end : span.end + CONTEXT],
        )
    )
    score = None if span.score is None else round(span.score, 4)
    return Example(name, number, family(span.label), characters, before, value, after, not show_values, score)


def _first(examples: Iterable[Example], limit: int) -> list[Example]:
    seen: Counter[tuple[str, str]] = Counter()
    kept = []
    for example in examples:
        seen[example.set, example.family] += 1
        if seen[example.set, example.family] <= PER_FAMILY:
            kept.append(example)
    return kept[:limit]
