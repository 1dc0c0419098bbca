"""Re-DocRED: Wikipedia introductions as token lists, {"title", "sents", "vertexSet": [[{"sent_id", "pos", "type"}]]}.

The source names nationalities as places, creeds as organizations, eras and lengths of time as times: none is judged.
Works, events and numbers are no personal data. Documents whose title's SHA-256 is divisible by 5 are development text
and have the source `redocred:dev`. https://github.com/tonytan48/Re-DocRED
"""

from __future__ import annotations

import hashlib
from typing import Any

from ..errors import PiiError
from ..labels import vocabulary_labels
from ..records import PiiRecord
from .detokenize import join_tokens
from .kinds import is_group, is_moment
from .reading import Context, Format, Head, SourceSpan, need
from .rows import read_objects

VOCABULARY = "redocred"


def detect(head: Head) -> bool:
    return "sents" in head.row and "vertexSet" in head.row


def read(row: dict[str, Any], context: Context) -> PiiRecord:
    text, tokens = "", []
    for words in need(row, "sents", list):
        sentence, offsets = join_tokens(words)
        start = len(text) + 1 if text else 0
        text = f"{text} {sentence}" if text else sentence
        tokens.append([(start + a, start + b) for a, b in offsets])
    spans, ignore = [], []
    for mention in (mention for entity in need(row, "vertexSet", list) for mention in entity):
        try:
            first, last = mention["pos"]
            place = tokens[mention["sent_id"]]
            start, end = place[first][0], place[last - 1][1]
        except (KeyError, IndexError, TypeError, ValueError):
            raise PiiError("a mention is not in the sentences.", remedy="fetch the file again.") from None
        value, kind = text[start:end], str(mention.get("type"))
        if (kind in ("LOC", "ORG") and is_group(value)) or (kind == "TIME" and not is_moment(value)):
            ignore.append((start, end))
        else:
            spans.append(SourceSpan(start, end, kind))
    return context.record(
        text,
        spans,
        VOCABULARY,
        annotated=vocabulary_labels(VOCABULARY),
        ignore=ignore,
        source="redocred:dev" if held_out(str(row.get("title"))) else "redocred:train",
        id=row.get("title"),
    )


def held_out(title: str) -> bool:
    """Whether a document is development text, by the hash of its title."""
    return int(hashlib.sha256(title.encode("utf8")).hexdigest(), 16) % 5 == 0


FORMAT = Format("redocred", "Re-DocRED: Wikipedia introductions", detect, read_objects, read)
