"""Nemotron-PII: Parquet or JSON Lines, {"uid", "text", "spans": [{start, end, text, label}] or a string of it}.

The value of a span may differ from the text in case. https://huggingface.co/datasets/nvidia/Nemotron-PII
"""

from __future__ import annotations

from typing import Any

from ..errors import PiiError
from ..labels import vocabulary_labels
from ..records import PiiRecord
from .ai4privacy import parse_literal
from .reading import Context, Format, Head, SourceSpan, need
from .rows import read_objects

VOCABULARY = "nemotron"


def detect(head: Head) -> bool:
    return {"uid", "document_type", "text", "spans"} <= head.row.keys()


def read(row: dict[str, Any], context: Context) -> PiiRecord:
    text = need(row, "text", str)
    spans = parse_literal(row.get("spans"), "spans")
    if not isinstance(spans, list) or not all(isinstance(span, dict) for span in spans):
        raise PiiError("'spans' is not a list of objects.", remedy="check the file, or name its --format.")
    return context.record(
        text,
        [SourceSpan(span.get("start"), span.get("end"), span.get("label"), span.get("text")) for span in spans],
        VOCABULARY,
        values="uncased",
        annotated=vocabulary_labels(VOCABULARY),
        source="nemotron",
        id=row.get("uid"),
    )


FORMAT = Format("nemotron", "Nemotron-PII", detect, read_objects, read, offsets=True)
