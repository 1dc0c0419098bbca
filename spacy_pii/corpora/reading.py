"""What every reader shares: the report, the context of one file, and the way from a source's spans to a record."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from operator import index
from pathlib import Path
from typing import Any, Literal, NamedTuple

from ..errors import PiiError, UnknownLabelError
from ..labels import map_label
from ..records import PiiRecord, PiiSpan
from .offsets import Offsets, SourceSpan, in_code_points
from .rows import Row
from .span_parts import Part, join_parts, keep_longest

OnUnknown = Literal["error", "drop"]
Values = Literal["exact", "uncased", "hint"]
"""What a span's value is: what stands in the text, the same in another case, or only a hint how offsets are counted."""

NOT_JUDGED = frozenset(["TITLE", "PREFIX", "SUFFIX", "NRP", "NATIONALITY", "RELIGION"])
"""Dropped labels whose stretches count neither way: titles stay outside names, groups of people are no person."""

LANGUAGES = {
    "english": "en",
    "french": "fr",
    "german": "de",
    "italian": "it",
    "spanish": "es",
    "dutch": "nl",
    "hindi": "hi",
    "telugu": "te",
}


@dataclass
class ReadReport:
    """What came out of the files and what did not. Holds places and counts, never text.

    bad: records that could not be used; `problems` has the first KEPT of them as (path, line, problem). unknown: spans
    left out with on_unknown="drop", per source label. dropped: spans that the label table drops on purpose.
    overlapping: spans that lost to a longer one. joined: spans that went into another one, as parts of a name or an
    address or because they overlap with the same label. uncertain: rows left out because nothing says for certain where
    their personal data is. unverified: records with an emoji or the like and nothing that tells how their offsets are
    counted.
    """

    records: int = 0
    spans: int = 0
    bad: int = 0
    problems: list[tuple[str, int, str]] = field(default_factory=list)
    unknown: Counter[str] = field(default_factory=Counter)
    dropped: Counter[str] = field(default_factory=Counter)
    overlapping: int = 0
    joined: int = 0
    trimmed: int = 0
    blank: int = 0
    uncertain: int = 0
    unverified: int = 0

    KEPT = 20

    def to_dict(self) -> dict[str, Any]:
        problems = [{"path": path, "line": line, "problem": problem} for path, line, problem in self.problems]
        counts = {"unknown": dict(self.unknown), "dropped": dict(self.dropped)}
        return {**vars(self), **counts, "problems": problems}

    def add_bad(self, path: Path, line: int, problem: str) -> None:
        self.bad += 1
        if len(self.problems) < self.KEPT:
            self.problems.append((str(path), line, problem))


class Head(NamedTuple):
    """What tells formats apart: a file's first line, its first object if it holds JSON, and its name."""

    line: str
    row: dict[str, Any]
    name: str = ""


@dataclass
class Context:
    """What a reader knows besides the row at hand.

    language: of records that name none. annotated: overrides what the format says its source annotates. offsets: how
    the source counts them; None where the format has none of its own.
    """

    path: Path
    language: str = "en"
    on_unknown: OnUnknown = "error"
    report: ReadReport = field(default_factory=ReadReport)
    annotated: frozenset[str] = frozenset()
    offsets: Offsets | None = None

    def record(
        self,
        text: Any,
        spans: Iterable[SourceSpan],
        vocabulary: str,
        *,
        annotated: frozenset[str] | None = None,
        ignore: Iterable[tuple[int, int]] = (),
        language: Any = None,
        source: str = "",
        id: Any = None,
        values: Values = "exact",
    ) -> PiiRecord:
        """Check, map, join and order a source's spans. Raises PiiError for a bad record, UnknownLabelError."""
        check_text(text)
        not_judged = list(ignore)
        parts = []
        for span in self.code_points(text, spans, values):
            if not span.judged:
                not_judged.append(check_span(text, span))
                continue
            start, end = self.trim(text, *check_span(text, span))
            if start == end:
                continue
            label = self.map(str(span.label), vocabulary)
            if label is not None:
                parts.append(Part(start, end, label, str(span.label)))
            elif source_name(span.label) in NOT_JUDGED or source_name(span.label) in self.report.unknown:
                not_judged.append((start, end))
        kept, lost = keep_longest(parts)
        joined = join_parts(text, kept)
        self.report.overlapping += lost
        self.report.joined += len(parts) - lost - len(joined)
        return PiiRecord(
            text=text,
            spans=tuple(PiiSpan(part.start, part.end, part.label) for part in joined),
            annotated=self.annotated if annotated is None else annotated,
            ignore=tuple(sorted(set(not_judged))),
            language=iso_language(language) or self.language,
            source=source,
            id="" if id is None else str(id),
        )

    def code_points(self, text: str, spans: Iterable[SourceSpan], values: Values = "exact") -> list[SourceSpan]:
        """The spans with offsets in code points, and with values only where these must be what the text holds."""
        spans = list(spans)
        if self.offsets == "codepoints" and spans and not any(isinstance(span.value, str) for span in spans):
            self.report.unverified += not text.isascii() and any(char > "\uffff" for char in text)
        same = _same_uncased if values == "uncased" else str.__eq__
        counted = in_code_points(text, spans, self.offsets or "codepoints", same)
        if values == "exact":
            return counted
        free = values == "hint"
        return [
            span._replace(value=None) if free or _same_uncased(_stretch(text, span), str(span.value)) else span
            for span in counted
        ]

    def trim(self, text: str, start: int, end: int) -> tuple[int, int]:
        """Offsets without whitespace at either end, which no annotator means; equal offsets if nothing is left."""
        value = text[start:end]
        if not (value[0].isspace() or value[-1].isspace()):
            return start, end
        if not value.strip():
            self.report.blank += 1
            return start, start
        self.report.trimmed += 1
        return end - len(value.lstrip()), start + len(value.rstrip())

    def map(self, label: str, vocabulary: str) -> str | None:
        """Our label, or None with the loss counted. Raises UnknownLabelError where unknown labels are errors."""
        try:
            ours = map_label(label, vocabulary)
        except UnknownLabelError:
            if self.on_unknown == "error":
                raise
            self.report.unknown[source_name(label)] += 1
            return None
        if ours is None:
            self.report.dropped[source_name(label)] += 1
        return ours


@dataclass(frozen=True)
class Format:
    """One record shape. detect: is this the start of such a file. rows: the file's rows. read: a row to its record, or
    None to leave an uncertain row out.

    labels: the source labels in a row, for formats that do not say what they annotate: there it is what the file holds.
    offsets: do the rows hold offsets that somebody else has counted.
    """

    name: str
    description: str
    detect: Callable[[Head], bool]
    rows: Callable[[Path], Iterator[Row]]
    read: Callable[[Any, Context], PiiRecord | None]
    vocabulary: str = ""
    labels: Callable[[Any], Iterable[Any]] | None = None
    offsets: bool = False


def _stretch(text: str, span: SourceSpan) -> str:
    return text[slice(*check_span(text, span._replace(value=None)))]


def _same_uncased(one: str, other: str) -> bool:
    return one.lower() == other.lower()


def source_name(label: Any) -> str:
    """A source's label without its number, as the tables write it."""
    return re.sub(r"_\d+$", "", str(label).strip().upper())


def iso_language(language: Any) -> str:
    """`en` for `en`, `EN-us` or `English`; empty if the source names none."""
    name = str(language or "").strip().lower()
    return LANGUAGES.get(name, re.split(r"[-_]", name)[0])


def check_text(text: Any) -> None:
    if not isinstance(text, str):
        raise PiiError("the text is missing or not a string.", remedy="check the record's keys, or name its --format.")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise PiiError(
            f"character {error.start} of the text is half of a surrogate pair.", remedy="repair the source's escapes."
        ) from None


def check_span(text: str, span: SourceSpan) -> tuple[int, int]:
    """The span's offsets. Raises PiiError if they are no offsets, lie outside the text or do not hold the value."""
    try:
        start, end = index(span.start), index(span.end)
    except TypeError:
        raise PiiError("an offset is missing or not an integer.", remedy="check the record's spans.") from None
    if not 0 <= start < end <= len(text):
        raise PiiError(
            f"span [{start}, {end}) is empty or lies outside the text of {len(text)} characters.",
            remedy="offsets are code points, 0-based, end-exclusive; check the source's offsets.",
        )
    if span.value is not None and text[start:end] != span.value:
        raise PiiError(
            f"the text at [{start}, {end}) is not the value that the record gives for that span.",
            remedy="offsets are code points, unless --offsets says otherwise; skip such records with --max-bad.",
        )
    return start, end


def need(row: dict[str, Any], key: str, kind: type) -> Any:
    """`row[key]`, which has to be of `kind`. Raises PiiError."""
    value = row.get(key)
    if not isinstance(value, kind):
        raise PiiError(f"{key!r} is missing or not a {kind.__name__}.", remedy="check the file, or name its --format.")
    return value
