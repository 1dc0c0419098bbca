"""Ray Data: a class whose actors hold the model."""

from __future__ import annotations

import pyarrow as pa

from .batches import anonymize_batches
from .spec import AnonymizerSpec


class AnonymizeBatch:
    """For `dataset.map_batches(AnonymizeBatch, fn_constructor_args=(spec,), concurrency=n, batch_format="pyarrow")`.

    counts_column: as for `anonymize_batches`. An error names the task of Ray and the row in its batch.
    """

    def __init__(self, spec: AnonymizerSpec, counts_column: str | None = None):
        self._spec, self._counts_column = spec, counts_column

    def __call__(self, table: pa.Table) -> pa.Table:
        """The table with the chosen columns anonymized. Raises PiiError."""
        # A table without rows has no batches; its schema is needed all the same.
        batches = table.to_batches() or [pa.RecordBatch.from_pylist([], schema=table.schema)]
        return pa.Table.from_batches(
            anonymize_batches(batches, self._spec, place=_place(), counts_column=self._counts_column)
        )


def _place() -> str:
    import ray

    return f"task {ray.get_runtime_context().get_task_id()}" if ray.is_initialized() else ""
