"""What a result cannot be, whatever found it: numbers that are data, ends of identifiers, letters glued to numbers.

Only what a label rules out by itself is taken away: a decimal fraction is no phone number. What looks unusual stays.
"""

from __future__ import annotations

import copy
import re

from presidio_analyzer import RecognizerResult

NUMERIC = frozenset(
    {
        "PHONE_NUMBER",
        "CREDIT_CARD",
        "US_SSN",
        "NATIONAL_ID",
        "TAX_ID",
        "BANK_ACCOUNT",
        "MEDICAL_ID",
        "DEVICE_ID",
        "PIN",
        "CVV",
    }
)
"""Labels of numbers: letters glued to one are no part of it."""

# One or two digits before the point, or far more after it than any grouping of a number has.
_FRACTION = re.compile(r"(?<![\w.])[-+]?(?:\d{1,2}\.\d{5,}|\d+\.\d{9,})(?:[eE][-+]?\d+)?(?![\w.])")
# Capitals may be the series of a number.
_GLUED = re.compile(r"[a-z]{2,}(?=[\d(+])")
_PHONE_FORM = re.compile(r"\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}")
_WIDEST_FRACTION = 40


def plausible(text: str, result: RecognizerResult) -> RecognizerResult | None:
    """The result with the label and the edges that it can have, or None if it can be nothing of the kind."""
    label, value = result.entity_type, text[result.start : result.end]
    if label in NUMERIC and _in_fraction(text, result.start, result.end):
        return None
    if label == "USERNAME" and _ends_an_identifier(text, result.start):
        return None
    start = result.start
    glued = _GLUED.match(value) if label in NUMERIC else None
    if glued and not any(character.isalpha() for character in value[glued.end() :]):
        start += glued.end()
    # A social security number has nine digits.
    if label == "US_SSN" and _PHONE_FORM.fullmatch(text[start : result.end]):
        label = "PHONE_NUMBER"
    if (start, label) == (result.start, result.entity_type):
        return result
    result = copy.copy(result)
    result.start, result.entity_type = start, label
    return result


def _in_fraction(text: str, start: int, end: int) -> bool:
    first = max(0, start - _WIDEST_FRACTION)
    around = _FRACTION.finditer(text, first, min(len(text), end + _WIDEST_FRACTION))
    return any(match.start() <= start and end <= match.end() for match in around)


def _ends_an_identifier(text: str, start: int) -> bool:
    """Whether a span starts with the underscore inside a name of code, as in probe[_virtual_link]."""
    return start > 0 and text[start] == "_" and text[start - 1].isalnum()
