"""ai4privacy C: pii-masking-200k in its first schema, and its mirrors.

Offsets come from `span_labels`, a string `[[0, 3, 'O'], [3, 6, 'FIRSTNAME_1']]`; `privacy_mask`, a string
`{'[FIRSTNAME_1]': 'Ann'}`, gives the value of each numbered label, and the two have to agree.
https://huggingface.co/datasets/Isotonic/pii-masking-200k
"""

from __future__ import annotations

from typing import Any

from ..errors import PiiError
from ..records import PiiRecord
from .ai4privacy import ANNOTATED_200K, VOCABULARY, parse_literal
from .reading import Context, Format, Head, SourceSpan
from .rows import read_objects


def detect(head: Head) -> bool:
    return {"unmasked_text", "bio_labels"} <= head.row.keys()


def read(row: dict[str, Any], context: Context) -> PiiRecord:
    mask = parse_literal(row.get("privacy_mask"), "privacy_mask")
    values = mask if isinstance(mask, dict) else {}
    spans = parse_literal(row.get("span_labels"), "span_labels")
    if not isinstance(spans, list) or not all(isinstance(span, list | tuple) and len(span) == 3 for span in spans):
        raise PiiError("'span_labels' is not a list of [start, end, label].", remedy="fetch the file again.")
    return context.record(
        row.get("unmasked_text"),
        [SourceSpan(start, end, label, values.get(f"[{label}]")) for start, end, label in spans if label != "O"],
        VOCABULARY,
        annotated=ANNOTATED_200K,
        language=row.get("language"),
        source="ai4privacy-200k",
        id=row.get("id"),
    )


FORMAT = Format("ai4privacy-c", "ai4privacy 200k (first schema)", detect, read_objects, read, offsets=True)
