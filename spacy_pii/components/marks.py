"""Combining marks: the vowel signs and accents that belong to the letter before them, and that `\\w` leaves out."""

from __future__ import annotations

import unicodedata
from functools import cache
from itertools import chain, pairwise


@cache
def combining_marks() -> str:
    """The inside of a character class: the combining marks, which `\\w` leaves out."""
    # No plane in between holds any.
    codes = chain(range(0x20000), range(0xE0000, 0xE1000))
    marks = [code for code in codes if unicodedata.category(chr(code)).startswith("M")]
    firsts = [marks[0], *(second for first, second in pairwise(marks) if second > first + 1)]
    lasts = [*(first for first, second in pairwise(marks) if second > first + 1), marks[-1]]
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in zip(firsts, lasts, strict=True))
