"""The written form of tokens as features: what an uncased encoder cannot see.

The features enter as terms added to the logits, so that they stay outside the exported encoder.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

_BORDER, _SPACE, _BREAK = 0, 1, 2
_LOWER, _TITLE, _UPPER, _INITIAL, _MIXED = 3, 4, 5, 6, 7
_DIGITS, _LONG_DIGITS, _ALNUM, _END, _OPEN, _OTHER, _UNCASED = 8, 9, 10, 11, 12, 13, 14
FORMS = 15
FIRST_FORM = _LOWER
"""The forms from here on are those of words and marks; the ones before are space and borders."""
WIDTH = 4
"""Features of a token: its form with both neighbors (one conjunction), and its form with each of them."""
ROWS = FORMS**3 + 2 * FORMS**2 + FORMS
"""Rows of the feature table; a token's features are row numbers in it."""


def token_form(text: str) -> int:
    """The class of a token's written form, below FORMS."""
    if text.isspace():
        return _BREAK if "\n" in text else _SPACE
    if text.isalpha():
        if text.islower():
            return _LOWER
        if text.isupper():
            return _INITIAL if len(text) == 1 else _UPPER
        if text[0].isupper() and text[1:].islower():
            return _TITLE
        return _MIXED if text.lower() != text.upper() else _UNCASED
    if text.isdigit():
        return _LONG_DIGITS if len(text) > 4 else _DIGITS
    if text.isalnum():
        return _ALNUM
    if text in ".!?":
        return _END
    return _OPEN if text in "([{<\"'“‘:" else _OTHER


def shape_rows(doc: Doc) -> NDArray[np.intp]:
    """Feature rows of every token, (tokens, WIDTH)."""
    forms = np.full(len(doc) + 2, _BORDER, dtype=np.intp)
    # Their numbers, because making the tokens themselves takes longer than all the rest.
    words = doc.vocab.strings
    forms[1:-1] = [token_form(words[word]) for word in doc.to_array("ORTH").tolist()]
    before, here, after = forms[:-2], forms[1:-1], forms[2:]
    pairs = FORMS**3
    return np.stack(
        [
            (before * FORMS + here) * FORMS + after,
            pairs + before * FORMS + here,
            pairs + FORMS**2 + here * FORMS + after,
            pairs + 2 * FORMS**2 + here,
        ],
        axis=1,
    )
