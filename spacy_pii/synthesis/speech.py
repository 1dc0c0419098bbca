"""What a speech recognizer writes: no case, no marks, numbers in words, addresses said aloud, fillers."""

from __future__ import annotations

import re
from datetime import datetime
from random import Random

from ..records import PiiRecord
from .rewriting import Edit, rewrite
from .spoken import MONTHS, ORDINALS, number_words, say_date, spoken_address, spoken_digits, year_words

_FILLERS = ("uh", "um", "er", "you know", "like", "uh huh", "i mean", "okay", "so")
_MARKS = {".": "dot", ":": "colon", "/": "slash", "_": "underscore", "@": "at", "+": "plus", "#": "hash"}
_SHORT = {
    "st": "street",
    "ave": "avenue",
    "rd": "road",
    "dr": "drive",
    "ln": "lane",
    "blvd": "boulevard",
    "apt": "apartment",
    "ste": "suite",
    "no": "number",
    "&": "and",
}
# Their dots and hyphens only group digits.
_GROUPED = frozenset(("PHONE_NUMBER", "CREDIT_CARD", "US_SSN", "IBAN_CODE", "BANK_ACCOUNT", "TAX_ID", "NATIONAL_ID"))
_TOKEN = re.compile(r"[0-9]+|[^\W\d_]+|[^\w\s]|_")
_NUMERIC_DATE = re.compile(r"(\d{1,4})[-/.](\d{1,2})[-/.](\d{2,4})")
_NUMBER = re.compile(r"([0-9]+)(st|nd|rd|th)?")
_SYMBOLS = {"%": " percent", "$": " dollars ", "€": " euros ", "£": " pounds ", "&": " and ", "@": " at "}
_DROPPED = frozenset('.,;:!?"()[]{}<>|*#=~^`“”«»…•_')


def _spell(text: str, marks: dict[str, str], rng: Random) -> str:
    """A number or code said character by character, sometimes with a pause in it."""
    words: list[str] = []
    for part in _TOKEN.findall(text):
        if part.isdigit():
            words += spoken_digits(part, rng).split() if part.isascii() else [part]
        elif part.isalpha():
            words += part.lower() if len(part) < 5 and part.isascii() else [part.lower()]
        elif mark := marks.get(part):
            words.append(mark)
    if len(words) > 5 and rng.random() < 0.1:
        words.insert(rng.randint(2, len(words) - 2), rng.choice(_FILLERS[:3]))
    return " ".join(words)


def _say_moment(text: str, rng: Random) -> str:
    if match := _NUMERIC_DATE.fullmatch(text):
        first, second, third = (int(part) for part in match.groups())
        year, month, day = (first, second, third) if first > 31 else (third, first, second)
        month, day = (day, month) if month > 12 else (month, day)
        year += 0 if year > 99 else 2000 if year < 40 else 1900
        if 1 <= month <= 12 and 1 <= day <= 28 and year < 2100:
            return say_date(datetime(year, month, day), rng)
    named = any(month[:3].lower() in text.lower() for month in MONTHS)

    def words(match: re.Match[str]) -> str:
        number = int(match[1])
        if match[2] or (named and 0 < number < 32):
            return ORDINALS[number - 1] if 0 < number < 32 else match[0]
        if 1900 <= number < 2100:
            return year_words(number)
        return "hundred" if match[1] == "00" else number_words(number)

    return re.sub(r"[:/,T]|-(?=\d)", " ", _NUMBER.sub(lambda match: f" {words(match)} ", text))


def _say_place(text: str, rng: Random) -> str:
    def words(match: re.Match[str]) -> str:
        digits = match[1]
        if match[2]:
            return ORDINALS[int(digits) - 1] if 0 < int(digits) < 32 else match[0]
        if len(digits) == 4 and digits[2] != "0":
            return f"{number_words(int(digits[:2]))} {number_words(int(digits[2:]))}"
        return number_words(int(digits)) if len(digits) < 3 else spoken_digits(digits, rng)

    said = _NUMBER.sub(lambda match: f" {words(match)} ", text)
    return " ".join(_SHORT.get(word.strip(".,#").lower(), word.strip(".,#")) for word in said.split())


def _say(text: str, label: str, rng: Random) -> str:
    if label in ("EMAIL_ADDRESS", "URL"):
        said = spoken_address(text.removeprefix("https://").removeprefix("http://"), rng) if " " not in text else text
    elif not any("0" <= char <= "9" for char in text):
        said = text.replace("&", " and ")
    elif label == "DATE_TIME":
        said = _say_moment(text, rng)
    elif label in ("STREET_ADDRESS", "LOCATION", "ORGANIZATION", "AGE", "PERSON"):
        said = _say_place(text, rng)
    else:
        said = _spell(text, {"+": "plus"} if label in _GROUPED else _MARKS, rng)
    said = "".join(char for char in said.lower() if char not in _DROPPED)
    return " ".join(said.split()) or text


def _between(text: str, rng: Random) -> str:
    """The text between two values: space at its ends stays, so that words do not grow together."""
    text = "".join(_SYMBOLS.get(char, char) for char in text.lower())
    text = _NUMBER.sub(lambda match: number_words(int(match[1])) if len(match[1]) < 5 else match[0], text)
    text = "".join(" " if char in _DROPPED else char for char in text)
    words = []
    for word in text.split():
        if rng.random() < 0.05:
            words.append(rng.choice(_FILLERS))
        words.append(word)
    return f" {' '.join(words)} " if words else " "


def speech(record: PiiRecord, rng: Random) -> PiiRecord:
    """The record as a recognizer of speech would have written it; every value stays one span."""
    text = record.text
    edits: list[Edit] = []
    position = 0
    for span in record.spans:
        edits.append((position, span.start, _between(text[position : span.start], rng)))
        edits.append((span.start, span.end, _say(text[span.start : span.end], span.label, rng)))
        position = span.end
    edits.append((position, len(text), _between(text[position:], rng)))
    return _stripped(rewrite(record, [edit for edit in edits if edit[0] < edit[1]]))


def _stripped(record: PiiRecord) -> PiiRecord:
    text = record.text
    lead, tail = len(text) - len(text.lstrip()), len(text.rstrip())
    if not tail:
        return record
    return rewrite(record, [edit for edit in ((0, lead, ""), (tail, len(text), "")) if edit[0] < edit[1]])
