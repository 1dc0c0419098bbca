"""IDRISI-R: places in tweets about disasters, {"text", "location_mentions": [{"start_offset", "end_offset"}]}.

Streets and house numbers are missed more often than not: a tweet in which one has no span is left out.
https://github.com/rsuwaileh/IDRISI
"""

from __future__ import annotations

import re
from typing import Any

from ..records import PiiRecord
from .reading import Context, Format, Head, SourceSpan, need
from .rows import read_objects

_HOUSE = re.compile(
    r"\b\d+\s+(?:\w+\s+){1,3}(?:st|street|rd|road|ave|avenue|blvd|drive|dr|lane|ln|hwy|highway)\b", re.I
)
_HASHTAG = re.compile(r"#\w+|@\w+")
_EVENT = re.compile(r"quake|cyclone|fire|flood|hurricane|storm|strong|relief", re.I)


def detect(head: Head) -> bool:
    return "location_mentions" in head.row


def read(row: dict[str, Any], context: Context) -> PiiRecord | None:
    text = need(row, "text", str)
    marked = [
        SourceSpan(mention.get("start_offset"), mention.get("end_offset"), "LOCATION", mention.get("text"))
        for mention in need(row, "location_mentions", list)
    ]
    # A few hashtags of events ("EcuadorEarthquake") are marked whole, most are not.
    spans = [span for span in marked if not (_EVENT.search(str(span.value)) and " " not in str(span.value))]
    covered = [(span.start, span.end) for span in spans]
    # A few texts were cut after they had been annotated.
    if any(end > len(text) for _, end in covered) or any(
        not _touches(match.span(), covered) for match in _HOUSE.finditer(text)
    ):
        return None
    # A place inside a joined hashtag is not marked.
    ignore = [match.span() for match in _HASHTAG.finditer(text) if not _touches(match.span(), covered)]
    return context.record(
        text,
        spans,
        "plain",
        annotated=frozenset(["LOCATION"]),
        ignore=ignore,
        source="idrisi_r",
        id=row.get("tweet_id"),
    )


def _touches(place: tuple[int, int], spans: list[tuple[Any, Any]]) -> bool:
    return any(a < place[1] and place[0] < b for a, b in spans)


FORMAT = Format("idrisi_r", "IDRISI-R: places in tweets", detect, read_objects, read)
