"""English number words, and letters as an e-mail address writes them: what synthesis writes and surrogates replace."""

from __future__ import annotations

import re
import unicodedata

DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
TEENS = (
    *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_IRREGULAR = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}
# Letters that Unicode does not take apart into a base letter and a mark.
_FOLDED = str.maketrans({"ł": "l", "ß": "ss", "ø": "o", "ı": "i", "đ": "d", "æ": "ae", "œ": "oe"})
_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


def cardinal(number: int) -> str:
    """A number from 0 to 99 in words, with a space between them."""
    if number < 20:
        return (*DIGITS, *TEENS)[number]
    tens, unit = divmod(number, 10)
    return TENS[tens - 2] + (f" {DIGITS[unit]}" if unit else "")


def ordinal(number: int) -> str:
    """The ordinal of a number from 1 to 99 in words, with a space between them."""
    head, space, last = cardinal(number).rpartition(" ")
    return head + space + (_IRREGULAR.get(last) or (last[:-1] + "ieth" if last.endswith("y") else last + "th"))


def ascii_fold(text: str, german: bool = False) -> str:
    """Lower-case ASCII letters and digits of a text, as in e-mail addresses; other scripts leave nothing.

    german: ä becomes ae, and not a.
    """
    text = text.lower()
    if text.isascii() and text.isalnum():
        return text
    text = text.translate(_FOLDED)
    if german:
        text = unicodedata.normalize("NFC", text).translate(_GERMAN)
    return re.sub(r"[^a-z0-9]", "", unicodedata.normalize("NFKD", text))
