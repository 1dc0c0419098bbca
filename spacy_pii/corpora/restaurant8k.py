"""RESTAURANT-8K: booking utterances with slots, a JSON array. A start of 0 is left out of the file.

https://github.com/PolyAI-LDN/task-specific-datasets
"""

from __future__ import annotations

from typing import Any

from ..errors import PiiError
from ..labels import vocabulary_labels
from ..records import PiiRecord
from .reading import Context, Format, Head, SourceSpan, need
from .rows import read_objects

VOCABULARY = "restaurant8k"


def detect(head: Head) -> bool:
    return isinstance(head.row.get("userInput"), dict)


def read(row: dict[str, Any], context: Context) -> PiiRecord:
    return context.record(
        need(row, "userInput", dict).get("text"),
        [_span(label) for label in row.get("labels", ())],
        VOCABULARY,
        annotated=vocabulary_labels(VOCABULARY),
        source="restaurant8k",
    )


def _span(label: Any) -> SourceSpan:
    if not isinstance(label, dict):
        raise PiiError("'labels' is not a list of slots.", remedy="check the file, or name its --format.")
    place = need(label, "valueSpan", dict)
    return SourceSpan(place.get("startIndex", 0), place.get("endIndex"), label.get("slot"))


FORMAT = Format("restaurant8k", "RESTAURANT-8K booking utterances", detect, read_objects, read, offsets=True)
