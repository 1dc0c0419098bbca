"""What, between the placeholders, reads like personal data that the teacher wrote out: it would be left unlabelled."""

from __future__ import annotations

import re

from .capitals import given_names, is_ordinary, named
from .dates import DATE_OR_TIME

_DIGIT_WORD = "zero|oh|one|two|three|four|five|six|seven|eight|nine|double|triple"
_TOP_LEVEL = "com|org|net|io|gov|edu|co|de|fr|es|pl|nl|uk|eu|ch|se|dk|fi|cz|hu|ru|ca|au|nz|ie|jp|cn|kr|br|mx|za"
# As likely a word, the name of a method or the end of a file's: only after a name in lower case, and no call.
_RARE_LEVEL = "it|in|at|no|be|us|me|tr|ro|pt|ai|app|dev|info|biz|example|invalid"
# What numbers of digits follow without making a user name: techniques and parts, web01, sha256.
_NUMBERED = (
    "sha|mx|ns|base|utf|iso|u?int|b?float|fp|amd|arm|aarch|win|linux|python|node|host|web|app|api|db|srv|server|prod|test|dev"
    "|stage|staging|worker|cluster|replica|shard|eth|http|tls|log|step|item|line|page|room|row|col|column|part|section"
    "|version|build|release|error|port|disk|covid|mpeg|crc|table|figure|fig|note|block|unit|zone|us|eu|east|west|rfc"
)
_FORMS = {
    "an e-mail address or a user name": re.compile(
        rf"@\w|\w@|(?<![-/])\b(?!(?i:{_NUMBERED}|[a-f]+)\d)[A-Za-z]?[a-z]{{2,}}\d{{2,7}}\b"
    ),
    "a web address": re.compile(
        rf"://|\bwww\.|\b[\w-]+\.(?:{_TOP_LEVEL})\b|(?-i:\b[a-z][a-z0-9-]{{2,}}\.(?:{_RARE_LEVEL})\b(?!\(|\.\w))",
        re.IGNORECASE,
    ),
    "a date or a time": DATE_OR_TIME,
    "an age": re.compile(r"\b\d+[-\s]years?[-\s]old|\baged?\s+\d", re.IGNORECASE),
    "a gender": re.compile(r"\b(?:fe)?male\b|\bnon-?binary\b", re.IGNORECASE),
    "a PIN": re.compile(
        r"\b(?:pin|passcode|otp|cv[vc]2?|(?:pin|security|access|verification|one-time|door|entry|gate|alarm)\s+code)"
        r"(?:\s+(?:is|was|number|no\.?))*\s*[:=#]?\s*\d{3}",
        re.IGNORECASE,
    ),
    "a number of five digits or more": re.compile(r"\d(?:[\s.()/-]{0,2}\d){4}"),
    "a hardware or network address": re.compile(r"\b[0-9a-fA-F]{2}(?:[:-][0-9a-fA-F]{2}){3}|\d+(?:\.\d+){3}"),
    "a key or a code": re.compile(r"\b(?=[A-Za-z]*\d)(?=\d*[A-Za-z])[A-Za-z\d]{8,}\b"),
    "a number spoken digit by digit": re.compile(
        rf"\b(?:{_DIGIT_WORD})(?:[\s-]+(?:{_DIGIT_WORD})){{3}}\b", re.IGNORECASE
    ),
    "a name after a title": re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Dr|Prof|Professor|Doctor)\b\.?\s+[A-Z][a-z]"),
    "an organization": re.compile(r"\b(?:Inc|Ltd|LLC|LLP|Corp|GmbH|Pty)\b|[A-Z]\w+,?\s(?:AG|KG|plc|PLC|S\.A\.|B\.V\.)"),
}
_INTRODUCED = re.compile(
    r"\b(?:hi|hello|hey|dear|i am|i['’]m|this is|name is|name['’]s)\s+([a-z]{3,})\b", re.IGNORECASE
)


def looks_personal(text: str, *, language: str = "en") -> str | None:
    """The first kind of personal data that a text seems to hold, or None.

    It errs on the side of "yes". Unknown names of places, of organizations and of people pass unseen in lower case, at
    the start of a sentence and in a heading; in languages other than English, anywhere.
    """
    for kind, form in _FORMS.items():
        if form.search(text):
            return kind
    for word in _INTRODUCED.findall(text):
        if word.title() in given_names() and not is_ordinary(word):
            return "a given name"
    return named(text, language=language)
