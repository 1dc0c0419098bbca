"""Text Anonymization Benchmark: {"text", "entity_mentions"} or, as published, {"text", "annotations": {annotator: ..}}.

With several annotators per document the first one's mentions are taken. Mentions that need no masking, and kinds that
are no entity of ours, are not judged. https://github.com/NorskRegnesentral/text-anonymization-benchmark
"""

from __future__ import annotations

from typing import Any

from ..errors import PiiError
from ..labels import vocabulary_labels
from ..records import PiiRecord
from .reading import Context, Format, Head, SourceSpan, need
from .rows import read_objects

VOCABULARY = "tab"


def detect(head: Head) -> bool:
    return "text" in head.row and ("entity_mentions" in head.row or isinstance(head.row.get("annotations"), dict))


def read(row: dict[str, Any], context: Context) -> PiiRecord:
    text = need(row, "text", str)
    spans = []
    for mention in _mentions(row):
        span = SourceSpan(
            mention.get("start_offset"), mention.get("end_offset"), mention.get("entity_type"), mention.get("span_text")
        )
        judged = mention.get("identifier_type") != "NO_MASK" and context.map(str(span.label), VOCABULARY) is not None
        spans.append(span._replace(judged=judged))
    return context.record(
        text,
        spans,
        VOCABULARY,
        annotated=vocabulary_labels(VOCABULARY),
        source=f"tab:{row['dataset_type']}" if isinstance(row.get("dataset_type"), str) else "tab",
        id=row.get("doc_id"),
    )


def _mentions(row: dict[str, Any]) -> list[dict[str, Any]]:
    mentions = row.get("entity_mentions")
    if mentions is None and isinstance(row.get("annotations"), dict):
        first: Any = next(iter(row["annotations"].values()), {})
        mentions = first.get("entity_mentions") if isinstance(first, dict) else None
    if not isinstance(mentions, list) or not all(isinstance(mention, dict) for mention in mentions):
        raise PiiError("no list of entity mentions.", remedy="check the record's keys, or name its --format.")
    return mentions


FORMAT = Format("tab", "Text Anonymization Benchmark", detect, read_objects, read, offsets=True)
