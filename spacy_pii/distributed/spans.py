"""What is found in a column of texts, instead of what becomes of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import pyarrow as pa

from .batches import BatchAnonymizer, Spans
from .spec import AnonymizerSpec


def find_spans(
    batches: Iterable[pa.RecordBatch], spec: AnonymizerSpec, *, place: str = ""
) -> Iterator[list[Spans | None]]:
    """For each batch of one column of texts: for each row its spans, in order; None where the text is null.

    Spans are dicts with label, start, end (code points) and score. Raises PiiError as `anonymize_batches` does; with
    on_error="null" the row gives None.
    """
    worker, row = None, 1
    for batch in batches:
        if worker is None:
            # Whatever would replace them: spans are those of the original.
            worker = BatchAnonymizer.of(replace(spec, operator="replace", operators={}, key=None))
        yield worker.spans(batch, row=row, place=place)
        row += batch.num_rows
