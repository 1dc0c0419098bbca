"""Utterances of task dialogues with slots: Schema-Guided Dialogue, Snips, MultiDoGO and NLU++, each in its own shape.

Slots whose values are sometimes people and sometimes something else (bands, clinics, points of interest) are not judged, nor
are those that name works. Sources: google-research-datasets/dstc8-schema-guided-dialogue, sonos/nlu-benchmark,
awslabs/multi-domain-goal-oriented-dialogues-dataset, PolyAI-LDN/task-specific-datasets.
"""

from __future__ import annotations

import re
from typing import Any

from ..errors import PiiError
from ..labels import vocabulary_labels
from ..records import PiiRecord
from .base import Context, Format, Head, SourceSpan, need
from .files import read_objects

_HOUSE = re.compile(r"\d+\s")
_MIXED_PLACES = frozenset(["destination", "event_location", "location", "pickup_location", "where_to", "venue", "area"])
_SGD = {
    **dict.fromkeys(["address", "street_address", "venue_address", "address_of_location"], "ADDRESS"),
    **dict.fromkeys(["phone_number"], "PHONE"),
    **dict.fromkeys(
        "directed_by director starring actors cast contact_name recipient_name receiver recipient_account_name".split(),
        "PERSON",
    ),
    **dict.fromkeys(
        "city city_of_event origin_city destination_city pickup_city from_city to_city from_location to_location origin".split(),
        "LOCATION",
    ),
    **dict.fromkeys(["restaurant_name", "hotel_name", "stylist_name", "theater_name", "property_name"], "ORGANIZATION"),
}
_DATED = re.compile(r"(?:.*_)?(?:date|time)(?:_of_journey)?")
_NO_DATE = frozenset(["wait_time"])
_HARMLESS = re.compile(
    r"rent|rating|genre|price.*|amount|cuisine|temperature|precipitation|transfer_amount|subcategory|.*price|.*fare|category"
    r"|number_of_days|balance|wind|humidity|stay_length|wait_time|approximate_ride_duration|total|percent_rating"
    r"|account_balance|aggregate_rating|average_rating|car_name"
)
SGD_LABELS = frozenset(["STREET_ADDRESS", "PHONE_NUMBER", "PERSON", "LOCATION", "DATE_TIME"])


def read_sgd(row: dict[str, Any], context: Context) -> PiiRecord:
    """{"utterance", "slots": [{"slot", "start", "exclusive_end"}], "located_action_values": the same for airlines}."""
    text = need(row, "utterance", str)
    spans, ignore = [], []
    for slot in [*need(row, "slots", list), *row.get("located_action_values", ())]:
        name, start, end = slot.get("slot"), slot.get("start"), slot.get("exclusive_end")
        label = _SGD.get(name)
        if label is None and name in _MIXED_PLACES and _HOUSE.match(text[start:end]):
            label = "ADDRESS"
        if label is None and _DATED.fullmatch(str(name)) and name not in _NO_DATE:
            label = "DATE"
        if label:
            spans.append(SourceSpan(start, end, label))
        elif not _HARMLESS.fullmatch(str(name)):
            ignore.append((start, end))
    return context.record(text, spans, "plain", annotated=SGD_LABELS, ignore=ignore, source="sgd", id=row.get("id"))


_SNIPS = {
    **dict.fromkeys(["city", "state", "country", "geographic_poi"], "LOCATION"),
    "timeRange": "DATE",
}
_SNIPS_UNJUDGED = frozenset(
    "artist party_size_description restaurant_name poi location_name current_location entity_name playlist year "
    "playlist_owner track album movie_name facility".split()
)


def read_snips(row: dict[str, Any], context: Context) -> PiiRecord:
    """{"intent", "text", "spans": [{"entity", "start", "end"}]}."""
    text = need(row, "text", str)
    spans = [
        SourceSpan(each["start"], each["end"], _SNIPS[each["entity"]])
        for each in need(row, "spans", list)
        if each["entity"] in _SNIPS
    ]
    ignore = [(each["start"], each["end"]) for each in row["spans"] if each["entity"] in _SNIPS_UNJUDGED]
    return context.record(
        text,
        spans,
        "plain",
        annotated=frozenset(["LOCATION", "DATE_TIME", "PERSON"]),
        ignore=ignore,
        source="snips",
    )


_MULTIDOGO = {
    "name": "PERSON",
    "address": "ADDRESS",
    "phonenumber": "PHONE",
    "phone_number": "PHONE",
    "ssn": "SSN",
    "card_number": "CARD_NUMBER",
    "account_number": "ACCOUNT_NUMBER",
    "target_account_number": "ACCOUNT_NUMBER",
    "company_name": "ORG",
    **dict.fromkeys("current_city new_city arrival_city departure_city current_zipcode new_zipcode".split(), "LOCATION"),
    **dict.fromkeys("claimid policyid booking_confirmation_number account_id".split(), "ID"),
    **dict.fromkeys("charge_date lastuseddate start_date end_date departure_time charge_time lastusedtime".split(), "DATE"),
}
MULTIDOGO_LABELS = frozenset(
    "PERSON STREET_ADDRESS PHONE_NUMBER US_SSN CREDIT_CARD BANK_ACCOUNT ORGANIZATION LOCATION ID DATE_TIME".split()
)
_GREETED = re.compile(r"\b(?:robin|charlie|riley|jesse|cameron)\b")


def read_multidogo(row: dict[str, Any], context: Context) -> PiiRecord | None:
    """{"utterance", "slot-labels": one label a token}. Only marked tokens are known; turns with e-mail are left out."""
    words, labels = need(row, "utterance", str).split(" "), need(row, "slot-labels", str).split(" ")
    if len(words) != len(labels):
        raise PiiError("as many labels as words are needed.", remedy="fetch the file again.")
    if {"email_address", "password", "username"} & set(labels) or _GREETED.search(row["utterance"]):
        return None
    text, spans, ignore, position, before = " ".join(words), [], [], 0, "O"
    for word, label in zip(words, labels, strict=True):
        end = position + len(word)
        ours = _MULTIDOGO.get(label)
        if ours is None:
            ignore.append((position, end))
        elif label == before:
            spans[-1] = spans[-1]._replace(end=end)
        elif word:
            spans.append(SourceSpan(position, end, ours))
        before, position = label, end + 1
    if not spans:
        return None
    return context.record(text, spans, "plain", annotated=MULTIDOGO_LABELS, ignore=ignore, source="multidogo")


_NLUPP = {"person_name": "PERSON", "company_name": "ORG"} | dict.fromkeys(
    ["date", "date_from", "date_to", "time", "time_from", "time_to"], "DATE"
)


def read_nlupp(row: dict[str, Any], context: Context) -> PiiRecord:
    """{"text", "intents", "slots": {name: {"span": [start, end]}}}; an array."""
    slots: dict[str, Any] = row.get("slots", {})
    spans = [SourceSpan(*slot["span"], _NLUPP[name]) for name, slot in slots.items() if name in _NLUPP]
    ignore = [tuple(slot["span"]) for name, slot in slots.items() if name in ("date_period", "time_period")]
    return context.record(
        row.get("text"),
        spans,
        "plain",
        annotated=frozenset(["PERSON", "ORGANIZATION", "DATE_TIME"]),
        ignore=ignore,
        source="nlupp",
    )


FORMATS = (
    Format("sgd", "Schema-Guided Dialogue turns", lambda head: {"utterance", "slots"} <= set(head.row), read_objects, read_sgd),
    Format("snips", "Snips voice commands", lambda head: {"intent", "spans"} <= set(head.row), read_objects, read_snips),
    Format("multidogo", "MultiDoGO customer turns", lambda head: "slot-labels" in head.row, read_objects, read_multidogo),
    Format("nlupp", "NLU++ utterances", lambda head: {"text", "intents"} <= set(head.row) or isinstance(head.row.get("slots"), dict), read_objects, read_nlupp),
)
