"""Records with columns: rows of CSV files, objects of JSON Lines files, `frame.to_dict("records")` of data frames."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..errors import PiiError
from .spans import Result

if TYPE_CHECKING:
    from .anonymizer import Anonymizer


def anonymize_records(
    rows: Iterable[Mapping[str, Any]],
    columns: Sequence[str] | Mapping[str, str | None],
    anonymizer: Anonymizer,
) -> Iterator[dict[str, Any]]:
    """Yield the rows, in order and one at a time, with the chosen columns anonymized; the others stay as they are.

    columns: names of columns of running text, or name -> label of columns whose cells are one value each (None for
    running text). A row is one document: a name and an e-mail address in two of its columns stay coherent, and
    surrogates agree between the rows of a call. Numbers are written as text; None and empty cells stay. Raises
    PiiError, with the number of the row, for a column that is missing.
    """
    labels = dict(columns) if isinstance(columns, Mapping) else dict.fromkeys(columns)
    surrogate_key = secrets.token_bytes(32)
    for number, row in enumerate(rows, 1):
        missing = labels.keys() - row.keys()
        if missing:
            raise PiiError(
                f"row {number} has no column {', '.join(sorted(missing))}.", remedy="check the names of the columns."
            )
        cells = {name: str(row[name]) for name in labels if row[name] not in (None, "")}
        found = [(text, _results(text, labels[name], anonymizer)) for name, text in cells.items()]
        replaced = anonymizer.anonymize_together(found, surrogate_key=surrogate_key)
        yield {**row, **{name: cell.anonymized_text for name, cell in zip(cells, replaced, strict=True)}}


def _results(text: str, label: str | None, anonymizer: Anonymizer) -> Sequence[Result]:
    from presidio_analyzer import RecognizerResult

    if label is None:
        return anonymizer.analyzer.analyze(text, language=anonymizer.language)
    return [RecognizerResult(label, 0, len(text), 1.0)]
