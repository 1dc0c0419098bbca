"""Splits without leaks: records that differ only in their personal data or in digits land on the same side."""

from __future__ import annotations

import hashlib
import re
from typing import Literal

from ..errors import PiiError
from ..records import PiiRecord

Split = Literal["train", "dev", "test"]

_DIGITS = re.compile(r"\d+")
_SPACES = re.compile(r"\s+")


def skeleton(record: PiiRecord) -> str:
    """What near-duplicates share: the text, lower-cased, without entities, digits and runs of space."""
    pieces, position = [], 0
    for span in record.spans:
        pieces.append(record.text[position : span.start])
        position = span.end
    pieces.append(record.text[position:])
    return _SPACES.sub(" ", _DIGITS.sub("", " ".join(pieces))).strip().lower()


def near_duplicate_key(record: PiiRecord) -> str:
    """A hash of the skeleton."""
    return hashlib.sha256(skeleton(record).encode("utf8", "surrogatepass")).hexdigest()


def assign_split(record: PiiRecord, *, dev: float, test: float, seed: int) -> Split:
    """The side that a record belongs to; depends on the record, the ratios and the seed alone, never on order.

    dev, test: shares in [0, 1); the rest is train. Raises PiiError if they leave nothing to train on.
    """
    if dev < 0 or test < 0 or dev + test >= 1:
        raise PiiError(
            f"split shares dev={dev} and test={test} leave nothing for training.",
            remedy="choose shares of at least 0 that sum to less than 1.",
        )
    digest = hashlib.sha256(f"{seed}:{near_duplicate_key(record)}".encode()).digest()
    position = int.from_bytes(digest[:8], "big") / 2**64
    return "test" if position < test else "dev" if position < test + dev else "train"
