"""Characters that look like others: typographic marks, wide digits, invisible ones, letters of other scripts."""

from __future__ import annotations

import unicodedata
from random import Random

from ..records import PiiRecord
from .rewriting import Edit, rewrite

_HARD_SPACES = "\u00a0\u00a0\u202f\u2009\u3000"
_HYPHENS = "\u2013\u2011\u2010\u2212\u2014"
_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e"
_WIDE = {str(digit): chr(0xFF10 + digit) for digit in range(10)}
_OTHER_DIGITS = tuple({str(digit): chr(zero + digit) for digit in range(10)} for zero in (0x0660, 0x0966, 0x1D7CE))
_HOMOGLYPHS = {
    **dict(zip("aeocpxyisjABEKMHOPCTXI", "аеосрхуіѕјАВЕКМНОРСТХІ", strict=True)),
    **dict(zip("vuZNY", "νυΖΝΥ", strict=True)),
}


def typographic(record: PiiRecord, rng: Random) -> PiiRecord:
    """Curly quotes, long hyphens and hard spaces, as word processors and web pages write them."""
    hyphen, space = rng.choice(_HYPHENS), rng.choice(_HARD_SPACES)
    spaces = rng.choice((0.05, 0.2))
    text = record.text
    edits: list[Edit] = []
    for i, char in enumerate(text):
        opening = i == 0 or text[i - 1].isspace() or text[i - 1] in "(["
        if char == "'":
            edits.append((i, i + 1, "‘" if opening else "’"))
        elif char == '"':
            edits.append((i, i + 1, "“" if opening else "”"))
        elif char == "-":
            edits.append((i, i + 1, hyphen))
        elif char == " " and rng.random() < spaces:
            edits.append((i, i + 1, space))
    return rewrite(record, edits)


def wide_digits(record: PiiRecord, rng: Random) -> PiiRecord:
    """Digits in full width, seldom those of another script or font."""
    digits = _WIDE if rng.random() < 0.7 else rng.choice(_OTHER_DIGITS)
    return rewrite(record, [(i, i + 1, digits[char]) for i, char in enumerate(record.text) if char in digits])


def invisible(record: PiiRecord, rng: Random) -> PiiRecord:
    """Zero-width characters, soft hyphens and byte order marks between letters."""
    mark, rate = rng.choice(_INVISIBLE), rng.choice((0.01, 0.03))
    return rewrite(record, [(i, i, mark) for i in range(len(record.text)) if rng.random() < rate])


def decomposed(record: PiiRecord, rng: Random) -> PiiRecord:
    """Letters and their accents as two characters, as some file systems and keyboards write them."""
    return rewrite(
        record,
        [
            (i, i + 1, new)
            for i, char in enumerate(record.text)
            if char > "\x7f" and (new := unicodedata.normalize("NFD", char)) != char
        ],
    )


def homoglyphs(record: PiiRecord, rng: Random) -> PiiRecord:
    """Some letters from another script that look the same."""
    rate = rng.choice((0.05, 0.2, 1.0))
    return rewrite(
        record,
        [
            (i, i + 1, _HOMOGLYPHS[char])
            for i, char in enumerate(record.text)
            if char in _HOMOGLYPHS and rng.random() < rate
        ],
    )
