"""Records with columns: rows of tables, objects of JSON files, data frames.

presidio-structured does not serve here: it gives every cell whole to one operator, so that running text is lost, makes
one text of a JSON list, fails on missing values, changes the data in place and holds all of it in memory, and has
neither surrogates nor a vault. Its analysis fits: `StructuredAnalysis.entity_mapping` may be given as `columns`.
"""

from __future__ import annotations

import math
import secrets
import sys
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from ..errors import PiiError
from .analyzer_results import Result, analyze_stream, checked_text

if TYPE_CHECKING:
    from .anonymizer import Anonymizer
    from .result import AnonymizedText

Columns = Sequence[str] | Mapping[str, str | None]
Path = tuple[Hashable, ...]
Item = TypeVar("Item")
Frame = TypeVar("Frame")

_BATCH = 32
_DEEPEST = 100


def anonymize_records(
    rows: Iterable[Mapping[str, Any]], columns: Columns, anonymizer: Anonymizer
) -> Iterator[dict[str, Any]]:
    """Yield the rows, in order and lazily, with the chosen columns anonymized; the others stay as they are.

    columns: names of columns of running text, or name -> label of columns whose cells are one value each (None for
    running text). Where there is no column "user.name", it means the field of the object in the column "user", or of
    each object in a list there. A row is one document: a name and an e-mail address in two of its columns stay
    coherent, and surrogates agree between the rows of a call. Dicts and lists keep their structure and their keys.
    What is replaced becomes text; all else keeps its type. None, NaN, pandas' NA and NaT, and blank texts stay. For
    running text at most 32 rows are read ahead. Raises PiiError, with the number of the row, for a missing column.
    """
    records = RecordAnonymizer(columns, anonymizer)
    for batch in batches(enumerate(rows, 1), _BATCH if records.needs_analyzer else 1):
        cells = [_numbered(records, row, number) for number, row in batch]
        for (_, row), replaced in zip(batch, records.replacements(cells), strict=True):
            yield _rebuilt(row, (), replaced, {path[:end] for path in replaced for end in range(len(path))} | {()})


def anonymize_frame(frame: Frame, columns: Columns, anonymizer: Anonymizer) -> Frame:
    """A new pandas DataFrame with the chosen columns anonymized as by `anonymize_records`.

    The index, the order of the columns and the other columns with their types stay. A column of texts or categories
    remains one; one of numbers or dates becomes `object`. Raises PiiError for a missing column, or if two have one
    name.
    """
    # pandas is not ours to import: whoever has a frame has imported it.
    pandas = sys.modules.get("pandas")
    if pandas is None or not isinstance(frame, pandas.DataFrame):
        raise PiiError("not a pandas DataFrame.", remedy="for rows of another kind there is anonymize_records.")
    # Without pandas' stubs it is no type to the checker.
    old: Any = frame
    if not old.columns.is_unique:
        raise PiiError("two columns have the same name.", remedy="find them with frame.columns.duplicated().")
    labels = _labels(columns)
    values = {name: list(old[name]) for name in dict.fromkeys(_outermost(name, old.columns) for name in labels)}
    rows = (dict(zip(values, cells, strict=True)) for cells in zip(*values.values(), strict=True))
    replaced = list(anonymize_records(rows, labels, anonymizer))
    new = old.copy()
    for name, cells in values.items():
        changed = [row[name] for row in replaced]
        if any(after is not before for after, before in zip(changed, cells, strict=True)):
            series = pandas.Series(changed, index=old.index, dtype=_replaced_dtype(old[name].dtype))
            new.isetitem(old.columns.get_loc(name), series)
    return new


@dataclass(frozen=True, slots=True)
class Cell:
    """One text or value. path: the keys and positions that lead to it. label: None for running text."""

    path: Path
    text: str = field(repr=False)
    label: str | None


class RecordAnonymizer:
    """Anonymizes chosen columns batch by batch; surrogates agree between all its batches.

    columns: as for `anonymize_records`.
    """

    def __init__(self, columns: Columns, anonymizer: Anonymizer):
        self._labels = _labels(columns)
        self._anonymizer = anonymizer
        self._surrogate_key = secrets.token_bytes(32)

    @property
    def needs_analyzer(self) -> bool:
        """Whether there is a column of running text."""
        return None in self._labels.values()

    def cells(self, row: Mapping[str, Any]) -> list[Cell]:
        """What to look at in a row. Raises PiiError, which does not name the row, for what cannot be anonymized."""
        found: dict[Path, Cell] = {}
        # Where both "user" and "user.name" are chosen, the longer name tells more.
        for name in sorted(self._labels, key=lambda name: str(name).count(".")):
            label = self._labels[name]
            for path, value in _addressed(row, name, ()):
                try:
                    found.update((cell.path, cell) for cell in _leaves(value, path, label))
                except PiiError as error:
                    raise PiiError(f"column {name}: {error.problem}", remedy=error.remedy) from None
        return list(found.values())

    def replacements(self, rows: Sequence[Sequence[Cell]]) -> Iterator[dict[Path, str]]:
        """For each row, by its cells: the texts to put at the places where something was found."""
        for cells, new in zip(rows, self.anonymized(rows), strict=True):
            yield {
                cell.path: result.anonymized_text
                for cell, result in zip(cells, new, strict=True)
                if result.anonymized_text != cell.text
            }

    def anonymized(self, rows: Sequence[Sequence[Cell]]) -> Iterator[list[AnonymizedText]]:
        """For each row, by its cells: what becomes of each cell."""
        texts = [cell.text for cells in rows for cell in cells if cell.label is None]
        analyzed: Iterator[tuple[str, Sequence[Result]]] = iter(())
        if texts:
            analyzed = analyze_stream(self._anonymizer.analyzer, texts, self._anonymizer.language, _BATCH)
        for cells in rows:
            found = [next(analyzed) if cell.label is None else (cell.text, _whole(cell)) for cell in cells]
            yield self._anonymizer.anonymize_together(found, surrogate_key=self._surrogate_key) if found else []


def _labels(columns: Columns) -> dict[str, str | None]:
    if isinstance(columns, str):
        raise PiiError("the columns are one text.", remedy="give a list of names, or a dict of names and labels.")
    return dict(columns) if isinstance(columns, Mapping) else dict.fromkeys(columns)


def _numbered(records: RecordAnonymizer, row: Mapping[str, Any], number: int) -> list[Cell]:
    try:
        return records.cells(row)
    except PiiError as error:
        raise PiiError(f"row {number}: {error.problem}", remedy=error.remedy) from None


def batches(items: Iterable[Item], size: int = _BATCH) -> Iterator[list[Item]]:
    items = iter(items)
    while batch := list(islice(items, size)):
        yield batch


def _whole(cell: Cell) -> Sequence[Result]:
    """The result for a cell that is one value: all of it, without the space around it."""
    from presidio_analyzer import RecognizerResult

    start = len(cell.text) - len(cell.text.lstrip())
    return [RecognizerResult(cell.label, start, len(cell.text.rstrip()), 1.0)]


def _heads(name: Any) -> Iterator[tuple[str, str]]:
    """The ways to split a name at a dot, the longest beginning first."""
    parts = name.split(".") if isinstance(name, str) else []
    for number in range(len(parts) - 1, 0, -1):
        yield ".".join(parts[:number]), ".".join(parts[number:])


def _missing_column(name: object) -> PiiError:
    return PiiError(f"there is no column {name}.", remedy="check the names of the columns.")


def _addressed(value: Any, name: str, path: Path) -> Iterator[tuple[Path, Any]]:
    """The places that a column's name means, with their values. Raises PiiError if it means none."""
    value = _checked(value, path)
    if isinstance(value, Mapping):
        if name in value:
            yield (*path, name), value[name]
            return
        for head, rest in _heads(name):
            if head in value:
                yield from _addressed(value[head], rest, (*path, head))
                return
        raise _missing_column(".".join(map(str, (*path, name))))
    if isinstance(value, list | tuple):
        for number, item in enumerate(value):
            yield from _addressed(item, name, (*path, number))
    elif not _is_missing(value):
        # Text in place of an object would stay as it is, unseen.
        raise _missing_column(".".join(map(str, (*path, name))))


def _outermost(name: str, columns: Any) -> str:
    """The column of a frame that holds what the name means."""
    for candidate in (name, *(head for head, _ in _heads(name))):
        if candidate in columns:
            return candidate
    raise _missing_column(name)


def _leaves(value: Any, path: Path, label: str | None) -> Iterator[Cell]:
    """The texts and values in a cell. Raises PiiError for bytes, and for text that UTF-8 cannot hold."""
    value = _checked(value, path)
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _leaves(item, (*path, key), label)
    elif isinstance(value, list | tuple):
        for number, item in enumerate(value):
            yield from _leaves(item, (*path, number), label)
    elif isinstance(value, bytes | bytearray | memoryview):
        raise PiiError("the cell holds bytes.", remedy="decode them first.")
    # True and False say nothing in running text; as the value of a column they may.
    elif not (_is_missing(value) or (label is None and isinstance(value, bool))):
        yield Cell(path, checked_text(_text(value)), label)


def _checked(value: Any, path: Path) -> Any:
    """The value, plain. Raises PiiError if it lies too deep."""
    if len(path) > _DEEPEST:
        raise PiiError(f"nested deeper than {_DEEPEST} levels.", remedy="name the inner fields, with dots.")
    return _plain(value)


def _plain(value: Any) -> Any:
    """Arrays, as Parquet files have them in cells, and sets as lists."""
    if isinstance(value, np.ndarray):
        return value.tolist()
    return list(value) if isinstance(value, set | frozenset) else value


def _text(value: Any) -> str:
    # A column of whole numbers with gaps holds floats in pandas: a telephone number 5550142.0.
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _is_missing(value: Any) -> bool:
    """Whether a cell holds nothing. No comparison: that of pandas' NA has no truth value."""
    if value is None:
        return True
    if isinstance(value, str):
        return not value.strip()
    if isinstance(value, float | np.floating):
        return math.isnan(value)
    if isinstance(value, Decimal):
        return value.is_nan()
    if isinstance(value, np.datetime64 | np.timedelta64):
        return bool(np.isnat(value))
    # If pandas was never imported, this is none of its values.
    pandas = sys.modules.get("pandas")
    return pandas is not None and (value is pandas.NA or value is pandas.NaT)


def _rebuilt(value: Any, path: Path, replaced: Mapping[Path, str], changed: Collection[Path]) -> Any:
    """The value with the new texts in their places. changed: the paths of the containers that need to be new ones."""
    if path not in changed:
        return replaced.get(path, value)
    value = _plain(value)
    if isinstance(value, Mapping):
        return {key: _rebuilt(item, (*path, key), replaced, changed) for key, item in value.items()}
    items = [_rebuilt(item, (*path, number), replaced, changed) for number, item in enumerate(value)]
    return tuple(items) if isinstance(value, tuple) else items


def _replaced_dtype(dtype: Any) -> Any:
    """The type of a frame's column after texts were put into it."""
    pandas = sys.modules["pandas"]
    if isinstance(dtype, pandas.CategoricalDtype):
        return "category"
    # Such a column may hold anything, and pandas counts it among those of texts.
    mixed = pandas.api.types.is_object_dtype(dtype)
    return dtype if pandas.api.types.is_string_dtype(dtype) and not mixed else object
