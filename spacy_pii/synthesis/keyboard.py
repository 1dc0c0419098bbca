"""How people type: case, slips, marks and spaces left out, lines broken by hand."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import replace
from random import Random

from ..records import PiiRecord
from .rewriting import Edit, borders, rewrite

_TYPO_RATE = 0.02
_NEIGHBORS = {
    key: left + right
    for row in ("qwertyuiop", "asdfghjkl", "zxcvbnm")
    for left, key, right in zip(" " + row, row, row[1:] + " ", strict=False)
}


def _each_character(record: PiiRecord, change: Callable[[str], str]) -> PiiRecord:
    if record.text.isascii():
        return replace(record, text=change(record.text))
    # Upper case of one character may be two: ß becomes SS.
    return rewrite(record, [(i, i + 1, new) for i, char in enumerate(record.text) if (new := change(char)) != char])


def lower_case(record: PiiRecord, rng: Random) -> PiiRecord:
    """all in lower case"""
    return _each_character(record, str.lower)


def upper_case(record: PiiRecord, rng: Random) -> PiiRecord:
    """ALL IN UPPER CASE"""
    return _each_character(record, str.upper)


def title_case(record: PiiRecord, rng: Random) -> PiiRecord:
    """Every Word With A Capital"""
    text = record.text
    return rewrite(
        record,
        [
            (i, i + 1, char.title())
            for i, char in enumerate(text)
            if char.islower() and (i == 0 or text[i - 1].isspace() or text[i - 1] in "-(\"'")
        ],
    )


def plain_letters(record: PiiRecord, rng: Random) -> PiiRecord:
    """Letters without their accents: Lopez for López."""
    return rewrite(
        record,
        [
            (i, i + 1, unicodedata.normalize("NFD", char)[0])
            for i, char in enumerate(record.text)
            if "\xc0" <= char < "\u0250" and unicodedata.decomposition(char)
        ],
    )


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


def missing_spaces(record: PiiRecord, rng: Random) -> PiiRecord:
    """Leave out spaces after a mark, seldom between words; a value never grows into a word outside it."""
    text, edges = record.text, borders(record)
    edits: list[Edit] = []
    for i in range(1, len(text) - 1):
        if text[i] != " ":
            continue
        marked = text[i - 1] in ".,;:!?)"
        glued = (i in edges or i + 1 in edges) and not marked
        if not glued and rng.random() < (0.35 if marked else 0.03):
            edits.append((i, i + 1, ""))
    return rewrite(record, edits)


def hard_wrap(record: PiiRecord, rng: Random) -> PiiRecord:
    """Break lines at a column, as old mail programs do, also in the middle of a value."""
    width = rng.choice((40, 64, 72, 76))
    edits: list[Edit] = []
    line, space = 0, -1
    for i, char in enumerate(record.text):
        if char == "\n":
            line, space = i + 1, -1
        elif char == " ":
            space = i
        if i - line >= width and space > line:
            edits.append((space, space + 1, "\n"))
            line, space = space + 1, -1
    return rewrite(record, edits)


def typos(record: PiiRecord, rng: Random) -> PiiRecord:
    """Drop, double, swap and mistype some lower-case letters; digits stay, so that check digits hold."""
    text, edges = record.text, borders(record)
    edits: list[Edit] = []
    position = 1
    while position < len(text) - 1:
        if rng.random() < _TYPO_RATE and "a" <= text[position] <= "z" and text[position - 1].isalpha():
            pair = text[position : position + 2]
            kind = rng.randrange(4)
            if kind == 0 and pair.isalpha() and position + 1 not in edges:
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
