"""Documents in and out, byte for byte: nothing but the encoding is taken off, and line ends are put back."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import typer

from ..errors import PiiError
from ..text_encoding import BOM, TextEncoding, looks_like_utf16


@dataclass
class Documents:
    """The documents of one run. `texts` yields them; `next_ending` gives the line ends in the same order.

    Consumers may read ahead. Raises typer.BadParameter for options that exclude each other.
    """

    text: str | None
    file: Path | None
    lines: bool
    interactive: bool
    encoding: TextEncoding = field(default_factory=TextEncoding)
    _mark: str = ""
    _endings: deque[str] = field(default_factory=deque, repr=False)

    def __post_init__(self) -> None:
        if sum((self.text is not None, self.file is not None, self.interactive)) > 1:
            raise typer.BadParameter("give only one of TEXT, --file and --interactive")
        if self.lines and (self.text is not None or self.interactive):
            raise typer.BadParameter("--lines is for --file and standard input")
        if not self.encoding.is_utf8 and (self.text is not None or self.interactive):
            raise typer.BadParameter("--encoding is for --file and standard input")
        if self.text is None and self.file is None and not self.interactive and sys.stdin.isatty():
            raise typer.BadParameter("give TEXT, --file, --interactive, or text on standard input")

    def texts(self) -> Iterator[str]:
        """Yield the texts lazily. Raises PiiError for what is missing or not in the encoding."""
        if self.text is not None:
            # Arguments that are not UTF-8 arrive as surrogates.
            from ..anonymize.analyzer_results import checked_text

            yield self._split(checked_text(self.text) + "\n")
        elif self.interactive:
            yield from self._ask()
        elif self.file is None:
            yield from self._read(typer.get_binary_stream("stdin"))
        else:
            try:
                opened = self.file.open("rb")
            except OSError as error:
                raise PiiError(f"cannot be read: {error.strerror}.", remedy="check the path.", path=self.file) from None
            with opened:
                yield from self._read(opened)

    def next_ending(self) -> str:
        """The line end of the next document: empty for a whole file."""
        return self._endings.popleft()

    def written(self, text: str) -> bytes:
        """A text to write, in the encoding of what was read, after the byte order mark if there was one."""
        mark, self._mark = self._mark, ""
        return self.encoding.encode(mark + text)

    def _split(self, line: str) -> str:
        text = line.removesuffix("\n").removesuffix("\r") if line.endswith("\n") else line
        self._endings.append(line[len(text) :])
        return text

    def _read(self, stream: IO[bytes]) -> Iterator[str]:
        try:
            yield from self._split_up(self.encoding.as_utf8(stream))
        except PiiError as error:
            raise error.at(self.file or "standard input") from None

    def _split_up(self, stream: IO[bytes]) -> Iterator[str]:
        if not self.lines:
            self._endings.append("")
            yield self._without_mark(self._decode(stream.read(), None))
            return
        from tqdm import tqdm

        size = self.file.stat().st_size if self.file and self.file.is_file() else None
        # None: only on a terminal.
        with tqdm(total=size, unit="B", unit_scale=True, disable=None) as bar:
            for number, line in enumerate(stream, 1):
                text = self._decode(line, number)
                yield self._split(self._without_mark(text) if number == 1 else text)
                bar.update(len(line))

    def _without_mark(self, text: str) -> str:
        # It would belong to the first word, which nobody would find.
        if text.startswith(BOM):
            self._mark = BOM
        return text.removeprefix(BOM)

    def _ask(self) -> Iterator[str]:
        while True:
            typer.echo("> ", err=True, nl=False)
            line = typer.get_binary_stream("stdin").readline()
            if not line.strip():
                return
            yield self._split(self._decode(line, None))

    def _decode(self, content: bytes, line: int | None) -> str:
        try:
            text = content.decode("utf8")
        except UnicodeDecodeError as error:
            where = f" (byte {error.start + 1})" if self.encoding.is_utf8 else ""
            raise self.encoding.refusal(where).at(self.file or "standard input", line) from None
        if looks_like_utf16(text):
            raise PiiError(
                "every other character is NUL: this looks like UTF-16.",
                remedy="give --encoding utf-16-le, or utf-16-be.",
                path=self.file or "standard input",
                line=line,
            )
        return text


@contextmanager
def open_output(path: Path | None) -> Iterator[IO[bytes]]:
    """A file that appears when it is complete, or standard output."""
    if path is None:
        out = typer.get_binary_stream("stdout")
        yield out
        out.flush()
    else:
        from ..files import atomic_bytes

        with atomic_bytes(path, private=True) as file:
            yield file
