"""CSV files: rows whose cells can be replaced one by one."""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from io import StringIO

from ...errors import PiiError
from ..structured import Path
from .record import BOM, LONGEST, Record

_DELIMITERS = (",", ";", "\t", "|")
# Characters of a header whose quotes do not match.
_LONGEST_HEADER = 1 << 16


@dataclass(frozen=True, slots=True)
class CsvRecord(Record):
    """A row. header: the names of the columns."""

    header: tuple[str, ...] = ()
    delimiter: str = ","

    def places(self) -> Iterator[tuple[Path, int, int]]:
        # Possessive: a pattern that may go back remembers every character, over a hundred bytes for each.
        cell = re.compile(f'"[^"]*+(?:""[^"]*+)*+"|[^{re.escape(self.delimiter)}\r\n]*+')
        end = -1
        for name in self.header:
            match = cell.match(self.text, end + 1)
            assert match is not None, "the pattern matches nothing, too"
            end = match.end()
            yield (name,), match.start(), end

    def spelled(self, value: str, before: str) -> str:
        # A line without anything would be no row.
        needed = not value and len(self.header) == 1
        if needed or before.startswith('"') or any(mark in value for mark in (self.delimiter, '"', "\r", "\n")):
            return '"' + value.replace('"', '""') + '"'
        return value


def csv_rows(lines: Iterator[Record], names: Collection[str], delimiter: str | None) -> Iterator[Record]:
    """Yield the header, the rows and the empty lines. Arguments and errors as for `read_table`."""
    first = next(lines, Record("", 1))
    if first.text == BOM:
        yield first
        first = next(lines, Record("", 1))
    text, last = first.text, first.line
    # Names may hold line ends.
    while text.count('"') % 2 and len(text) < _LONGEST_HEADER and (line := next(lines, None)):
        text, last = text + line.text, line.line
    delimiter, header = _header(text, names, delimiter)
    yield Record(text, 1)
    seen: list[str] = []
    rows = csv.reader(_remembered(lines, seen), delimiter=delimiter, strict=True)
    number = last + 1
    while (values := _next_row(rows, number)) is not None:
        if values and len(values) != len(header):
            raise PiiError(
                f"the row has {len(values)} cells and the header {len(header)}.",
                remedy=f"quote cells that hold the delimiter {delimiter!r}, or give another --delimiter.",
                line=number,
            )
        row = dict(zip(header, values, strict=True)) if values else None
        text = "".join(seen)
        seen.clear()
        yield Record(text, number) if row is None else CsvRecord(text, number, row, header, delimiter)
        number = last + rows.line_num + 1


def _remembered(lines: Iterator[Record], seen: list[str]) -> Iterator[str]:
    for line in lines:
        seen.append(line.text)
        yield line.text


def _next_row(rows: Iterator[list[str]], number: int) -> list[str] | None:
    """The next row, which begins at that line; empty for an empty line, None at the end."""
    # This limit is that of the whole process, and too low for long texts.
    limit = csv.field_size_limit(LONGEST)
    try:
        return next(rows, None)
    except csv.Error as error:
        # The messages quote nothing.
        raise PiiError(
            f"cannot be read as CSV: {error}.",
            remedy="a quote inside a quoted cell must be doubled, and the cell closed.",
            line=number,
        ) from None
    finally:
        csv.field_size_limit(limit)


def _header(text: str, names: Collection[str], delimiter: str | None) -> tuple[str, tuple[str, ...]]:
    """The delimiter and the names of all columns. Raises PiiError if one of `names` is missing, or there twice."""
    headers: dict[str, tuple[str, ...]] = {}
    for candidate in _DELIMITERS if delimiter is None else (delimiter,):
        with suppress(csv.Error):
            rows = list(csv.reader(StringIO(text, newline=""), delimiter=candidate, strict=True))
            headers[candidate] = tuple(rows[0]) if len(rows) == 1 else ()
    # Of equally good ones the first: a header of one column is the same with all of them.
    best = max(headers, key=lambda candidate: len(set(names).intersection(headers[candidate])), default=",")
    header = headers.get(best, ())
    # The first line is not quoted: in a file without a header it is a record.
    if missing := sorted(set(names).difference(header)):
        raise PiiError(
            f"there is no column {', '.join(missing)}.",
            remedy="the first line must name the columns; check the names, and give --delimiter if it is a rare one.",
            line=1,
        )
    if twice := sorted(name for name in names if header.count(name) > 1):
        raise PiiError(f"two columns are named {', '.join(twice)}.", remedy="rename one of them.", line=1)
    return best, header
