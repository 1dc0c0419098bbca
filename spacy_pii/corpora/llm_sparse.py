"""The JSON that language models write well, without offsets: {"text", "labels": {surface: type}}.

Every occurrence of a surface between word borders is a span. What is ambiguous is refused: a surface that is not in the
text, that only occurs inside a longer one of another type, or that partly overlaps one.
"""

from __future__ import annotations

import re
from typing import Any

from ..errors import PiiError
from ..records import PiiRecord
from .reading import Context, Format, Head, SourceSpan, need
from .rows import read_objects

VOCABULARY = "plain"


def detect(head: Head) -> bool:
    return "text" in head.row and isinstance(head.row.get("labels"), dict)


def read(row: dict[str, Any], context: Context) -> PiiRecord:
    text, found = need(row, "text", str), need(row, "labels", dict)
    if not all(isinstance(label, str) for label in found.values()):
        raise PiiError("'labels' is not an object of surface: type.", remedy="one type for every surface.")
    spans = _unambiguous([span for surface, label in found.items() for span in _occurrences(text, surface, label)])
    return context.record(
        text, spans, VOCABULARY, language=row.get("language"), source=row.get("source", "llm"), id=row.get("id")
    )


def labels(row: dict[str, Any]) -> list[Any]:
    return list(need(row, "labels", dict).values())


def _occurrences(text: str, surface: str, label: str) -> list[SourceSpan]:
    """Every span of `surface` that does not start or end inside a word. The error must not quote it."""
    if surface.strip():
        before = r"(?<!\w)" if re.match(r"\w", surface) else ""
        after = r"(?!\w)" if re.search(r"\w\Z", surface) else ""
        pattern = before + re.escape(surface) + after
        if spans := [SourceSpan(*match.span(), label, surface) for match in re.finditer(pattern, text)]:
            return spans
    raise PiiError("a surface in 'labels' is not in the text.", remedy="surfaces are copied from the text, not edited.")


def _unambiguous(spans: list[SourceSpan]) -> list[SourceSpan]:
    """Spans without those inside a longer one. Raises PiiError if that leaves a surface none, or if two cross."""
    kept: list[SourceSpan] = []
    inside: list[SourceSpan] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if not kept or span.start >= kept[-1].end or (span.label == kept[-1].label and span.end > kept[-1].end):
            kept.append(span)
        elif span.end > kept[-1].end:
            raise PiiError("two surfaces of different types overlap.", remedy="give one type to each stretch of text.")
        elif span.label != kept[-1].label:
            inside.append(span)
    if not {span.value for span in inside} <= {span.value for span in kept}:
        raise PiiError("a surface only occurs inside one of another type.", remedy="leave the shorter one out.")
    return kept


FORMAT = Format("llm", "text, labels: surface to type", detect, read_objects, read, VOCABULARY, labels)
