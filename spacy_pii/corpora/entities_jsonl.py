"""JSON Lines of speech-transcript exercises and annotation tools: {"text", "entities": [{start, end, label}]}."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..errors import PiiError
from ..records import PiiRecord
from .reading import Context, Format, Head, SourceSpan, need
from .rows import read_objects

VOCABULARY = "plain"


def detect(head: Head) -> bool:
    return "text" in head.row and isinstance(head.row.get("entities"), list) and "slurp_id" not in head.row


def read(row: dict[str, Any], context: Context) -> PiiRecord:
    return context.record(
        row.get("text"), _spans(row), VOCABULARY, language=row.get("language"), source="entities", id=row.get("id")
    )


def labels(row: dict[str, Any]) -> Iterator[Any]:
    return (span.label for span in _spans(row))


def _spans(row: dict[str, Any]) -> list[SourceSpan]:
    return [_span(entity) for entity in need(row, "entities", list)]


def _span(entity: Any) -> SourceSpan:
    if isinstance(entity, dict) and "label" in entity:
        value = entity.get("text", entity.get("value"))
        return SourceSpan(
            entity.get("start"), entity.get("end"), entity["label"], value if isinstance(value, str) else None
        )
    if isinstance(entity, list) and len(entity) == 3:
        return SourceSpan(*entity)
    raise PiiError("an entity is neither {start, end, label} nor [start, end, label].", remedy="check its keys.")


FORMAT = Format(
    "entities", "text, entities: start, end, label", detect, read_objects, read, VOCABULARY, labels, offsets=True
)
