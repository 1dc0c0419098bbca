"""What optical character recognition does to text."""

from __future__ import annotations

from random import Random

from ..records import PiiRecord
from .rewriting import Edit, borders, inside, rewrite

_CONFUSED = {
    **dict(zip("0125689", ("Oo", "lI", "Z", "S", "b", "B", "g"), strict=True)),
    **dict(zip("OolIZSBbge", ("0", "0c", "1I|", "l1", "2", "5", "8", "6", "9q", "c"), strict=True)),
    "m": ("rn",),
    "w": ("vv",),
    "d": ("cl",),
    "h": ("li",),
}
_MERGED = {"rn": "m", "vv": "w", "cl": "d", "li": "h"}


def ocr(record: PiiRecord, rng: Random) -> PiiRecord:
    """Mistake characters for their look-alikes, split words and lose spaces inside values."""
    text, edges = record.text, borders(record)
    rate = rng.choice((0.015, 0.03, 0.06))
    edits: list[Edit] = []
    position = 0
    while position < len(text):
        char, following = text[position], text[position : position + 2]
        step = 1
        if rng.random() < rate:
            if following in _MERGED and position + 1 not in edges:
                edits.append((position, position + 2, _MERGED[following]))
                step = 2
            elif char in _CONFUSED:
                edits.append((position, position + 1, rng.choice(_CONFUSED[char])))
            elif following.isalpha() and len(following) == 2:
                edits.append((position, position + 1, char + " "))
        position += step
    return rewrite(record, edits)


def broken_lines(record: PiiRecord, rng: Random) -> PiiRecord:
    """Line breaks inside values, as columns of a page leave them."""
    mask = inside(record)
    return rewrite(
        record,
        [
            (i, i + 1, "\n")
            for i, char in enumerate(record.text)
            if char == " " and rng.random() < (0.2 if mask[i] else 0.02)
        ],
    )
