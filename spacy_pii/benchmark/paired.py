"""Counts of each document, kept small in the results, so that a later run on the same documents compares in pairs."""

from __future__ import annotations

import hashlib
import json
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from ..errors import PiiError
from ..evaluation.bootstrap import Interval
from ..evaluation.calibration_error import BINS, outcomes
from ..evaluation.scores import COUNTS, DocumentCounts
from ..records import PiiRecord
from .detectors import Spans
from .results import Documents

_SCORE = 10_000
_CHUNK = 100

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


def digest(records: Iterable[PiiRecord]) -> str:
    """The first 16 hexadecimal digits of the SHA-256 of the records, texts and gold."""
    found = hashlib.sha256()
    for record in records:
        found.update(json.dumps(record.to_dict(), sort_keys=True).encode())
    return found.hexdigest()[:16]


def documents(records: Iterable[PiiRecord], counts: DocumentCounts, columns: Sequence[str] = COUNTS) -> Documents:
    """The counts of the records' documents, (documents, len(COUNTS)), packed. columns: which of COUNTS to keep."""
    chosen = counts[:, [COUNTS.index(name) for name in columns]]
    return Documents(digest(records), " ".join(columns), pack(chosen))


def counts_of(part: Documents) -> DocumentCounts:
    """The counts that `documents` packed, (documents, len(COUNTS)), 0 in columns that were left out. Raises PiiError
    if they cannot be read.
    """
    columns = part.columns.split()
    rows = unpack(part.counts, len(columns))
    counts = np.zeros((len(rows), len(COUNTS)), dtype=np.int64)
    for name, column in zip(columns, rows.T, strict=True):
        if name in COUNTS:
            counts[:, COUNTS.index(name)] = column
    return counts


def pack(rows: Integers) -> str:
    """Numbers, (rows, columns), as base64 of zlib-compressed little-endian int32.

    They go column by column, because values of one column resemble each other.
    """
    return b64encode(zlib.compress(rows.T.astype("<i4").tobytes(), 9)).decode()


def unpack(packed: str, width: int) -> Integers:
    """The numbers that `pack` packed, (rows, width). Raises PiiError if they cannot be read."""
    try:
        return np.frombuffer(zlib.decompress(b64decode(packed)), "<i4").reshape(width, -1).T.astype(np.int64)
    except (ValueError, zlib.error):
        raise PiiError(
            "counts of documents cannot be read.", remedy="write the figures again with scripts/benchmark.py."
        ) from None


def predictions(gold: Iterable[PiiRecord], predicted: Iterable[Spans], complete: frozenset[str]) -> str:
    """What calibration counts in each document of a set, packed: document, score in 1/10000, right or not."""
    rows = [
        (number, round(_SCORE * score), right)
        for number, pair in enumerate(zip(gold, predicted, strict=True))
        for score, right in outcomes([pair], complete)
    ]
    return pack(np.array(rows, dtype=np.int64).reshape(-1, 3))


def calibration_change(
    before: Mapping[str, str], after: Mapping[str, str], sizes: Mapping[str, int], *, samples: int, seed: int = 0
) -> tuple[float, Interval]:
    """Expected calibration error before, and its change with the 95 % interval, in points, on the same documents.

    before, after: `predictions` by set. sizes: documents by set. Raises PiiError.
    """
    tables = [np.concatenate([_by_bin(rows[name], sizes[name]) for name in sizes]) for rows in (before, after)]
    first, second = (_error(table.sum(axis=0)) for table in tables)
    number, rng = len(tables[0]), np.random.default_rng(seed)
    drawn = []
    for start in range(0, samples, _CHUNK):
        times = rng.multinomial(number, np.full(number, 1 / number), min(_CHUNK, samples - start))
        drawn.append(_error(times @ tables[1]) - _error(times @ tables[0]))
    low, high = np.quantile(np.concatenate(drawn), [0.025, 0.975])
    return float(first), Interval(*(round(float(value), 4) for value in (second - first, low, high)))


def _by_bin(packed: str, size: int) -> Floats:
    """(documents, 2 * BINS): by bin, the sum of score minus right, then the number of predictions."""
    number, score, right = unpack(packed, 3).T
    table = np.zeros((size, 2 * BINS))
    bins = np.minimum(score * BINS // _SCORE, BINS - 1)
    np.add.at(table, (number, bins), score / _SCORE - right)
    np.add.at(table, (number, bins + BINS), 1)
    return table


def _error(sums: Floats) -> Floats:
    return 100 * np.abs(sums[..., :BINS]).sum(axis=-1) / np.maximum(1, sums[..., BINS:].sum(axis=-1))
