"""ai4privacy B: pii-masking-65k. Word pieces with BIO labels, no offsets, no language (it is in the file's name).

https://huggingface.co/datasets/ai4privacy/pii-masking-65k
"""

from __future__ import annotations

from typing import Any

from ..records import PiiRecord
from .ai4privacy import ANNOTATED_65K, VOCABULARY, parse_strings
from .bio import piece_spans
from .reading import Context, Format, Head, need
from .rows import read_objects


def detect(head: Head) -> bool:
    return {"unmasked_text", "token_entity_labels"} <= head.row.keys()


def read(row: dict[str, Any], context: Context) -> PiiRecord:
    text = need(row, "unmasked_text", str)
    pieces = parse_strings(row.get("tokenised_unmasked_text"), "tokenised_unmasked_text")
    spans = piece_spans(text, pieces, parse_strings(row.get("token_entity_labels"), "token_entity_labels"))
    return context.record(text, spans, VOCABULARY, annotated=ANNOTATED_65K, source="ai4privacy-65k")


FORMAT = Format("ai4privacy-b", "ai4privacy 65k", detect, read_objects, read)
