"""JSON Lines, and JSON files that hold an array: objects whose values can be replaced one by one."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import TextIOWrapper
from typing import Any

from ...errors import PiiError
from ..structured import Path
from .record import BOM, LONGEST, Record, checked_utf8

_CHUNK = 1 << 16
_SPACE = re.compile(r"[ \t\r\n]*")
# Of valid JSON: a mark, a string, or a number and the like; possessive, so that long strings take no memory.
_TOKEN = re.compile(r'([{}\[\],:])|("[^"\\]*+(?:\\.[^"\\]*+)*+")|[^\s{}\[\],:"]++', re.DOTALL)


@dataclass(frozen=True, slots=True)
class JsonRecord(Record):
    """An object. start: where it begins in the text."""

    start: int = 0

    def places(self) -> Iterator[tuple[Path, int, int]]:
        # The key or position that comes next in each open container; None where a key must come first.
        path: list[str | int | None] = []
        for token in _TOKEN.finditer(self.text, self.start):
            mark, string = token.groups()
            if mark in ("{", "["):
                path.append(None if mark == "{" else 0)
            elif mark in ("}", "]"):
                path.pop()
            elif mark == ",":
                path[-1] = path[-1] + 1 if isinstance(path[-1], int) else None
            elif string and path[-1] is None:
                path[-1] = json.loads(string)
            elif mark is None:
                yield tuple(path), token.start(), token.end()

    def spelled(self, value: str, before: str) -> str:
        return json.dumps(value, ensure_ascii=False)


def json_lines(lines: Iterator[Record]) -> Iterator[Record]:
    """Yield the objects, one a line, and the empty lines. Errors as for `read_table`."""
    for line in lines:
        if not line.text.strip() or line.text == BOM:
            yield line
            continue
        try:
            row = _DECODER.decode(line.text)
        except (ValueError, RecursionError) as error:
            raise _broken_json(error, line.line) from None
        if not isinstance(row, dict):
            raise PiiError("not a JSON object.", remedy="write one object per line.", line=line.line)
        yield JsonRecord(line.text, line.line, row)


def json_array(text: TextIOWrapper) -> Iterator[Record]:
    """Yield the objects of an array, and what stands before and after them. Errors as for `read_table`."""
    return _JsonArray(text).records()


def _unambiguous(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The object. Raises PiiError if two fields have one name: only one of them would be looked at."""
    row = dict(pairs)
    if len(row) < len(pairs):
        raise PiiError("two fields of an object have the same name.", remedy="rename one of them.")
    return row


_DECODER = json.JSONDecoder(object_pairs_hook=_unambiguous)


def _broken_json(error: Exception, line: int) -> PiiError:
    if isinstance(error, PiiError):
        return PiiError(error.problem, remedy=error.remedy, line=line)
    problem = "nested too deeply, or a number is too long"
    if isinstance(error, json.JSONDecodeError):
        # Python's messages quote nothing; some lead to a place.
        problem = error.msg.removesuffix(" at").removesuffix(" starting")
    return PiiError(f"broken JSON: {problem}.", remedy="repair the file; is the --format right?", line=line)


class _JsonArray:
    """Reads an array of objects from a text, whose pieces it takes as they are needed."""

    def __init__(self, text: TextIOWrapper):
        self._text = text
        self._buffer = ""
        # Where the next stretch begins, and how far it goes as yet.
        self._start = self._end = 0
        self._line = 1

    def records(self) -> Iterator[Record]:
        """Yield the stretches; a comma belongs to the object that follows it."""
        self._more()
        if self._buffer.startswith(BOM):
            self._end = 1
        self._pass("[")
        yield self._taken(None)
        if self._next() != "]":
            yield self._object()
            while self._next() == ",":
                self._pass(",")
                yield self._object()
        self._pass("]")
        if self._next():
            raise self._broken("something follows the array")
        yield self._taken(None)

    def _object(self) -> Record:
        if self._next() != "{":
            raise self._broken("not an object")
        start = self._end - self._start
        while True:
            try:
                row, self._end = _DECODER.raw_decode(self._buffer, self._start + start)
                return self._taken(row, start)
            except (ValueError, RecursionError) as error:
                if isinstance(error, PiiError) or len(self._buffer) - self._start > LONGEST or not self._more():
                    end = getattr(error, "pos", self._start + start)
                    raise _broken_json(error, self._line + self._buffer.count("\n", self._start, end)) from None

    def _next(self) -> str:
        """The next character that is no space; none at the end of the file."""
        while True:
            match = _SPACE.match(self._buffer, self._end)
            assert match is not None, "the pattern matches nothing, too"
            self._end = match.end()
            if self._end < len(self._buffer):
                return self._buffer[self._end]
            if not self._more():
                return ""

    def _pass(self, mark: str) -> None:
        if self._next() != mark:
            raise self._broken(f"there is no {mark!r}")
        self._end += 1

    def _more(self) -> bool:
        """Read at least as much again, so that decoding from the start of an object stays linear."""
        kept = self._buffer[self._start :]
        chunk = self._text.read(max(_CHUNK, len(kept)))
        line = self._line + kept.count("\n")
        self._buffer, self._end, self._start = kept + checked_utf8(chunk, line), self._end - self._start, 0
        return bool(chunk)

    def _taken(self, row: Any, start: int = 0) -> Record:
        text, line = self._buffer[self._start : self._end], self._line
        self._start, self._line = self._end, line + text.count("\n")
        if row is None:
            return Record(text, line)
        return JsonRecord(text, line + text.count("\n", 0, start), row, start)

    def _broken(self, problem: str) -> PiiError:
        return PiiError(
            f"not an array of objects: {problem}.",
            remedy="for one object per line there is --format jsonl.",
            line=self._line + self._buffer.count("\n", self._start, self._end),
        )
