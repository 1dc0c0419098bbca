"""MultiDoGO customer turns: {"utterance", "slot-labels": one plain label a token}, lower case, without punctuation.

One name in eleven has no label, agents' names never have one, and e-mail addresses are broken into words: only the
marked tokens are known. Turns with an e-mail address, a password or an agent's name, and those without a span, are
left out. https://github.com/awslabs/multi-domain-goal-oriented-dialogues-dataset
"""

from __future__ import annotations

import re
from typing import Any

from ..errors import PiiError
from ..records import PiiRecord
from .reading import Context, Format, Head, SourceSpan, need
from .rows import read_objects

ANNOTATED = frozenset(
    ["PERSON", "STREET_ADDRESS", "PHONE_NUMBER", "US_SSN", "CREDIT_CARD", "BANK_ACCOUNT", "ORGANIZATION", "LOCATION"]
    + ["ID", "DATE_TIME"]
)

_SLOTS = {
    "PERSON": re.compile("name"),
    "ADDRESS": re.compile("address"),
    "PHONE": re.compile("phone_?number"),
    "SSN": re.compile("ssn"),
    "CARD_NUMBER": re.compile("card_number"),
    "ACCOUNT_NUMBER": re.compile("(?:target_)?account_number"),
    "ORG": re.compile("company_name"),
    "LOCATION": re.compile("(?:current|new|arrival|departure)_(?:city|zipcode)"),
    "ID": re.compile("claimid|policyid|booking_confirmation_number|account_id"),
    "DATE": re.compile("(?:charge|start|end)_date|lastuseddate|(?:departure|charge)_time|lastusedtime"),
}
_LEFT_OUT = frozenset(["email_address", "password", "username"])
_AGENT = re.compile(r"\b(?:robin|charlie|riley|jesse|cameron)\b")


def detect(head: Head) -> bool:
    return {"utterance", "slot-labels"} <= head.row.keys()


def read(row: dict[str, Any], context: Context) -> PiiRecord | None:
    text = need(row, "utterance", str)
    words, labels = text.split(" "), need(row, "slot-labels", str).split(" ")
    if len(words) != len(labels):
        raise PiiError(f"{len(words)} words, but {len(labels)} labels.", remedy="fetch the file again.")
    if _LEFT_OUT & set(labels) or _AGENT.search(text):
        return None
    spans: list[SourceSpan] = []
    ignore: list[tuple[int, int]] = []
    position, before = 0, ""
    for word, label in zip(words, labels, strict=True):
        end = position + len(word)
        ours = next((ours for ours, names in _SLOTS.items() if names.fullmatch(label)), None)
        if ours is None:
            ignore.append((position, end))
        elif label == before:
            spans[-1] = spans[-1]._replace(end=end)
        else:
            spans.append(SourceSpan(position, end, ours))
        before, position = label, end + 1
    if not spans:
        return None
    return context.record(text, spans, "plain", annotated=ANNOTATED, ignore=ignore, source="multidogo")


FORMAT = Format("multidogo", "MultiDoGO customer turns", detect, read_objects, read)
