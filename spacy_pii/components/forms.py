"""The written form of words as the encoder's token types: what an uncased encoder cannot see.

An uncased tokenizer drops case, line breaks, and whether a piece stands alone or is glued to what precedes it. A
BERT-like encoder adds an embedding of a token type to every wordpiece before its first layer and leaves it at 0 for
single texts; here the type says how the piece's word is written. Type 0 stands for "unknown", so that text in one case
can be learned as well: where nothing is capitalized, or everything is, case says nothing about a word, and taken at its
word it hides names (leakage of lower-cased Wikipedia introductions: 13.7 % with their forms, 8.6 % without).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from .shapes import FIRST_FORM, FORMS, token_form

UNKNOWN = 0
_GLUED, _SPACED, _BROKEN = range(3)
"""What precedes a word: nothing, space, or a line break."""
TYPES = 1 + 3 * (FORMS - FIRST_FORM)
"""Token types: "unknown", and every form with every gap."""
# BERT's tokenizers split at white space and at every mark.
_RUN = re.compile(r"\s+|[^\W_]+|.", re.S)


def piece_types(text: str, offsets: NDArray[np.intp] | Sequence[tuple[int, int]]) -> NDArray[np.int64]:
    """Token types of wordpieces, (pieces,).

    offsets: their (start, end) in the text, (pieces, 2), without special pieces. All are UNKNOWN in a text of one case.
    """
    if text.islower() or text.isupper():
        return np.full(len(offsets), UNKNOWN, dtype=np.int64)
    starts: list[int] = [0]
    types: list[int] = [UNKNOWN]
    gap = _GLUED
    for run in _RUN.finditer(text):
        word = run.group()
        if word.isspace():
            gap = _BROKEN if "\n" in word else _SPACED
            continue
        starts.append(run.start())
        types.append(1 + 3 * (token_form(word) - FIRST_FORM) + gap)
        gap = _GLUED
    if not len(offsets):
        return np.zeros(0, dtype=np.int64)
    first = np.asarray(offsets, dtype=np.intp).reshape(-1, 2)[:, 0]
    return np.array(types, dtype=np.int64)[np.searchsorted(starts, first, side="right") - 1]


def batch_types(texts: Sequence[str], offsets: NDArray[np.intp], special: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Token types of padded windows, (windows, pieces).

    offsets: (windows, pieces, 2). special: where a piece is no part of the text, (windows, pieces).
    """
    types = np.zeros(special.shape, dtype=np.int64)
    for row, text in enumerate(texts):
        inside = ~special[row]
        types[row, inside] = piece_types(text, offsets[row, inside])
    return types
