"""What, between the placeholders, reads like personal data that the teacher wrote out: it would be left unlabelled."""

from __future__ import annotations

import re
from functools import cache

from ..pools import load_pool

_DIGIT_WORD = "zero|oh|one|two|three|four|five|six|seven|eight|nine|double|triple"
_MONTH = "January|February|April|June|July|August|September|October|November|December"
_WEEKDAY = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
_FORMS = {
    "an e-mail address or a user name": re.compile(r"@\w|\w@"),
    "a web address": re.compile(r"://|\bwww\.|\b[\w-]+\.(?:com|org|net|io|gov|edu|co)\b", re.IGNORECASE),
    "a date or a time": re.compile(
        rf"\d:\d\d|\d[-/.]\d\d?[-/.]\d|\b(?:1[89]|20)\d\d\b|\b\d\d?\s?(?:[ap]\.?m\b|o'clock)"
        rf"|\b(?i:{_WEEKDAY})s?\b|\b(?:{_MONTH})\b|\b(?:March|May)\s+\d|\d(?:st|nd|rd|th)?\s+(?:of\s+)?(?:March|May)\b"
    ),
    "an age": re.compile(r"\b\d+[-\s]years?[-\s]old|\baged?\s+\d", re.IGNORECASE),
    "a gender": re.compile(r"\b(?:fe)?male\b|\bnon-?binary\b", re.IGNORECASE),
    "a number of five digits or more": re.compile(r"\d(?:[\s.()/-]{0,2}\d){4}"),
    "a hardware or network address": re.compile(r"\b[0-9a-fA-F]{2}(?:[:-][0-9a-fA-F]{2}){3}|\d+(?:\.\d+){3}"),
    "a key or a code": re.compile(r"\b(?=[A-Za-z]*\d)(?=\d*[A-Za-z])[A-Za-z\d]{8,}\b"),
    "a number spoken digit by digit": re.compile(
        rf"\b(?:{_DIGIT_WORD})(?:[\s-]+(?:{_DIGIT_WORD})){{3}}\b", re.IGNORECASE
    ),
    "a name after a title": re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Dr|Prof|Professor|Doctor)\b\.?\s+[A-Z][a-z]"),
}
_WORD = re.compile(r"[A-Z]\w+")
# Given names that are as likely the first word of a sentence.
_OPENER = re.compile(
    "Amber|Angel|Art|Autumn|Bill|Chase|Christian|Crystal|Dale|Dawn|Dean|Drew|Faith|Frank|Grace|Grant|Guy|Hope|Hunter|Joy"
    "|Mark|Max|May|Miles|Ray|Rich|Rob|Sue|Summer|Will"
)


@cache
def _given_names() -> frozenset[str]:
    pools = [load_pool(locale) for locale in ("en_US", "en_GB")]
    return frozenset(name for pool in pools for name in (*pool.male, *pool.female))


def looks_personal(text: str) -> str | None:
    """The first kind of personal data that a text seems to hold, or None.

    It errs on the side of "yes". Names of places, of organizations and of people with rare names pass unseen.
    """
    for kind, form in _FORMS.items():
        if form.search(text):
            return kind
    for word in _WORD.finditer(text):
        opens = text[: word.start()].rstrip(" \"'*_-")[-1:] in ("", ".", "!", "?", ":", "\n")
        if word[0] in _given_names() and not (opens and _OPENER.fullmatch(word[0])):
            return "a given name"
    return None
