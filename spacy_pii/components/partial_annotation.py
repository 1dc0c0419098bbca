"""What a missing label means where a source does not annotate it: unknown, or most likely absent.

A tweet corpus without phone labels is full of unlabeled phones, so "no span" must not be learned as "no phone". Yet if
every unannotated label counted as unknown everywhere, real text would hold no negatives at all and precision would
collapse. Names of people, places and organizations can be any word; everything else gives itself away by its form, and
away from that form its absence may be learned.
"""

from __future__ import annotations

import re

from ..labels import LABELS

_NUMBER_WORD = (
    "zero|oh|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\\w+teen|twenty|thirty|forty|fifty|\\w+ty"
)
_MONTH = "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?"
_TIME_WORD = (
    f"{_MONTH}|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?"
    "|today|tonight|tomorrow|yesterday|noon|midnight|morning|afternoon|evening|night|weekend|week|month|year|decade"
    "|century|hour|minute|summer|winter|spring|autumn|fall|quarter|half|christmas|easter|eve"
)
_STREET_WORD = "street|st|road|rd|avenue|ave|lane|ln|drive|dr|boulevard|blvd|court|ct|square|sq|apt|suite|floor|po box"
# Any stretch with a digit in it, or a run of spelled-out numbers.
_NUMERIC = rf"\S*\d\S*|\b(?:(?:{_NUMBER_WORD}|double|triple)[\s-]+)+(?:{_NUMBER_WORD})\b"
_CODE = r"(?=\S*\d)\S*[A-Za-z]\S*|\S*\d{4,}\S*"

_FORMS = {
    "USERNAME": r"@\s?\w+|\b\w*[\d_]\w*\b|(?<=user )\S+|(?<=username )\S+|(?<=login )\S+",
    "EMAIL_ADDRESS": r"\S*@\S*|\b\w+\s+at\s+\w+\s+dot\s+\w+",
    "URL": r"\S*(?:://|www\.)\S*|\S+\.[A-Za-z]{2,}\S*|\b\w+\s+dot\s+(?:com|org|net|co)\b",
    "STREET_ADDRESS": rf"\S*\d\S*(?:[\s,]+[\w.'-]+){{0,4}}|(?:[\w.'-]+\s+){{1,3}}\b(?:{_STREET_WORD})\b",
    "DATE_TIME": (
        rf"\S*\d\S*|\b(?:{_NUMBER_WORD}|{_TIME_WORD})s?\b|\b(?:last|next|this|past|the|an?)\s+(?:{_TIME_WORD})s?\b"
    ),
    "AGE": rf"\S*\d\S*|\b(?:{_NUMBER_WORD})\b(?:[\s-]+(?:{_NUMBER_WORD}))?(?:[\s-]+(?:years?|months?)[\s-]+old)?",
    "GENDER": r"\b(?:fe)?male\b|\b(?:wo)?m[ae]n\b|\bboys?\b|\bgirls?\b|\bnon-?binary\b|\b[mfMF]\b|\btrans\w*",
    "PASSWORD": r"(?=\S*\d)(?=\S*[A-Za-z])\S{4,}|(?<=password )\S+|(?<=password is )\S+|(?<=password: )\S+",
    "API_KEY": r"(?=\S*\d)(?=\S*[A-Za-z])\S{12,}",
    "CRYPTO": r"\S{20,}",
    "MAC_ADDRESS": r"\S*[:\-]\S*",
    "IBAN_CODE": _CODE,
    "BANK_CODE": r"\b[A-Z]{6,11}\d*\w*\b|" + _CODE,
    "VEHICLE_ID": rf"{_CODE}|\b[A-Z]{{1,3}}[- ]?\d+\S*",
}
_ANY_WORD = frozenset({"PERSON", "LOCATION", "ORGANIZATION"})

FORMS: dict[str, re.Pattern[str] | None] = {
    label: None if label in _ANY_WORD else re.compile(_FORMS.get(label, _NUMERIC), re.IGNORECASE) for label in LABELS
}
"""Label -> what it can look like, generously; None: like anything. A label outside the table counts as None."""


def unknown_stretches(text: str, label: str) -> list[tuple[int, int]]:
    """Stretches of text, (start, end) in characters, where a source that does not annotate `label` leaves it open."""
    form = FORMS.get(label)
    if form is None:
        return [(0, len(text))]
    return [match.span() for match in form.finditer(text) if match.end() > match.start()]
