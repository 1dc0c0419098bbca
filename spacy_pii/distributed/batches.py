"""Arrow batches, anonymized one by one in flat memory: the one function that every engine calls."""

from __future__ import annotations

import logging
import traceback
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import numpy as np
import pyarrow as pa

from ..anonymize import AnonymizedText, Anonymizer
from ..anonymize.operators import PLACEHOLDER, SURROGATE
from ..anonymize.structured import Cell, RecordAnonymizer
from ..errors import PiiError
from ..presidio.streams import BATCH, FlatMemory
from .arrays import Texts, Undecodable, texts_at, with_texts
from .places import Place, find_places
from .spec import AnonymizerSpec

logger = logging.getLogger("spacy_pii")
NULLED = "nulled_rows"
"""The name under which emptied rows are counted, beside the labels."""
_CHARACTERS = 1_000_000
"""A group of rows ends here, if not by their number."""

Counts = Counter[str]
Spans = list[dict[str, Any]]


def anonymize_batches(
    batches: Iterable[pa.RecordBatch],
    spec: AnonymizerSpec,
    *,
    place: str = "",
    counts: Counts | None = None,
    counts_column: str | None = None,
) -> Iterator[pa.RecordBatch]:
    """Yield every batch with the chosen columns anonymized; the schema, its metadata and all other columns stay.

    The model is loaded when the first batch comes, and once per process. place: what an error names beside the number
    of the row, which counts from 1 over all batches. counts: gets the number of replacements by label, and of emptied
    rows under NULLED. counts_column: a further column with these numbers for each row, a map.

    Raises PiiError, without any text, for a column that is missing or not text, and for a row that cannot be processed,
    unless the spec says to empty it.
    """
    total, worker, row = Counts() if counts is None else counts, None, 1
    before = total[NULLED]
    for batch in batches:
        if worker is None:
            worker = BatchAnonymizer.of(spec)
        masked = worker.anonymize(batch, row=row, place=place)
        row += batch.num_rows
        for each in masked.counts:
            total.update(each)
        yield masked.batch if counts_column is None else masked.with_counts(counts_column)
    if total[NULLED] > before:
        logger.warning("%s%d rows were emptied", f"{place}: " if place else "", total[NULLED] - before)


@dataclass(frozen=True, slots=True)
class MaskedBatch:
    """A batch, and for each of its rows the number of replacements by label."""

    batch: pa.RecordBatch
    counts: list[Mapping[str, int]]

    def with_counts(self, name: str) -> pa.RecordBatch:
        """The batch with the numbers in a further column. Raises PiiError if it has a column of that name."""
        if name in self.batch.schema.names:
            raise PiiError(f"there is a column {name} already.", remedy="choose another name for the counts.")
        kind = pa.map_(pa.string(), pa.int64())
        column = pa.array([list(each.items()) for each in self.counts], type=kind)
        return self.batch.append_column(pa.field(name, kind), column)


class BatchAnonymizer:
    """Anonymizes chosen columns batch by batch.

    columns, anonymizer: as for `anonymize_records`, with columns that hold texts. memory: of the anonymizer's analyzer.
    null_errors: empty the chosen cells of a row that cannot be processed, instead of raising.

    A cell is a document by itself if its result follows from the cell (and the key) alone. Otherwise, without a key
    and with surrogates or placeholders, a row is a document, and surrogates agree between all batches.
    """

    def __init__(
        self,
        columns: Mapping[str, str | None],
        anonymizer: Anonymizer,
        memory: FlatMemory | None = None,
        *,
        null_errors: bool = False,
    ):
        self._columns, self._memory, self._null_errors = dict(columns), memory, null_errors
        self._records = RecordAnonymizer(self._columns, anonymizer)
        self._by_cell = anonymizer.is_keyed or not anonymizer.uses(SURROGATE, PLACEHOLDER)
        # Encrypting gives equal values different ciphertexts, on purpose.
        self._once = self._by_cell and not anonymizer.uses("encrypt")
        self._schema: pa.Schema | None = None
        self._places: list[Place] = []

    @classmethod
    def of(cls, spec: AnonymizerSpec) -> BatchAnonymizer:
        """What a recipe describes, with its model loaded. Raises PiiError as `AnonymizerSpec.anonymizer` does."""
        anonymizer, memory = spec.anonymizer()
        return cls(spec.labels, anonymizer, memory, null_errors=spec.on_error == "null")

    def anonymize(self, batch: pa.RecordBatch, *, row: int = 1, place: str = "") -> MaskedBatch:
        """The batch with other texts. row: the number of its first row, for errors. Raises PiiError."""
        found = self._found(batch)
        new: list[list[Any]] = [list(texts.values) for texts in found]
        counts: list[Mapping[str, int]] = [{}] * batch.num_rows
        for number, cells, results in self._processed(batch, found, row, place):
            if results is None:
                for texts, values in zip(found, new, strict=True):
                    for hit in np.flatnonzero(texts.rows == number):
                        values[hit] = None
                counts[number] = {NULLED: 1}
                continue
            for cell, result in zip(cells, results, strict=True):
                position, item = cell.path
                new[cast(int, position)][cast(int, item)] = result.anonymized_text
            counts[number] = Counter(token.label for result in results for token in result.replaced_tokens)
        columns = list(batch.columns)
        for each, values in zip(self._places, new, strict=True):
            columns[each.column] = with_texts(columns[each.column], each.steps, values)
        return MaskedBatch(pa.RecordBatch.from_arrays(columns, schema=batch.schema), counts)

    def spans(self, batch: pa.RecordBatch, *, row: int = 1, place: str = "") -> list[Spans | None]:
        """For each row what is found in its texts; None for a row without any, or with an error. Raises PiiError."""
        found = self._found(batch)
        spans: list[Spans | None] = [None] * batch.num_rows
        for texts in found:
            for number, text in zip(texts.rows.tolist(), texts.values, strict=True):
                spans[number] = spans[number] if text is None else []
        for number, _, results in self._processed(batch, found, row, place):
            spans[number] = (
                None
                if results is None
                else [
                    {"label": token.label, "start": token.start, "end": token.end, "score": token.score}
                    for result in results
                    for token in result.replaced_tokens
                ]
            )
        return spans

    def _found(self, batch: pa.RecordBatch) -> list[Texts]:
        self._look_at(batch.schema)
        return [texts_at(batch.column(each.column), each.steps) for each in self._places]

    def _processed(
        self, batch: pa.RecordBatch, found: Sequence[Texts], row: int, place: str
    ) -> Iterator[tuple[int, list[Cell], list[AnonymizedText] | None]]:
        """For each row that has texts: its number, its cells, and what becomes of them; None if it is to be emptied."""
        for group in _groups(self._rows(batch.num_rows, found)):
            for number, cells, outcome in self._outcomes(group):
                if not isinstance(outcome, Exception):
                    yield number, cells, outcome
                elif self._null_errors:
                    yield number, cells, None
                else:
                    raise _row_error(outcome, row + number, place) from None

    def _look_at(self, schema: pa.Schema) -> None:
        if self._schema is not None and self._schema.equals(schema, check_metadata=True):
            return
        self._places = find_places(schema, self._columns, null_errors=self._null_errors)
        self._schema = schema

    def _rows(self, number: int, found: Sequence[Texts]) -> list[_Row]:
        """The cells of each row that has any, in order."""
        rows = [_Row(each, []) for each in range(number)]
        for position, (place, texts) in enumerate(zip(self._places, found, strict=True)):
            for item, (text, row) in enumerate(zip(texts.values, texts.rows.tolist(), strict=True)):
                if isinstance(text, Undecodable):
                    rows[row].error = PiiError(
                        f"column {place.name}: the text is not UTF-8.", remedy="repair or decode it at its source."
                    )
                elif text is not None and text.strip():
                    rows[row].cells.append(Cell((position, item), text, place.label))
        return [row for row in rows if row.cells or row.error]

    def _outcomes(self, group: Sequence[_Row]) -> Iterator[tuple[int, list[Cell], list[AnonymizedText] | Exception]]:
        """For each row, what becomes of its cells, or the error. One bad row does not take the others with it."""
        good = [row for row in group if row.error is None]
        results: dict[int, list[AnonymizedText] | Exception] = {row.number: row.error for row in group if row.error}
        try:
            results.update(zip((row.number for row in good), self._anonymized(good), strict=True))
        except MemoryError:
            raise
        except Exception:
            for row in good:
                try:
                    results[row.number] = self._anonymized([row])[0]
                except MemoryError:
                    raise
                except Exception as error:
                    results[row.number] = error
        for row in group:
            yield row.number, row.cells, results[row.number]

    def _anonymized(self, rows: Sequence[_Row]) -> list[list[AnonymizedText]]:
        """For each row, what becomes of each cell."""
        if not self._by_cell:
            with self._zone(rows):
                return list(self._records.anonymized([row.cells for row in rows]))
        alone = {self._identity(cell): cell for row in rows for cell in row.cells}
        with self._zone(rows):
            results = self._records.anonymized([[cell] for cell in alone.values()])
            made = {identity: result for identity, [result] in zip(alone, results, strict=True)}
        return [[made[self._identity(cell)] for cell in row.cells] for row in rows]

    def _identity(self, cell: Cell) -> object:
        """Equal for cells that have the same result."""
        return (cell.label, cell.text) if self._once else cell.path

    def _zone(self, rows: Sequence[_Row]) -> Any:
        characters = sum(row.characters for row in rows)
        return nullcontext() if self._memory is None else self._memory.zone(characters)


@dataclass(slots=True)
class _Row:
    """number: from 0, in the batch."""

    number: int
    cells: list[Cell]
    error: PiiError | None = None

    @property
    def characters(self) -> int:
        return sum(len(cell.text) for cell in self.cells)


def _groups(rows: Iterable[_Row]) -> Iterator[list[_Row]]:
    """Rows with up to BATCH cells and _CHARACTERS characters together."""
    group: list[_Row] = []
    cells = characters = 0
    for row in rows:
        if group and (cells + len(row.cells) > BATCH or characters + row.characters > _CHARACTERS):
            yield group
            group, cells, characters = [], 0, 0
        group.append(row)
        cells, characters = cells + len(row.cells), characters + row.characters
    if group:
        yield group


def _row_error(error: Exception, row: int, place: str) -> PiiError:
    """What may be shown of an error: never a foreign message, which can quote the text."""
    where = f"{place}, row {row}" if place else f"row {row}"
    if isinstance(error, PiiError):
        return PiiError(f"{where}: {error.problem}", remedy=error.remedy)
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return PiiError(
        f"{where}: {type(error).__name__} in {Path(frame.filename).name}, line {frame.lineno}.",
        remedy='look at that row; on_error="null" empties such rows and counts them.',
    )
