"""LitBank: 2,000 words each of 100 novels before 1925, {"doc", "text", "prop_mentions": [{"start", "end", "type"}]}.

assembled.py joins these lines of the published texts and annotations; only proper names are in them.
The text is tokenized, a sentence a line. Titles are inside the names ("Miss Taylor"): they are taken off here.
https://github.com/dbamman/litbank
"""

from __future__ import annotations

from typing import Any

from ..errors import PiiError
from ..labels import vocabulary_labels
from ..records import PiiRecord
from .detokenize import join_tokens
from .reading import Context, Format, Head, SourceSpan, need
from .rows import read_objects
from .titles import title_end

VOCABULARY = "litbank"


def detect(head: Head) -> bool:
    return "prop_mentions" in head.row


def read(row: dict[str, Any], context: Context) -> PiiRecord:
    tokenized = need(row, "text", str)
    # From offsets of the tokenized text to those of the natural one.
    starts: dict[int, int] = {}
    ends: dict[int, int] = {}
    text, position = "", 0
    for line in tokenized.split("\n"):
        words = line.split(" ")
        sentence, offsets = join_tokens([word for word in words if word])
        shift = len(text) + 1 if text else 0
        text = f"{text}\n{sentence}" if text else sentence
        places = iter(offsets)
        for word in words:
            if word:
                first, last = next(places)
                starts[position], ends[position + len(word)] = shift + first, shift + last
            position += len(word) + 1
    spans, ignore = [], []
    for mention in need(row, "prop_mentions", list):
        start, end = starts.get(mention["start"]), ends.get(mention["end"])
        kind = mention.get("type")
        if start is None or end is None:
            raise PiiError("a mention is not made of whole tokens.", remedy="fetch the file again.")
        title = title_end(text[start:end]) if kind == "PER" else 0
        if title:
            ignore.append((start, start + title))
        if start + title < end:
            spans.append(SourceSpan(start + title, end, kind))
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
