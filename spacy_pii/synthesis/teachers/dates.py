"""The forms in which a text writes dates and times of day, for `personal`."""

from __future__ import annotations

import re

_HOUR = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_MINUTES = "oh[\\s-]five|ten|fifteen|twenty|thirty|forty(?:[\\s-]five)?|fifty"
_UNIT = "minute|hour|day|week|month|year"
_PART = "night|morning|afternoon|evening|week|weekend|month|year|quarter|spring|summer|autumn|fall|winter"
_DAY = "mon|tues?|wed|thurs?|fri|sat|sun"
_SHORT = "jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
_ORDINAL = r"\d\d?(?:st|nd|rd|th)"
# "may" and "march" are words, and so are some of the short forms: only what stands beside them makes them months.
_FORMS = (
    r"\d:\d\d|\d[-/.]\d\d?[-/.]\d|\b(?:1[89]|20)\d\d\b",
    rf"\b(?:\d\d?|{_HOUR})\s?(?:[ap]\.m\b|[ap]m\b(?!\s+i\b)|o'clock)",
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b",
    rf"\b(?:on|by|until|till|next|every)\s+(?:{_DAY})\b|\b(?:{_DAY})\s?(?:-|–|to)\s?(?:{_DAY})\b",
    r"\b(?:january|february|april|june|july|august|september|october|november|december)\b",
    rf"\b(?:{_SHORT}|may|march)\.?\s+(?:{_ORDINAL}|\d\d?)\b(?!\s?%)",
    rf"\b(?:{_ORDINAL}|\d\d?)[\s-]+(?:of\s+)?(?:{_SHORT}|march)\b|\b{_ORDINAL}\s+(?:of\s+)?may\b|\d\s+of\s+may\b",
    # "Step 5 may fail" is none.
    r"\b(?:on|by|until|till|from|since|before|after|the)\s+\d\d?\s+may\b|\b\d\d?\s+may\b(?!,?\s+[a-z])",
    rf"\b(?:in|since|until|till|last|next|early|late|mid)[\s-]+(?:{_SHORT}|march|may)\b",
    r"\b(?:yesterday|today|tomorrow|tonight|noon|midday|midnight)\b",
    rf"\b(?:last|next|this|coming)\s+(?:{_PART})s?\b",
    rf"\b(?:\d+|an?|few|several|couple\s+of|{_HOUR})\s+(?:{_UNIT})s?\s+(?:ago|later|earlier|from\s+now)\b",
    rf"\b(?:half\s+past|quarter\s+(?:past|to|after|till))\s+(?:{_HOUR}|\d)",
    rf"\b(?:{_HOUR})[\s-](?:{_MINUTES})\b(?![\s-](?:percent|thousand|hundred))",
    rf"\b(?:\d\d?|{_HOUR})\s+(?:in\s+the\s+(?:morning|afternoon|evening)|at\s+night)\b",
    rf"\b(?:at|by|until|till)\s+(?:{_HOUR})(?=[.,;!?]|\s*$|\s+sharp\b)",
)
DATE_OR_TIME = re.compile("|".join(_FORMS), re.IGNORECASE | re.MULTILINE)
