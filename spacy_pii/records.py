"""PiiRecord: a text with labelled character spans, and its JSON Lines form.

Every reader produces records and every consumer takes them; nothing else knows a source's format.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from .errors import PiiError
from .files import atomic_text
from .labels import ALL_LABELS, check_labels

_SHAPE = 'expected {"text": str, "spans": [{"start": int, "end": int, "label": str}]}; no spans are [].'
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True, order=True)
class PiiSpan:
    """A labelled stretch of text: code points, 0-based, end-exclusive; `score` is a probability in [0, 1] or None."""

    start: int
    end: int
    label: str
    score: float | None = None

    def overlaps(self, other: PiiSpan) -> bool:
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class PiiRecord:
    """A text and its personal data.

    spans: ascending and free of overlaps (ValueError otherwise). annotated: the labels that the source annotates;
    outside them, "no span" means "unknown". ignore: (start, end) stretches that the source marks as not to be judged.
    The text is left out of `repr`, so that a traceback or a log does not show it.
    """

    text: str = field(repr=False)
    spans: tuple[PiiSpan, ...] = ()
    annotated: frozenset[str] = field(default=ALL_LABELS, repr=False)
    ignore: tuple[tuple[int, int], ...] = ()
    language: str = "en"
    source: str = ""
    id: str = ""

    def __post_init__(self) -> None:
        # JSON can hold half of a surrogate pair; neither UTF-8 nor spaCy can.
        if not self.text.isascii() and _LONE_SURROGATE.search(self.text):
            raise PiiError(
                f"the text holds half of a surrogate pair (record {self.id or 'without id'}).",
                remedy="repair the source's encoding: such text cannot be written as UTF-8.",
            )
        position = 0
        for span in self.spans:
            if not position <= span.start < span.end <= len(self.text):
                raise PiiError(
                    f"span [{span.start}, {span.end}) of {span.label} is empty, overlaps the one before it or lies "
                    f"outside the text of {len(self.text)} characters (record {self.id or 'without id'}).",
                    remedy="offsets are code points, 0-based, end-exclusive, ascending; check the source's offsets.",
                )
            position = span.end

    def to_dict(self) -> dict[str, Any]:
        """The JSON form: defaults are left out, so that a plain record stays short."""
        row: dict[str, Any] = {"text": self.text, "spans": [_span_to_dict(span) for span in self.spans]}
        if self.annotated != ALL_LABELS:
            row["annotated"] = sorted(self.annotated)
        if self.ignore:
            row["ignore"] = [list(pair) for pair in self.ignore]
        row.update({key: getattr(self, key) for key in ("language", "source", "id") if getattr(self, key)})
        return row

    @classmethod
    def from_dict(cls, row: dict[str, Any]) -> PiiRecord:
        """Read the JSON form; a span may also be a list `[start, end, label]`.

        Raises PiiError, also for an object without spans: it would teach that its text holds nothing.
        """
        for key, kind, name in (("text", str, "string"), ("spans", list | tuple, "list")):
            if not isinstance(row.get(key), kind):
                problem = f"not a {name}" if key in row else "missing"
                raise PiiError(f"not a record: {key!r} is {problem}.", remedy=_SHAPE)
        try:
            return cls(
                text=row["text"],
                spans=tuple(sorted(_span_from_json(span) for span in row["spans"])),
                annotated=_annotated(row["annotated"]) if "annotated" in row else ALL_LABELS,
                ignore=tuple((int(a), int(b)) for a, b in row.get("ignore", ())),
                language=str(row.get("language", "en")),
                source=str(row.get("source", "")),
                id=str(row.get("id", "")),
            )
        except (KeyError, TypeError, ValueError) as error:
            if isinstance(error, PiiError):
                raise
            raise PiiError(f"not a record: {type(error).__name__} while reading its fields.", remedy=_SHAPE) from None


def _annotated(names: Iterable[str]) -> frozenset[str]:
    """The labels that a source annotates. A mistyped one would count what the source marks as unknown."""
    annotated = frozenset(names)
    check_labels(annotated, where="annotated")
    return annotated


def _span_to_dict(span: PiiSpan) -> dict[str, Any]:
    row: dict[str, Any] = {"start": span.start, "end": span.end, "label": span.label}
    return row if span.score is None else {**row, "score": round(span.score, 6)}


def _span_from_json(span: Any) -> PiiSpan:
    if isinstance(span, dict):
        return PiiSpan(int(span["start"]), int(span["end"]), str(span["label"]), span.get("score"))
    start, end, label = span
    return PiiSpan(int(start), int(end), str(label))


def open_text(path: Path) -> IO[str]:
    """Open a plain or gzip text file as UTF-8. Raises PiiError if it does not exist."""
    if not path.is_file():
        raise PiiError("file not found.", remedy="check the path, or run the workflow step that makes it.", path=path)
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf8", newline="")
    return path.open(encoding="utf8", newline="")


def read_json_lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield (line number, object) for every non-empty line. Raises PiiError naming the line that is not an object."""
    with open_text(path) as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except json.JSONDecodeError as error:
                raise PiiError(
                    f"not valid JSON (column {error.colno}).",
                    remedy="every line holds one JSON object.",
                    path=path,
                    line=number,
                ) from None
            if not isinstance(row, dict):
                raise PiiError("not a JSON object.", remedy="one object per line.", path=path, line=number)
            yield number, row


def read_records(path: str | Path) -> Iterator[PiiRecord]:
    """Stream records from a JSON Lines file, plain or gzip. Raises PiiError with file and line."""
    path = Path(path)
    for number, row in read_json_lines(path):
        try:
            yield PiiRecord.from_dict(row)
        except PiiError as error:
            raise error.at(path, number) from None


def write_records(path: str | Path, records: Iterable[PiiRecord]) -> int:
    """Write records as JSON Lines, all or nothing; returns how many."""
    count = 0
    with atomic_text(Path(path)) as out:
        for record in records:
            out.write(json.dumps(record.to_dict(), ensure_ascii=False) + "\n")
            count += 1
    return count
