"""Snips voice commands: {"intent", "text", "spans": [{"entity", "start", "end"}]}.

Artists are bands as often as people, restaurants are named after people, and the size of a party holds first names
("for ann and me"): none is judged, nor are titles of works. https://github.com/sonos/nlu-benchmark
"""

from __future__ import annotations

import re
from typing import Any

from ..records import PiiRecord
from .reading import Context, Format, Head, SourceSpan, need
from .rows import read_objects

ANNOTATED = frozenset(["LOCATION", "DATE_TIME", "PERSON"])

_LABELS = {
    "city": "LOCATION",
    "state": "LOCATION",
    "country": "LOCATION",
    "geographic_poi": "LOCATION",
    "timeRange": "DATE",
}
_NOT_JUDGED = re.compile(
    "artist|party_size_description|restaurant_name|poi|location_name|current_location|entity_name|playlist"
    "|playlist_owner|year|track|album|movie_name|facility|object_name"
)


def detect(head: Head) -> bool:
    return {"intent", "text", "spans"} <= head.row.keys()


def read(row: dict[str, Any], context: Context) -> PiiRecord:
    spans, ignore = [], []
    for each in need(row, "spans", list):
        entity = need(each, "entity", str)
        if entity in _LABELS:
            spans.append(SourceSpan(each.get("start"), each.get("end"), _LABELS[entity]))
        elif _NOT_JUDGED.fullmatch(entity):
            ignore.append((each["start"], each["end"]))
    return context.record(need(row, "text", str), spans, "plain", annotated=ANNOTATED, ignore=ignore, source="snips")


FORMAT = Format("snips", "Snips voice commands", detect, read_objects, read)
