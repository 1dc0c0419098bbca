"""NLU++ utterances, banking and hotels: [{"text", "intents", "slots": {name: {"span": [start, end]}}}].

Periods ("for three nights", "any day next week") are neither dates nor judged.
https://github.com/PolyAI-LDN/task-specific-datasets
"""

from __future__ import annotations

import re
from typing import Any

from ..errors import PiiError
from ..records import PiiRecord
from .reading import Context, Format, Head, SourceSpan, need
from .rows import read_objects

ANNOTATED = frozenset(["PERSON", "ORGANIZATION", "DATE_TIME"])

_SLOTS = {
    "PERSON": re.compile("person_name"),
    "ORG": re.compile("company_name"),
    "DATE": re.compile("(?:date|time)(?:_from|_to)?"),
}
_NOT_JUDGED = frozenset(["date_period", "time_period"])


def detect(head: Head) -> bool:
    return {"text", "intents"} <= head.row.keys() or ("text" in head.row and isinstance(head.row.get("slots"), dict))


def read(row: dict[str, Any], context: Context) -> PiiRecord:
    spans, ignore = [], []
    for name, slot in (row.get("slots") or {}).items():
        place = slot.get("span") if isinstance(slot, dict) else None
        if not isinstance(place, list) or len(place) != 2:
            raise PiiError(f"the slot {name!r} has no span.", remedy="fetch the file again.")
        label = next((label for label, names in _SLOTS.items() if names.fullmatch(name)), None)
        if label:
            spans.append(SourceSpan(place[0], place[1], label))
        elif name in _NOT_JUDGED:
            ignore.append((place[0], place[1]))
    return context.record(need(row, "text", str), spans, "plain", annotated=ANNOTATED, ignore=ignore, source="nlupp")


FORMAT = Format("nlupp", "NLU++ utterances", detect, read_objects, read)
