"""Overlapping excerpts of a long text, in characters, cut between words and rather between lines or sentences."""

from __future__ import annotations

import re

# Where a cut is best comes first.
_CUTS = (re.compile(r"\n\s*"), re.compile(r"[.!?]\s+"), re.compile(r"\s+"))


def excerpts(text: str, size: int, overlap: int) -> list[tuple[int, int]]:
    """(start, end) of excerpts of at most `size` characters that cover the text and share about `overlap`.

    A value no longer than the overlap stands whole in one of them. A text without spaces is cut anywhere.
    """
    ranges: list[tuple[int, int]] = []
    start = 0
    while len(text) - start > size:
        end = _cut(text, start + max(size * 3 // 4, overlap + 1), start + size)
        ranges.append((start, end))
        back = text.find(" ", end - overlap, end)
        start = end - overlap if back < 0 else min(back + 1, end)
    return [*ranges, (start, len(text))] if text else []


def _cut(text: str, low: int, high: int) -> int:
    for pattern in _CUTS:
        ends = [match.end() for match in pattern.finditer(text, low, high)]
        if ends:
            return ends[-1]
    return high
