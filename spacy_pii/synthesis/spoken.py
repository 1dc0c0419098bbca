"""Numbers, dates and addresses as a speaker says them."""

from __future__ import annotations

import re
from datetime import datetime
from random import Random

from ..english import DIGITS, cardinal, ordinal

MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November"),
    "December",
)
ORDINALS = tuple(ordinal(day).replace(" ", "-") for day in range(1, 32))
"""Of the days of a month, with hyphens."""
_PART = re.compile(r"[^\W\d_]+|\d+|[@._\-/:+]")


def spoken_digits(text: str, rng: Random) -> str:
    """The digits of a text, e.g. "five five oh one", "double five oh one" or "triple five one"."""
    zero = rng.choice(("zero", "oh", "zero"))
    multiples = rng.random() < 0.25
    digits = [char for char in text if "0" <= char <= "9"]
    words, position = [], 0
    while position < len(digits):
        digit = digits[position]
        run = next((n for n in (3, 2) if digits[position : position + n] == [digit] * n), 1) if multiples else 1
        if run > 1:
            words.append("triple" if run == 3 else "double")
        words.append(zero if digit == "0" else DIGITS[int(digit)])
        position += run
    return " ".join(words)


def two_digits(number: int) -> str:
    """A number below 100 in words; zero is "oh"."""
    return cardinal(number) if number else "oh"


def number_words(number: int) -> str:
    """A number below 10,000 in words; a larger one digit by digit."""
    if number < 100:
        return cardinal(number)
    if number >= 10_000:
        return " ".join(DIGITS[int(digit)] for digit in str(number))
    unit, name = (1000, "thousand") if number >= 1000 else (100, "hundred")
    head, rest = divmod(number, unit)
    return f"{number_words(head)} {name}" + (f" {number_words(rest)}" if rest else "")


def year_words(year: int) -> str:
    """A year from 1900 to 2099 in words."""
    century, rest = divmod(year, 100)
    if century == 20:
        return number_words(year) if rest < 20 else f"twenty {two_digits(rest)}"
    if not rest:
        return "nineteen hundred"
    return f"nineteen {'oh ' if rest < 10 else ''}{two_digits(rest)}"


def say_date(date: datetime, rng: Random) -> str:
    """A date in words, sometimes without its year."""
    month, day, year = MONTHS[date.month - 1], ORDINALS[date.day - 1], year_words(date.year)
    full = (f"{month} {day} {year}", f"the {day} of {month} {year}")
    return rng.choice((*full, f"{month} {day}", f"the {day} of {month}"))


def spoken_address(address: str, rng: Random) -> str:
    """An e-mail or web address."""
    names = {"@": "at", ".": "dot", "-": rng.choice(("dash", "hyphen")), "_": "underscore", "/": "slash", ":": "colon"}
    names["+"] = "plus"
    return " ".join(
        names.get(part) or (spoken_digits(part, rng) if part.isascii() and part.isdigit() else part)
        for part in _PART.findall(address)
    )
