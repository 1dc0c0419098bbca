"""GUM: original text with all mentions, {"doc", "genre", "mentions": [{"etype", "min_start", "min_end", "n_propn_in_min"}]}.

Named mentions are those with a proper noun among their minimal words; where these are not adjacent the hull is cut after the
first run of capitalized words. Roles without an identity are no names, and titles stay outside. Times count if they hold a
digit or a month; others are not judged. https://github.com/amir-zeldes/gum
"""

from __future__ import annotations

import re
from typing import Any

from ..labels import vocabulary_labels
from ..records import PiiRecord
from .base import Context, Format, Head, SourceSpan, need
from .files import read_objects
from .titles import title_end

VOCABULARY = "gum"

_RUN = re.compile(r"(?:[A-Z0-9][\w.'’&-]*)(?:(?:\s+(?:(?:of|the|de|la|von|van|and|for|du|del|al|bin|&)\s+)*|[-–])[A-Z0-9][\w.'’&-]*)*")
_ROLE = re.compile(r"\b(?:lords?|justice|president|chairman|chair|senator|minister|king|queen|speaker|court|counsel|god)\b", re.I)
_MONTH = re.compile(r"\d|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tues|wednes|thurs|fri|satur|sun)", re.I)
LONGEST_TIME = 40
"""Characters of a time; longer ones are clauses."""
_KINDS = {"person": "PER", "place": "LOC", "organization": "ORG", "time": "TIME"}


def detect(head: Head) -> bool:
    return "genre" in head.row and "mentions" in head.row


def read(row: dict[str, Any], context: Context) -> PiiRecord:
    text = need(row, "text", str)
    spans: list[SourceSpan] = []
    ignore: list[tuple[int, int]] = []
    for mention in need(row, "mentions", list):
        kind = _KINDS.get(mention.get("etype"))
        start, end = mention.get("min_start"), mention.get("min_end")
        if kind is None or not isinstance(start, int) or not isinstance(end, int):
            continue
        if kind == "TIME":
            # The minimal words of a date are its last number alone.
            if mention["end"] - mention["start"] <= LONGEST_TIME:
                start, end = mention["start"], mention["end"]
            if _MONTH.search(text[start:end]):
                spans.append(SourceSpan(start, end, kind))
            else:
                ignore.append((start, end))
            continue
        if not mention.get("n_propn_in_min"):
            continue
        found = _RUN.search(text, start, end)
        if found is None:
            ignore.append((start, end))
            continue
        start, end = found.span()
        if kind == "PER":
            value = text[start:end]
            role = not mention.get("identity") and _ROLE.search(value.split()[-1])
            if role or mention.get("head_upos") != "PROPN":
                ignore.append((start, end))
                continue
            title = title_end(value)
            ignore += [(start, start + title)] if title else []
            start += title
        if start < end:
            spans.append(SourceSpan(start, end, kind))
    return context.record(
        text,
        _outermost(spans),
        VOCABULARY,
        annotated=vocabulary_labels(VOCABULARY),
        ignore=ignore,
        source="gum",
        id=row.get("doc"),
    )


def _outermost(spans: list[SourceSpan]) -> list[SourceSpan]:
    """Mentions nest: "University of Leeds" holds "Leeds"; the longer one is the entity."""
    kept: list[SourceSpan] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept


FORMAT = Format("gum", "GUM: mentions in original text", detect, read_objects, read)
