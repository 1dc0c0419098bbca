"""presidio-research and privy: {"full_text", "spans": [{entity_type, entity_value, start_position, end_position}]}.

https://github.com/microsoft/presidio-research
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..errors import PiiError
from ..records import PiiRecord
from .reading import Context, Format, Head, SourceSpan, need
from .rows import read_objects

VOCABULARY = "presidio"


def detect(head: Head) -> bool:
    return {"full_text", "spans"} <= head.row.keys()


def read(row: dict[str, Any], context: Context) -> PiiRecord:
    return context.record(
        row.get("full_text"),
        _spans(row),
        VOCABULARY,
        source="presidio-research",
        id=row.get("template_id"),
        # A copy for the reader's eye: where it differs from the text (a curly quote), the offsets are right.
        values="hint",
    )


def labels(row: dict[str, Any]) -> Iterator[Any]:
    return (span.label for span in _spans(row))


def _spans(row: dict[str, Any]) -> list[SourceSpan]:
    spans = need(row, "spans", list)
    if not all(isinstance(span, dict) for span in spans):
        raise PiiError("'spans' is not a list of objects.", remedy="check the file, or name its --format.")
    keys = ("start_position", "end_position", "entity_type", "entity_value")
    return [SourceSpan(*map(span.get, keys)) for span in spans]


FORMAT = Format(
    "presidio-research", "presidio-research, privy", detect, read_objects, read, VOCABULARY, labels, offsets=True
)
