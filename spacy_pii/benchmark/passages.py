"""A sample of passages with personal data: short documents whole, and paragraphs of long ones."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from random import Random

from ..records import PiiRecord, PiiSpan

SHORT = 1000
"""Characters of a document that is a passage. One court decision would weigh as much as a hundred tweets."""

_PARAGRAPH = re.compile(r"[^\n]+")


def sample(records: Sequence[PiiRecord], count: int, seed: str) -> tuple[list[PiiRecord], list[int]]:
    """At most `count` passages that hold personal data, and the 0-based numbers of their records."""
    found = [(passage, number) for number, record in enumerate(records) for passage in passages(record)]
    found = [(passage, number) for passage, number in found if passage.spans]
    chosen = sorted(Random(seed).sample(range(len(found)), min(count, len(found))))
    return [found[i][0] for i in chosen], [found[i][1] for i in chosen]


def passages(record: PiiRecord) -> Iterator[PiiRecord]:
    """The record, or the paragraphs of a long one; a value that goes over a line break leaves nothing to judge."""
    if len(record.text) <= SHORT:
        yield record
        return
    for match in _PARAGRAPH.finditer(record.text):
        yield _cut(record, match.start(), match.end())


def _cut(record: PiiRecord, start: int, end: int) -> PiiRecord:
    spans = [span for span in record.spans if span.start < end and start < span.end]
    whole = [span for span in spans if start <= span.start and span.end <= end]
    torn = [(span.start, span.end) for span in spans if span not in whole]
    ignore = sorted((max(a, start), min(b, end)) for a, b in [*record.ignore, *torn] if a < end and start < b)
    return replace(
        record,
        text=record.text[start:end],
        spans=tuple(PiiSpan(s.start - start, s.end - start, s.label, s.score) for s in whole),
        ignore=tuple((a - start, b - start) for a, b in ignore),
    )
