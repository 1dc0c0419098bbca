"""Parquet files: read and written a group of rows at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

import pyarrow as pa
import pyarrow.parquet as pq

from ..errors import PiiError
from .batches import BatchAnonymizer, Counts

_ROWS = 4096
"""Rows that are read at a time."""
_GROUP_BYTES = 64_000_000
"""A group of rows is written when it holds as much, even if that of the source went on."""


def anonymize_parquet(
    source: Path, out: IO[bytes], anonymizer: BatchAnonymizer, *, before_write: Callable[[int], None] | None = None
) -> Counts:
    """Write the file with other texts; schema, metadata, compression and groups of rows stay. Returns the counts.

    Memory holds one group of rows, of at most 64 MB. before_write: called with the number of rows of each group that
    is about to be written. Raises PiiError, with the file and the number of the row, for what cannot be read.
    """
    counts = Counts()
    with _reading(source) as file:
        schema = file.schema_arrow
        with pq.ParquetWriter(out, schema, compression=_codecs(file.metadata)) as writer:
            for group in _groups(file, anonymizer, counts, source):
                if before_write is not None:
                    before_write(group.num_rows)
                writer.write_table(group, row_group_size=max(1, group.num_rows))
    return counts


def _reading(source: Path) -> pq.ParquetFile:
    try:
        return pq.ParquetFile(source, memory_map=False)
    except OSError as error:
        raise PiiError(
            f"cannot be read: {error.strerror or 'no Parquet'}.", remedy="check the path.", path=source
        ) from None
    except (pa.ArrowException, ValueError):
        raise PiiError("cannot be read as Parquet.", remedy="write it again, not encrypted.", path=source) from None


def _groups(file: pq.ParquetFile, anonymizer: BatchAnonymizer, counts: Counts, source: Path) -> Iterator[pa.Table]:
    row = 1
    for number in range(file.num_row_groups):
        waiting: list[pa.RecordBatch] = []
        for batch in _batches(file, number, source):
            try:
                masked = anonymizer.anonymize(batch, row=row)
            except PiiError as error:
                raise error.at(source) from None
            row += batch.num_rows
            for each in masked.counts:
                counts.update(each)
            waiting.append(masked.batch)
            if sum(each.nbytes for each in waiting) > _GROUP_BYTES:
                yield pa.Table.from_batches(waiting, file.schema_arrow)
                waiting = []
        if waiting:
            yield pa.Table.from_batches(waiting, file.schema_arrow)


def _batches(file: pq.ParquetFile, group: int, source: Path) -> Iterator[pa.RecordBatch]:
    try:
        # With threads, Arrow decodes whole groups ahead.
        yield from file.iter_batches(_ROWS, row_groups=[group], use_threads=False)
    except (pa.ArrowException, OSError) as error:
        # Arrow's messages tell of pages and types.
        raise PiiError(
            f"the group of rows {group} is damaged ({type(error).__name__}).",
            remedy="write the file again.",
            path=source,
        ) from None


def _codecs(metadata: pq.FileMetaData) -> dict[str, str] | str:
    """The compression of each column, as in the first group of rows."""
    if not metadata.num_row_groups:
        return "snappy"
    first = metadata.row_group(0)
    columns = [first.column(number) for number in range(first.num_columns)]
    # LZ4 has two forms, of which Arrow writes the newer.
    return {each.path_in_schema: {"UNCOMPRESSED": "NONE"}.get(each.compression, each.compression) for each in columns}
