"""Gold and predicted records side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import zip_longest

from ..errors import PiiError
from ..records import PiiRecord

_REMEDY = "predict the same gold file again, and keep the order of its records."


def pair_records(gold: Iterable[PiiRecord], predicted: Iterable[PiiRecord]) -> Iterator[tuple[PiiRecord, PiiRecord]]:
    """Yield (gold, predicted) in order.

    Raises PiiError, naming the 1-based record, where texts or ids differ or one side ends early. An id that only one
    side has is no difference.
    """
    for number, (record, prediction) in enumerate(zip_longest(gold, predicted), 1):
        if record is None or prediction is None:
            short = "gold" if record is None else "predicted"
            raise PiiError(f"the {short} records end before record {number}, the others go on.", remedy=_REMEDY)
        if record.text != prediction.text:
            raise PiiError(f"record {number}: gold and predicted have different texts.", remedy=_REMEDY)
        if record.id and prediction.id and record.id != prediction.id:
            raise PiiError(f"record {number}: gold and predicted have different ids.", remedy=_REMEDY)
        yield record, prediction
