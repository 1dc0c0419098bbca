"""Schema-Guided Dialogue: {"utterance", "slots": [{"slot", "start", "exclusive_end"}], "located_action_values": [...]}.

Slots that mix kinds are not judged: clinics and doctors, bands and singers, points of interest, titles of works. A
place that starts with a house number is an address. Values without a span of their own (airlines) are in
`located_action_values`. https://github.com/google-research-datasets/dstc8-schema-guided-dialogue
"""

from __future__ import annotations

import re
from typing import Any

from ..records import PiiRecord
from .reading import Context, Format, Head, SourceSpan, need
from .rows import read_objects

ANNOTATED = frozenset(["STREET_ADDRESS", "PHONE_NUMBER", "PERSON", "LOCATION", "DATE_TIME"])

_SLOTS = {
    "PHONE": re.compile("phone_number"),
    "ADDRESS": re.compile("address|street_address|venue_address|address_of_location"),
    "PERSON": re.compile("directed_by|director|starring|actors|cast|contact_name|recipient(?:_account)?_name|receiver"),
    "LOCATION": re.compile("city|city_of_event|(?:origin|destination|pickup|from|to)_city|(?:from|to)_location|origin"),
    "ORG": re.compile("(?:restaurant|hotel|stylist|theater|property)_name"),
    "DATE": re.compile("(?!wait_time|transfer_time)(?:.*_)?(?:date|time)(?:_of_journey)?"),
}
_MIXED_PLACES = frozenset(["destination", "event_location", "location", "pickup_location", "where_to", "venue", "area"])
_HOUSE = re.compile(r"\d+\s")
_HARMLESS = re.compile(
    r"rent|rating|genre|cuisine|subcategory|category|car_name|number_of_days|stay_length|wait_time|transfer_time"
    r"|temperature|precipitation|wind|humidity|approximate_ride_duration|total|(?:.*_)?(?:amount|balance|rating|fare)"
    r"|(?:.*_)?price(?:_.*)?"
)


def detect(head: Head) -> bool:
    return {"utterance", "slots"} <= head.row.keys()


def read(row: dict[str, Any], context: Context) -> PiiRecord:
    text = need(row, "utterance", str)
    spans, ignore = [], []
    for slot in [*need(row, "slots", list), *row.get("located_action_values", ())]:
        name, start, end = need(slot, "slot", str), slot.get("start"), slot.get("exclusive_end")
        label = next((label for label, names in _SLOTS.items() if names.fullmatch(name)), None)
        if name in _MIXED_PLACES and _HOUSE.match(text[start:end]):
            label = "ADDRESS"
        if label:
            spans.append(SourceSpan(start, end, label))
        elif not _HARMLESS.fullmatch(name):
            ignore.append((start, end))
    return context.record(text, spans, "plain", annotated=ANNOTATED, ignore=ignore, source="sgd", id=row.get("id"))


FORMAT = Format("sgd", "Schema-Guided Dialogue turns", detect, read_objects, read)
