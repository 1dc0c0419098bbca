"""Spans of a source into spans of ours: parts of one name or one street address joined, overlaps resolved.

Parts are told by the source's label, because neighboring spans that are whole already are two things: tweets put one
user's name right after another's. Titles are no parts, so they stay outside. City, state and zip code stay spans of
their own.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterable
from typing import NamedTuple

_PARTS = {
    "PERSON": re.compile(r"(?:FIRST|MIDDLE|LAST|GIVEN|SUR)_?NAME\d?(?:_\d+)?"),
    "STREET_ADDRESS": re.compile(r"(?:BUILDING(?:_?NUM(?:BER)?)?|STREET|SEC(?:ONDARY)?_?ADDRESS)(?:_\d+)?"),
}
_GAPS = {"PERSON": re.compile(r"[ \u00a0\u202f]*"), "STREET_ADDRESS": re.compile(r",?[ \u00a0\u202f]*")}


class Part(NamedTuple):
    """A span with our label and the source's, which tells whether it may be a part of a longer one."""

    start: int
    end: int
    label: str
    source_label: str


def join_parts(text: str, parts: list[Part]) -> list[Part]:
    """Join neighbors in `parts` (ascending, no overlaps) that are parts of one name or one street address."""
    joined: list[Part] = []
    for part in parts:
        if joined and _belong_together(text, joined[-1], part):
            joined[-1] = part._replace(start=joined[-1].start)
        else:
            joined.append(part)
    return joined


def _belong_together(text: str, left: Part, right: Part) -> bool:
    if left.label != right.label or left.label not in _PARTS:
        return False
    part = _PARTS[left.label]
    if not (part.fullmatch(left.source_label.upper()) or part.fullmatch(right.source_label.upper())):
        return False
    return _GAPS[left.label].fullmatch(text, left.end, right.start) is not None


def keep_longest(parts: Iterable[Part]) -> tuple[list[Part], int]:
    """Let the longest of overlapping spans win; returns the winners, ascending, and how many spans lost.

    Overlapping spans of one label become one span: nothing of them is lost.
    """
    candidates = _unite_same_label(sorted(parts))
    kept: list[Part] = []
    for part in sorted(candidates, key=lambda part: (part.start - part.end, part.start)):
        place = bisect(kept, part)
        before_ends = kept[place - 1].end if place else 0
        after_starts = kept[place].start if place < len(kept) else part.end
        if before_ends <= part.start and part.end <= after_starts:
            kept.insert(place, part)
    return kept, len(candidates) - len(kept)


def _unite_same_label(parts: list[Part]) -> list[Part]:
    last: dict[str, int] = {}
    united: list[Part] = []
    for part in parts:
        place = last.get(part.label, -1)
        if place >= 0 and part.start < united[place].end:
            united[place] = united[place]._replace(end=max(part.end, united[place].end))
        else:
            last[part.label] = len(united)
            united.append(part)
    return united
