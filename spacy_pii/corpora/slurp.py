"""SLURP: voice commands. Text and spans come from `sentence_annotation`, "wake me at [time : five am]".

`sentence` is sometimes another wording, and the token indexes of `entities` count tokens that are not its words. An
entity of a kind that is not ours may still hold a name (`[event_name : lunch with ann]`), so it is not judged. https://github.com/pswietojanski/slurp
"""

from __future__ import annotations

import re
from typing import Any

from ..errors import PiiError
from ..records import PiiRecord
from .reading import Context, Format, Head, SourceSpan, need
from .rows import read_objects

VOCABULARY = "slurp"
# Organizations occur in other slots too (media_type, app_name), so that label is not annotated throughout.
ANNOTATED = frozenset(["PERSON", "LOCATION", "DATE_TIME", "EMAIL_ADDRESS"])

_ENTITY = re.compile(r"\[\s*(\w+)\s*:\s*(.*?)\s*\]")


def detect(head: Head) -> bool:
    return {"slurp_id", "sentence_annotation"} <= head.row.keys()


def read(row: dict[str, Any], context: Context) -> PiiRecord:
    text, found = _parse(need(row, "sentence_annotation", str))
    spans, ignore = [], []
    for span in found:
        if context.map(span.label, VOCABULARY) is None:
            ignore.append((span.start, span.end))
        else:
            spans.append(span)
    return context.record(
        text, spans, VOCABULARY, annotated=ANNOTATED, ignore=ignore, source="slurp", id=row.get("slurp_id")
    )


def _parse(annotation: str) -> tuple[str, list[SourceSpan]]:
    text, spans, end = "", [], 0
    for match in _ENTITY.finditer(annotation):
        text += annotation[end : match.start()]
        spans.append(SourceSpan(len(text), len(text) + len(match[2]), match[1]))
        text += match[2]
        end = match.end()
    text += annotation[end:]
    if "[" in text or "]" in text:
        raise PiiError("'sentence_annotation' has a bracket without its partner.", remedy="fetch the file again.")
    return text, spans


FORMAT = Format("slurp", "SLURP voice commands", detect, read_objects, read)
