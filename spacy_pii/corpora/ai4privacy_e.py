"""ai4privacy E: pii-masking-400k, open-pii-masking-500k, openpii-1m and -1.5m.

400k has `locale`, the later ones `region`; their rows do not tell the later ones apart. `label_index` may be missing,
`uid` may be a string; the numbers of placeholders are not in text order and are not used.
https://huggingface.co/datasets/ai4privacy/pii-masking-openpii-1m
"""

from __future__ import annotations

from typing import Any

from ..records import PiiRecord
from .ai4privacy import ANNOTATED_400K, ANNOTATED_OPEN, VOCABULARY, mask_spans
from .reading import Context, Format, Head
from .rows import read_objects


def detect(head: Head) -> bool:
    return {"source_text", "masked_text", "mbert_token_classes"} <= head.row.keys()


def read(row: dict[str, Any], context: Context) -> PiiRecord:
    is_400k = "locale" in row
    return context.record(
        row.get("source_text"),
        mask_spans(row.get("privacy_mask")),
        VOCABULARY,
        annotated=ANNOTATED_400K if is_400k else ANNOTATED_OPEN,
        language=row.get("language"),
        source="ai4privacy-400k" if is_400k else "ai4privacy-open",
        id=row.get("uid"),
    )


FORMAT = Format("ai4privacy-e", "ai4privacy 400k, 500k, openpii-1m and -1.5m", detect, read_objects, read, offsets=True)
