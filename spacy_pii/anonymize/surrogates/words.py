"""English numbers in words, read and written as another text writes them: cardinals, ordinals of days, years."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ...english import DIGITS, TEENS, TENS, cardinal, ordinal
from .session import match_case


def _year(year: int) -> str:
    century, rest = divmod(year, 100)
    if century == 20 and rest < 10:
        return f"two thousand {cardinal(rest)}" if rest else "two thousand"
    if not rest:
        return f"{cardinal(century)} hundred"
    return f"{cardinal(century)} {'oh ' if rest < 10 else ''}{cardinal(rest)}"


_CARDINAL = {n: cardinal(n) for n in range(100)}
_ORDINAL = {n: ordinal(n) for n in range(1, 32)}
_YEAR = {n: _year(n) for n in range(1100, 2100)}
CARDINALS = {words: n for n, words in _CARDINAL.items()}
"""Words with single spaces -> number from 0 to 99."""
ORDINALS = {words: n for n, words in _ORDINAL.items()}
"""Words with single spaces -> number from 1 to 31."""
YEARS = {words: n for n, words in _YEAR.items()} | {f"two thousand {words}": 2000 + n for n, words in _CARDINAL.items()}
"""Words with single spaces -> year from 1100 to 2099; 2010 and later have two forms."""


def alternatives(words: Mapping[str, int]) -> str:
    """A regular expression of the words, longest first, with spaces or hyphens between them."""
    return "|".join(re.sub(" ", r"[\\s-]+", word) for word in sorted(words, key=len, reverse=True))


_BASE = "|".join(sorted((*DIGITS, *TEENS, *TENS), key=len, reverse=True))
YEAR_WORDS = rf"(?:{_BASE})(?:[\s-]+(?:hundred|thousand|oh|and|{_BASE})\b)+"
"""A regular expression of what may be a year in words; `YEARS` knows whether it is one."""


def number_in(text: str, words: Mapping[str, int]) -> int | None:
    """The number that a text writes in words; None if the table does not know it."""
    parts = re.split(r"[\s-]+", text.casefold())
    return words.get(" ".join(part for part in parts if part != "and"))


def cardinal_like(original: str, number: int) -> str:
    """A cardinal below 100 as the original writes its own."""
    return like(original, _CARDINAL[number])


def ordinal_like(original: str, number: int) -> str:
    """The ordinal of a day as the original writes its own."""
    return like(original, _ORDINAL[number])


def year_like(original: str, number: int) -> str:
    """A year in words. Raises ValueError where it has none."""
    if number not in _YEAR:
        raise ValueError("no words for such a year")
    return like(original, _YEAR[number])


def like(original: str, words: str) -> str:
    """Words in the case of the original, with a hyphen in compound numbers where it has one."""
    if "-" in original:
        words = re.sub(rf"\b({'|'.join(TENS)}) (?=\w)", r"\1-", words)
    if original.isupper() and len(original) > 1:
        return words.upper()
    if not original[:1].isupper():
        return match_case(original, words)
    return words.title() if re.search(r"[\s-][A-Z]", original) else words[:1].upper() + words[1:]
