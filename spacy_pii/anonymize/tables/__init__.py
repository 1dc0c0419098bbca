"""CSV and JSON files, record by record: whatever is not replaced stays as it is, byte for byte."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import IO

from ...text_encoding import TextEncoding
from .csv_table import csv_rows
from .json_table import json_array, json_lines
from .record import Record, decoded, lines_of

__all__ = ["FORMATS", "Record", "read_table"]

FORMATS = ("csv", "tsv", "jsonl", "json")


def read_table(
    stream: IO[bytes],
    kind: str,
    names: Collection[str],
    delimiter: str | None = None,
    encoding: TextEncoding | None = None,
) -> Iterator[Record]:
    """Yield the stretches of a file, with one record in memory at a time.

    kind: one of FORMATS; "json" is an array of objects. names: the columns that a CSV file must have. delimiter: left
    out, that of `, ; | TAB` with which the first line holds all of them. Raises PiiError with the number of the line,
    and without the file, for what is broken or not in the encoding, which is UTF-8 if left out.
    """
    encoding = encoding or TextEncoding()
    # JSON's line ends are line feeds; a table's may be carriage returns.
    with decoded(encoding.as_utf8(stream), newline="\n" if kind.startswith("json") else "") as text:
        if kind == "json":
            yield from json_array(text)
        elif kind == "jsonl":
            yield from json_lines(lines_of(text))
        else:
            yield from csv_rows(lines_of(text), names, "\t" if kind == "tsv" and delimiter is None else delimiter)
