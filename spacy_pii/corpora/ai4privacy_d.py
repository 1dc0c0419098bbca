"""ai4privacy D: pii-masking-200k (present schema) and 300k.

Offsets come from `privacy_mask`: in 300k the mBERT labels drift off their tokens. 300k tells itself by naming the
language in English words. https://huggingface.co/datasets/ai4privacy/pii-masking-300k
"""

from __future__ import annotations

from typing import Any

from ..records import PiiRecord
from .ai4privacy import ANNOTATED_200K, ANNOTATED_300K, VOCABULARY, mask_spans
from .reading import LANGUAGES, Context, Format, Head
from .rows import read_objects


def detect(head: Head) -> bool:
    return {"source_text", "target_text", "span_labels"} <= head.row.keys()


def read(row: dict[str, Any], context: Context) -> PiiRecord:
    is_300k = str(row.get("language", "")).lower() in LANGUAGES
    return context.record(
        row.get("source_text"),
        mask_spans(row.get("privacy_mask")),
        VOCABULARY,
        annotated=ANNOTATED_300K if is_300k else ANNOTATED_200K,
        language=row.get("language"),
        source="ai4privacy-300k" if is_300k else "ai4privacy-200k",
        id=row.get("id"),
    )


FORMAT = Format("ai4privacy-d", "ai4privacy 200k (present schema), 300k", detect, read_objects, read, offsets=True)
