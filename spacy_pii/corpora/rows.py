"""Rows out of files, one at a time: JSON Lines, JSON arrays and Parquet, plain or gzip.

A row is (number, content): `number` is the 1-based line (Parquet: the row). A line that cannot be read comes out as the
PiiError in its place, so that the reader can count it and go on.
"""

from __future__ import annotations

import gzip
import importlib
import io
import json
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import IO, Any

from ..errors import PiiError
from ..text_encoding import TextEncoding

Row = tuple[int, Any]
_ENCODING: ContextVar[TextEncoding] = ContextVar("encoding", default=TextEncoding())  # noqa: B039

CHUNK = 1 << 16
MAX_ARRAY_RECORD = 1 << 26
"""Characters after which an unfinished record of a JSON array counts as broken: the file is not read to its end."""
_BETWEEN_RECORDS = " \t\r\n,["


@contextmanager
def read_as(encoding: TextEncoding) -> Iterator[None]:
    """Files that are opened or read inside the block are in this encoding."""
    token = _ENCODING.set(encoding)
    try:
        yield
    finally:
        _ENCODING.reset(token)


def rows_as(encoding: TextEncoding, rows: Iterator[Row]) -> Iterator[Row]:
    """The rows, with the files that give them read in an encoding."""
    while True:
        # Around each step only: a generator that waits must not change what others read.
        with read_as(encoding):
            row = next(rows, None)
        if row is None:
            return
        yield row


@contextmanager
def open_bytes(path: Path) -> Iterator[IO[bytes]]:
    """Open a plain or gzip file, told apart by content, as UTF-8 whatever its encoding under `read_as` is.

    Raises PiiError if it cannot be opened or unpacked.
    """
    if path.is_dir():
        raise PiiError("this is a folder.", remedy="name the files in it.", path=path)
    if not path.is_file():
        raise PiiError("file not found.", remedy="check the path, or run the workflow step that makes it.", path=path)
    try:
        with path.open("rb") as file:
            packed = file.read(2) == b"\x1f\x8b"
        opener: Any = gzip.open if packed else Path.open
        with opener(path, "rb") as file:
            yield _ENCODING.get().as_utf8(file)
    except (gzip.BadGzipFile, EOFError, zlib.error):
        raise PiiError("the gzip file is damaged or cut short.", remedy="fetch it again.", path=path) from None


def read_lines(path: Path) -> Iterator[tuple[int, str | PiiError]]:
    """Yield (number, line without its line end); a line that is not UTF-8 comes as a PiiError."""
    with open_bytes(path) as file:
        for number, line in enumerate(file, 1):
            try:
                yield number, line.decode("utf-8-sig" if number == 1 else "utf-8").rstrip("\r\n")
            except UnicodeDecodeError as error:
                yield number, _ENCODING.get().refusal(f" (byte {error.start} of the line)")


def is_parquet(path: Path) -> bool:
    with open_bytes(path) as file:
        return file.read(4) == b"PAR1"


def read_objects(path: Path) -> Iterator[Row]:
    """Yield the objects of a JSON Lines file, of a JSON array or of a Parquet file."""
    if is_parquet(path):
        yield from _read_parquet(path)
    elif _first_character(path) == "[":
        yield from _read_array(path)
    else:
        yield from _read_json_lines(path)


def _first_character(path: Path) -> str:
    with open_bytes(path) as file:
        return next((text[0] for line in file if (text := line.decode("utf-8-sig", "replace").strip())), "")


def _read_json_lines(path: Path) -> Iterator[Row]:
    for number, line in read_lines(path):
        if isinstance(line, PiiError):
            yield number, line
        elif line.strip():
            yield number, _parse_object(line)


def _parse_object(line: str) -> dict[str, Any] | PiiError:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        return PiiError(f"not valid JSON (column {error.colno}).", remedy="every line holds one JSON object.")
    except RecursionError:
        return PiiError("JSON nested too deeply.", remedy="every line holds one flat JSON object.")
    return row if isinstance(row, dict) else PiiError("not a JSON object.", remedy="every line holds one object.")


def _read_array(path: Path) -> Iterator[Row]:
    """Decode a JSON array element by element; damage ends the file, because nobody knows where the next one starts."""
    decode = json.JSONDecoder().raw_decode
    with open_bytes(path) as file:
        text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
        buffer, position, line = "", 0, 1
        while True:
            start = position
            while buffer[position : position + 1] in _BETWEEN_RECORDS and position < len(buffer):
                position += 1
            line += buffer.count("\n", start, position)
            if buffer.startswith("]", position):
                return
            try:
                row, end = decode(buffer, position)
            except (json.JSONDecodeError, RecursionError):
                buffer, position = _more(text, buffer[position:], path, line), 0
                continue
            yield line, row if isinstance(row, dict) else PiiError("not a JSON object.", remedy="a list of objects.")
            line += buffer.count("\n", position, end)
            position = end


def _more(text: IO[str], rest: str, path: Path, line: int) -> str:
    """`rest`, an unfinished record, and at least as much again from the file. Raises PiiError if there is no more."""
    try:
        more = text.read(max(CHUNK, len(rest)))
    except UnicodeDecodeError:
        raise PiiError("not UTF-8 after this line.", remedy="save it as UTF-8.", path=path, line=line) from None
    if not more or len(rest) > MAX_ARRAY_RECORD:
        raise PiiError(
            "not valid JSON, or cut short, in the record that starts here.",
            remedy="repair the JSON array; in JSON Lines, bad records can be skipped one by one.",
            path=path,
            line=line,
        )
    return rest + more


def _read_parquet(path: Path) -> Iterator[Row]:
    try:
        parquet = importlib.import_module("pyarrow.parquet")
    except ImportError:
        raise PiiError(
            "Parquet needs pyarrow.", remedy='pip install "spacy-pii[train]", or pyarrow alone.', path=path
        ) from None
    number = 0
    try:
        # Otherwise whole columns of a row group, which is often the whole file, are held in memory.
        with parquet.ParquetFile(path, buffer_size=CHUNK, pre_buffer=False) as file:
            for batch in file.iter_batches(batch_size=256):
                for row in batch.to_pylist():
                    number += 1
                    yield number, row
    except (ValueError, OSError) as error:
        if isinstance(error, PiiError):
            raise
        raise PiiError("the Parquet file is damaged.", remedy="fetch it again.", path=path) from None
