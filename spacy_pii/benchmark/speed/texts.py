"""Texts of a given number of words, cut from records."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator
from itertools import islice

from ...errors import PiiError
from ...records import PiiRecord

_WORD = re.compile(r"\S+\s*")


def texts_of(records: Iterable[PiiRecord], words: int, seed: int) -> Iterator[str]:
    """Endless texts of `words` whitespace-separated words: the records' texts in a row, shuffled anew each time.

    Raises PiiError where there is no text.
    """
    texts = [record.text for record in records if record.text.strip()]
    if not texts:
        raise PiiError("no text to measure with.", remedy="give a file of records that hold text.")
    stream = _words(texts, random.Random(seed))
    while True:
        yield "".join(islice(stream, words)).rstrip()


def _words(texts: list[str], shuffler: random.Random) -> Iterator[str]:
    while True:
        for text in shuffler.sample(texts, len(texts)):
            yield from _WORD.findall(text + "\n")
