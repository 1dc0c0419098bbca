"""What people, keyboards and machines do to text. Every transform is (record, rng) -> record with exact spans."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from random import Random

from ..records import PiiRecord, PiiSpan

# (start, end, replacement): code points of the old text, end-exclusive.
Edit = tuple[int, int, str]
Transform = Callable[[PiiRecord, Random], PiiRecord]

_TYPO_RATE = 0.02
_NEIGHBORS = {
    key: left + right
    for row in ("qwertyuiop", "asdfghjkl", "zxcvbnm")
    for left, key, right in zip(" " + row, row, row[1:] + " ", strict=False)
}


def rewrite(record: PiiRecord, edits: Iterable[Edit]) -> PiiRecord:
    """Apply edits, ascending and free of overlaps, and move the spans along.

    An edit may not reach over the border of a span; an insertion at a border stays outside the span. Space that edits
    leave at a span's ends is trimmed, and a span of which nothing is left is dropped.
    """
    text = record.text
    pieces: list[str] = []
    # starts[i] and ends[i]: where the new text of old character i begins, and where that of character i - 1 ends.
    starts = [0] * (len(text) + 1)
    ends = [0] * (len(text) + 1)
    position = length = 0

    def keep(until: int) -> None:
        nonlocal position, length
        pieces.append(text[position:until])
        for old in range(position, until):
            starts[old] = length
            length += 1
            ends[old + 1] = length
        position = until

    for start, end, new in edits:
        keep(start)
        pieces.append(new)
        starts[start:end] = [length] * (end - start)
        length += len(new)
        ends[start + 1 : end + 1] = [length] * (end - start)
        position = end
    keep(len(text))
    moved = "".join(pieces)
    return replace(
        record,
        text=moved,
        spans=tuple(
            PiiSpan(start, end, span.label, span.score)
            for span in record.spans
            for start, end in [_trimmed(moved, starts[span.start], ends[span.end])]
            if start < end
        ),
        ignore=tuple(
            (start, end)
            for old_start, old_end in record.ignore
            for start, end in [_trimmed(moved, starts[old_start], ends[old_end])]
            if start < end
        ),
    )


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def _each_character(record: PiiRecord, change: Callable[[str], str]) -> PiiRecord:
    # Upper case of one character may be two: ß becomes SS.
    return rewrite(record, [(i, i + 1, new) for i, char in enumerate(record.text) if (new := change(char)) != char])


def lower_case(record: PiiRecord, rng: Random) -> PiiRecord:
    """all in lower case"""
    return _each_character(record, str.lower)


def upper_case(record: PiiRecord, rng: Random) -> PiiRecord:
    """ALL IN UPPER CASE"""
    return _each_character(record, str.upper)


def drop_punctuation(record: PiiRecord, rng: Random) -> PiiRecord:
    """Leave out the marks that end words; those inside a number or an address stay."""
    text = record.text
    return rewrite(
        record,
        [
            (i, i + 1, "")
            for i, char in enumerate(text)
            if char in ".,;:!?" and (i + 1 == len(text) or text[i + 1].isspace()) and i and not text[i - 1].isspace()
        ],
    )


def double_spaces(record: PiiRecord, rng: Random) -> PiiRecord:
    """Write some spaces twice."""
    return rewrite(
        record, [(i, i + 1, "  ") for i, char in enumerate(record.text) if char == " " and rng.random() < 0.15]
    )


def typos(record: PiiRecord, rng: Random) -> PiiRecord:
    """Drop, double, swap and mistype some lower-case letters; digits stay, so that check digits hold."""
    text, borders = record.text, {span.start for span in record.spans} | {span.end for span in record.spans}
    edits: list[Edit] = []
    position = 1
    while position < len(text) - 1:
        if rng.random() < _TYPO_RATE and "a" <= text[position] <= "z" and text[position - 1].isalpha():
            pair = text[position : position + 2]
            kind = rng.randrange(4)
            if kind == 0 and pair.isalpha() and position + 1 not in borders:
                edits.append((position, position + 2, pair[::-1]))
            elif kind == 1:
                edits.append((position, position + 1, ""))
            elif kind == 2:
                edits.append((position, position + 1, pair[0] * 2))
            else:
                edits.append((position, position + 1, rng.choice(_NEIGHBORS[pair[0]].strip())))
            # Two slips in one word are rare, and neighbors would make edits overlap.
            position += 3
        position += 1
    return rewrite(record, edits)


TRANSFORMS: dict[str, Transform] = {
    "lower_case": lower_case,
    "upper_case": upper_case,
    "typos": typos,
    "drop_punctuation": drop_punctuation,
    "double_spaces": double_spaces,
}
# Lower case is by far the most frequent in real text.
_RANDOM = (
    "lower_case",
    "lower_case",
    "lower_case",
    "typos",
    "typos",
    "drop_punctuation",
    "double_spaces",
    "upper_case",
)


def add_noise(record: PiiRecord, rng: Random) -> PiiRecord:
    """One or two transforms at random."""
    for name in rng.sample(_RANDOM, rng.choice((1, 1, 2))):
        record = TRANSFORMS[name](record, rng)
    return record
