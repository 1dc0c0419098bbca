"""Edits on the text of a record that move its spans along."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import replace
from itertools import accumulate

from ..records import PiiRecord, PiiSpan

# (start, end, replacement): code points of the old text, end-exclusive.
Edit = tuple[int, int, str]


def rewrite(record: PiiRecord, edits: Iterable[Edit]) -> PiiRecord:
    """Apply edits, ascending and free of overlaps, and move the spans along.

    An edit may not reach over the border of a span; an insertion at a border stays outside the span. Space that edits
    leave at a span's ends is trimmed, and a span of which nothing is left is dropped.
    """
    moves = _Moves(list(edits))
    text = moves.apply(record.text)
    spans = [(span, *_trimmed(text, moves.start(span.start), moves.end(span.end))) for span in record.spans]
    ignore = [_trimmed(text, moves.start(start), moves.end(end)) for start, end in record.ignore]
    return replace(
        record,
        text=text,
        spans=tuple(PiiSpan(start, end, span.label, span.score) for span, start, end in spans if start < end),
        ignore=tuple((start, end) for start, end in ignore if start < end),
    )


class _Moves:
    """Where the borders of the old text lie in the new one."""

    def __init__(self, edits: list[Edit]):
        self.edits = edits
        self.starts = [start for start, _, _ in edits]
        # shifts[i]: how far the first i edits move what follows them.
        self.shifts = [0, *accumulate(len(new) - (end - start) for start, end, new in edits)]

    def apply(self, text: str) -> str:
        pieces: list[str] = []
        position = 0
        for start, end, new in self.edits:
            pieces += (text[position:start], new)
            position = end
        return "".join((*pieces, text[position:]))

    def start(self, border: int) -> int:
        """Where the new text of the old character after the border begins."""
        index = bisect_right(self.starts, border)
        if index and self.edits[index - 1][1] > border:
            return self.starts[index - 1] + self.shifts[index - 1]
        return border + self.shifts[index]

    def end(self, border: int) -> int:
        """Where the new text of the old character before the border ends."""
        index = bisect_left(self.starts, border)
        if index and self.edits[index - 1][1] >= border:
            start, _, new = self.edits[index - 1]
            return start + self.shifts[index - 1] + len(new)
        return border + self.shifts[index]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def borders(record: PiiRecord) -> frozenset[int]:
    """Where spans begin and end."""
    return frozenset(border for span in record.spans for border in (span.start, span.end))


def inside(record: PiiRecord) -> bytearray:
    """One byte for every character: 1 inside a span."""
    mask = bytearray(len(record.text))
    for span in record.spans:
        mask[span.start : span.end] = b"\1" * (span.end - span.start)
    return mask
