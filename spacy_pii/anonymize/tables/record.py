"""Record: a stretch of a file, and the text of files as lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import TextIOWrapper
from typing import IO, Any

from ...errors import PiiError
from ..structured import Path

BOM = "\ufeff"
# Characters of one record; a quote that is never closed must not draw the whole file into memory.
LONGEST = 10_000_000


@dataclass(frozen=True, slots=True)
class Record:
    """A stretch of a file; all of them together are the file.

    text: of the file, with its line end. line: 1-based, where the row begins. row: name -> value of what is in it; None
    for a stretch between the rows.
    """

    text: str = field(repr=False)
    line: int
    row: Mapping[str, Any] | None = field(default=None, repr=False)

    def places(self) -> Iterator[tuple[Path, int, int]]:
        """Where the values stand in the text: path, start, end; in its order."""
        return iter(())

    def spelled(self, value: str, before: str) -> str:
        """A new value as the format writes it. before: what it takes the place of."""
        return value

    def rewritten(self, replaced: Mapping[Path, str]) -> str:
        """The text with new values in their places."""
        parts, position = [], 0
        for path, start, end in self.places() if replaced else ():
            if path in replaced:
                parts += [self.text[position:start], self.spelled(replaced[path], self.text[start:end])]
                position = end
        return "".join([*parts, self.text[position:]])


@contextmanager
def decoded(stream: IO[bytes], newline: str) -> Iterator[TextIOWrapper]:
    # Bytes that are not UTF-8 arrive as halves of surrogate pairs: the place can be told.
    text = TextIOWrapper(stream, "utf8", errors="surrogateescape", newline=newline)
    try:
        yield text
    finally:
        # Or it would close the stream, which is the caller's.
        if not stream.closed:
            text.detach()


def checked_utf8(text: str, line: int) -> str:
    try:
        text.encode("utf8")
    except UnicodeEncodeError as error:
        line += text.count("\n", 0, error.start)
        raise PiiError(
            "not UTF-8, or not in the --encoding that was given.",
            remedy="name the file's --encoding, such as cp1252, latin-1 or utf-16.",
            line=line,
        ) from None
    return text


def lines_of(text: TextIOWrapper) -> Iterator[Record]:
    """The lines; a byte order mark is a stretch of its own."""
    for number, line in enumerate(text, 1):
        if number == 1 and line.startswith(BOM):
            yield Record(BOM, 1)
            line = line.removeprefix(BOM)
        yield Record(checked_utf8(line, number), number)
