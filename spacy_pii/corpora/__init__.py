"""Corpora in other people's formats, read as records: one file per format, each a stream."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from itertools import islice
from pathlib import Path

from ..errors import PiiError, UnknownLabelError
from ..labels import map_label
from ..records import PiiRecord
from ..text_encoding import TextEncoding
from . import (
    ai4privacy_a,
    ai4privacy_b,
    ai4privacy_c,
    ai4privacy_d,
    ai4privacy_e,
    conll,
    emailcoref,
    entities_jsonl,
    evi,
    gum,
    idrisi,
    inlegalner,
    litbank,
    llm_sparse,
    multidogo,
    nemotron,
    nlupp,
    presidio_research,
    redocred,
    restaurant8k,
    sgd,
    slurp,
    snips,
    tab,
    tagged_wikipedia,
)
from . import (
    pii_records as records,
)
from .licenses import warn_of_license
from .offsets import Offsets
from .reading import Context, Format, Head, OnUnknown, ReadReport
from .rows import is_parquet, read_as, read_lines, read_objects, rows_as
from .write import write_ai4privacy, write_conll

__all__ = [
    "FORMATS",
    "Format",
    "Offsets",
    "OnUnknown",
    "ReadReport",
    "detect_format",
    "read_corpus",
    "write_ai4privacy",
    "write_conll",
]

# Detection takes the first that fits, so a shape with more keys comes before a plainer one.
_MODULES = (
    ai4privacy_a,
    ai4privacy_b,
    ai4privacy_c,
    ai4privacy_d,
    ai4privacy_e,
    presidio_research,
    tab,
    restaurant8k,
    slurp,
    nemotron,
    evi,
    multidogo,
    sgd,
    snips,
    nlupp,
    redocred,
    gum,
    litbank,
    idrisi,
    emailcoref,
    tagged_wikipedia,
    records,
    entities_jsonl,
    llm_sparse,
    conll,
)
FORMATS: dict[str, Format] = {
    format.name: format for format in (*inlegalner.FORMATS, *(module.FORMAT for module in _MODULES))
}

SNIFFED = 100
"""Lines or objects at the start of a file in which detection looks for one that can be read."""


def read_corpus(
    path: str | Path,
    *,
    format: str = "auto",
    language: str | None = None,
    on_unknown: OnUnknown = "error",
    max_bad: int = 0,
    report: ReadReport | None = None,
    annotated: frozenset[str] | None = None,
    offsets: Offsets = "codepoints",
    encoding: str = "utf8",
) -> Iterator[PiiRecord]:
    """Stream the records of one file: plain, gzip or Parquet, in any of FORMATS.

    language: ISO code for records that name none (default "en"). on_unknown: "drop" leaves out spans whose label the
    table lacks, counts them, and marks their text as not to be judged. max_bad: more bad records than this in `report`
    end the reading; -1 is no limit. annotated: the labels that the source annotates, for formats that do not say;
    without it, the labels that occur in the file, which takes a first pass over it. offsets: how the source counts
    them; where a record gives the values of its spans, these decide. encoding: of text files; Parquet has its own.

    A record without an id gets its line number. Warns with LicenseWarning of a source that keeps models from being
    released. Raises PiiError with file and line: no such file, unknown format,
    unknown label, too many bad records, no record.
    """
    path = Path(path)
    report = ReadReport() if report is None else report
    files = TextEncoding(encoding)
    with read_as(files):
        chosen = detect_format(path) if format == "auto" else _by_name(format)
        if annotated is None:
            annotated = _labels_in(chosen, path)
    if offsets != "codepoints" and not chosen.offsets:
        raise PiiError(
            f"the format {chosen.name} holds no offsets that could be counted as {offsets}.",
            remedy="leave --offsets out for this file.",
            path=path,
        )
    context = Context(path, language or "en", on_unknown, report, annotated, offsets if chosen.offsets else None)
    records_before = report.records
    sources: set[str] = set()
    for number, row in rows_as(files, chosen.rows(path)):
        try:
            if isinstance(row, PiiError):
                raise row
            record = chosen.read(row, context)
        except UnknownLabelError as error:
            raise error.at(path, number) from None
        except PiiError as error:
            line = error.line or number
            report.add_bad(path, line, error.problem)
            if 0 <= max_bad < report.bad:
                raise _too_many(error.at(path, line), report.bad, max_bad) from None
            continue
        if record is None:
            report.uncertain += 1
            continue
        report.records += 1
        report.spans += len(record.spans)
        if record.source not in sources:
            sources.add(record.source)
            warn_of_license(path, record.source)
        yield record if record.id else replace(record, id=str(number))
    if report.records == records_before:
        raise PiiError("no usable record in the file.", remedy="check the file, or name its --format.", path=path)


def detect_format(path: Path) -> Format:
    """The format of a file by its content. Raises PiiError if it fits none."""
    head = _head(path)
    for format in FORMATS.values():
        if format.detect(head):
            return format
    raise PiiError(f"format not recognized. {_known()}", remedy="name it with --format.", path=path)


def _head(path: Path) -> Head:
    if is_parquet(path):
        return Head("", next((row for _, row in read_objects(path)), {}), path.name)
    texts = (line for _, line in islice(read_lines(path), SNIFFED) if isinstance(line, str))
    line = next((text for text in texts if text.strip()), "")
    if not line.lstrip().startswith(("{", "[")) or conll.detect(Head(line, {}, path.name)):
        return Head(line, {}, path.name)
    problem = None
    for number, row in islice(read_objects(path), SNIFFED):
        if not isinstance(row, PiiError):
            return Head(line, row, path.name)
        problem = problem or row.at(path, number)
    if problem:
        raise problem
    return Head(line, {}, path.name)


def _by_name(name: str) -> Format:
    if name not in FORMATS:
        raise PiiError(f"unknown format {name!r}.", remedy=_known())
    return FORMATS[name]


def _known() -> str:
    return f"Known formats: {', '.join(FORMATS)}."


def _labels_in(format: Format, path: Path) -> frozenset[str]:
    """Our labels that occur in the file; nothing where the format itself says what its source annotates."""
    if format.labels is None:
        return frozenset()
    found: set[str] = set()
    for _, row in format.rows(path):
        if not isinstance(row, PiiError):
            with suppress(PiiError):
                found.update(map(str, format.labels(row)))
    ours = (map_label(label, format.vocabulary, on_unknown="drop") for label in found)
    return frozenset(label for label in ours if label is not None)


def _too_many(error: PiiError, bad: int, max_bad: int) -> PiiError:
    return PiiError(
        f"{error.problem} {bad} bad records, {max_bad} allowed.",
        remedy=f"{error.remedy} Or let more of them pass with --max-bad.".lstrip(),
        path=error.path,
        line=error.line,
    )
