"""LitBank: 2,000 words each of 100 novels before 1925, {"doc", "text", "prop_mentions": [{"start", "end", "type"}]}.

The text is tokenized, a sentence a line. Titles are inside the names ("Miss Taylor"): they are taken off here.
https://github.com/dbamman/litbank
"""

from __future__ import annotations

from typing import Any

from ..labels import vocabulary_labels
from ..records import PiiRecord
from .base import Context, Format, Head, SourceSpan, need
from .detokenize import join_tokens
from .files import read_objects
from .titles import title_end

VOCABULARY = "litbank"


def detect(head: Head) -> bool:
    return "prop_mentions" in head.row


def read(row: dict[str, Any], context: Context) -> PiiRecord:
    tokenized = need(row, "text", str)
    # From offsets of the tokenized text to those of the natural one.
    starts, ends, text, position = {}, {}, "", 0
    for line in tokenized.split("\n"):
        words = line.split(" ")
        sentence, offsets = join_tokens([word for word in words if word])
        shift = len(text) + 1 if text else 0
        text = f"{text}\n{sentence}" if text else sentence
        places = iter(offsets)
        for word in words:
            if word:
                start, end = next(places)
                starts[position], ends[position + len(word)] = shift + start, shift + end
            position += len(word) + 1
    spans, ignore = [], []
    for mention in need(row, "prop_mentions", list):
        start, end = starts.get(mention["start"]), ends.get(mention["end"])
        kind = mention.get("type")
        if kind == "PER" and start is not None and end is not None:
            name = start + title_end(text[start:end])
            ignore += [(start, name)] if name > start else []
            start = name if name < end else None
        spans.append(SourceSpan(start, end, kind)) if start is not None else None
    return context.record(
        text,
        spans,
        VOCABULARY,
        annotated=vocabulary_labels(VOCABULARY),
        ignore=ignore,
        source="litbank",
        id=row.get("doc"),
    )


FORMAT = Format("litbank", "LitBank: novels", detect, read_objects, read)
