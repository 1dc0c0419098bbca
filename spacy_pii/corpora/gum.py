"""GUM: text and mentions, {"doc", "genre", "mentions": [{"etype", "min_start", "min_end", "n_propn_in_min"}]}.

Named mentions are those with a proper noun among their minimal words; where these are not adjacent the hull is cut
after the first run of capitalized words, and at "and" unless the identity holds it. Roles and groups are no names, and
titles stay outside. Times count if they are moments; lengths of time, ages and eras are not judged.
https://github.com/amir-zeldes/gum
"""

from __future__ import annotations

import re
from typing import Any

from ..labels import vocabulary_labels
from ..records import PiiRecord
from .base import Context, Format, Head, SourceSpan, need
from .kinds import is_group, is_moment
from .rows import read_objects
from .titles import title_end

VOCABULARY = "gum"

_WORD = r"[A-Z0-9][\w.'’&-]*"
_LINK = r"of|the|de|la|von|van|for|du|del|al|bin"
_RUN = re.compile(rf"{_WORD}(?:(?:\s+(?:(?:{_LINK})\s+)*|[-–]){_WORD})*")
_RUN_WITH_AND = re.compile(rf"{_WORD}(?:(?:\s+(?:(?:{_LINK}|and|&)\s+)*|[-–]){_WORD})*")
_POSSESSIVE = re.compile(r"['’]s?$")
_ROLE = re.compile(
    r"(?:of\b.*|.*\b(?:lords?|justice|president|chairman|chair|senator|minister|king|queen|speaker|court|counsel|god|petitioner"
    r"|respondent|emperor|tsar|founders|decree|match))",
    re.IGNORECASE,
)
LONGEST_TIME = 40
"""Characters of a time; longer ones are clauses."""
_KINDS = {"person": "PER", "place": "LOC", "organization": "ORG", "time": "TIME"}


def detect(head: Head) -> bool:
    return "genre" in head.row and "mentions" in head.row


def read(row: dict[str, Any], context: Context) -> PiiRecord:
    text = need(row, "text", str)
    spans: list[SourceSpan] = []
    ignore: list[tuple[int, int]] = []
    cut: list[tuple[int, int]] = []
    for mention in need(row, "mentions", list):
        kind = _KINDS.get(mention.get("etype"))
        start, end = mention.get("min_start"), mention.get("min_end")
        if kind is None or not isinstance(start, int) or not isinstance(end, int):
            continue
        if kind == "TIME":
            # The minimal words of a date are its last number alone.
            if mention["end"] - mention["start"] <= LONGEST_TIME:
                start, end = mention["start"], mention["end"]
            known = is_moment(text[start:end])
        elif not mention.get("n_propn_in_min"):
            continue
        else:
            hull = end
            start, end = _name(text, start, end, kind, str(mention.get("identity") or ""))
            cut += [(end, hull)] if end < hull else []
            known = not is_group(text[start:end])
            if kind == "PER":
                title = title_end(text[start:end])
                ignore += [(start, start + title)] if title else []
                start += title
                known &= mention.get("head_upos") == "PROPN" and not _ROLE.fullmatch(text[start:end])
        if start < end:
            spans.append(SourceSpan(start, end, kind if known else ""))
    kept = _outermost(spans)
    ignore += [(span.start, span.end) for span in kept if not span.label]
    # What was cut off may hold another name ("Carrano and Biewener's").
    ignore += [place for place in cut if not any(span.start < place[1] and place[0] < span.end for span in kept)]
    return context.record(
        text,
        [span for span in kept if span.label],
        VOCABULARY,
        annotated=vocabulary_labels(VOCABULARY),
        ignore=ignore,
        source="gum",
        id=row.get("doc"),
    )


def _name(text: str, start: int, end: int, kind: str, identity: str) -> tuple[int, int]:
    """The first run of capitalized words in [start, end); nothing is cut from a name without any."""
    joined = kind == "ORG" or " and " in identity.replace("_", " ")
    found = (_RUN_WITH_AND if joined else _RUN).search(text, start, end)
    if not found:
        return start, end
    return found.start(), found.start() + len(_POSSESSIVE.sub("", found[0]))


def _outermost(spans: list[SourceSpan]) -> list[SourceSpan]:
    """Mentions nest: "University of Leeds" holds "Leeds"; the longer one is the entity."""
    kept: list[SourceSpan] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept


FORMAT = Format("gum", "GUM: mentions in original text", detect, read_objects, read)
