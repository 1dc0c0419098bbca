"""Numbers in the format of the original, with valid check digits where they have them."""

from __future__ import annotations

import re
import unicodedata
from random import Random

from ...check_digits import luhn_digit
from ...english import DIGITS, TEENS, TENS, ordinal
from .session import Session, match_case, other_digit, scramble

_WORDS = (DIGITS, TEENS, TENS, tuple(ordinal(number) for number in range(1, 14)))
_WORD_GROUP = {word: group for group in _WORDS for word in group} | {"oh": DIGITS}


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# What may stand beside a number without telling whose it is.
_PHONE_WORDS = _words("x ext extension tel telephone phone p mobile m cell c fax f home work office")
_COORDINATE_WORDS = _words("n s e w north south east west lat latitude lon long lng longitude deg degrees min sec")


def digits_of(value: str) -> str:
    """The digits of a value, whatever their script, as ASCII."""
    return "".join(str(unicodedata.decimal(character)) for character in value if character.isdecimal())


def refill(value: str, characters: str, pattern: str = r"\d") -> str:
    """The value with its characters of a class replaced, in order; digits stay in their script."""
    new = iter(characters)
    return re.sub(pattern, lambda match: _in_script(match[0], next(new)), value)


def _in_script(original: str, new: str) -> str:
    if original.isdecimal() and new.isdecimal():
        return chr(ord(original) - unicodedata.decimal(original) + int(new))
    return new


def other_letters(value: str, kept: frozenset[str], rng: Random) -> str:
    """The value with the letters of every word replaced that is not among the kept ones."""
    return re.sub(r"[^\W\d_]+", lambda m: m[0] if m[0].casefold() in kept else scramble(m[0], rng), value)


def other_number_words(value: str, rng: Random) -> str:
    """English number words replaced by others of their kind."""

    def other(match: re.Match[str]) -> str:
        word = match[0].lower()
        group = _WORD_GROUP.get(word)
        return match_case(match[0], rng.choice([w for w in group if w != word])) if group else match[0]

    return re.sub(r"[A-Za-z]+", other, value)


def number(value: str, session: Session, label: str, attempt: int) -> str:
    """Any number or code: every digit and letter changes; a valid Luhn digit stays valid."""
    rng = session.rng(label, re.sub(r"\W", "", value).casefold(), attempt)
    if spoken := _spoken(value, rng):
        return spoken
    made = scramble(value, rng)
    digits, new = digits_of(value), digits_of(made)
    if 12 <= len(digits) == len(re.sub(r"\W", "", value)) and luhn_digit(digits[:-1]) == digits[-1]:
        return refill(value, new[:-1] + luhn_digit(new[:-1]))
    return made


def phone(value: str, session: Session, label: str, attempt: int) -> str:
    """The same pattern and country code; formats of one number stay one number."""
    digits = digits_of(value)
    rng = session.rng(label, digits[-9:], attempt)
    if spoken := _spoken(value, rng):
        return spoken
    kept = _country_prefix(value, digits)
    made = []
    for position in range(len(digits) - 1, kept - 1, -1):
        digit = digits[position]
        if digit in "23456789":
            # Area codes and mobile prefixes do not start with 0 or 1.
            made.append(rng.choice("23456789".replace(digit, "")))
        else:
            made.append(digit if position == kept and digit == "0" and len(digits) > 6 else other_digit(digit, rng))
    return other_letters(refill(value, digits[:kept] + "".join(reversed(made))), _PHONE_WORDS, rng)


def _country_prefix(value: str, digits: str) -> int:
    """How many leading digits are a country code."""
    from phonenumbers import COUNTRY_CODE_TO_REGION_CODE

    start = 0 if value.lstrip("( ").startswith("+") else 2 if digits.startswith("00") else None
    if start is None or len(digits) < start + 6:
        return 0
    lengths = (n for n in (1, 2, 3) if int(digits[start : start + n]) in COUNTRY_CODE_TO_REGION_CODE)
    return start + next(lengths, 0)


def card(value: str, session: Session, label: str, attempt: int) -> str:
    """The same length, brand digit and grouping, and a valid check digit."""
    digits = digits_of(value)
    if not 12 <= len(digits) <= 19:
        return number(value, session, label, attempt)
    rng = session.rng(label, digits, attempt)
    body = digits[0] + "".join(other_digit(digit, rng) for digit in digits[1:-1])
    return other_letters(refill(value, body + luhn_digit(body)), frozenset(), rng)


def iban(value: str, session: Session, label: str, attempt: int) -> str:
    """The same country, length and grouping, and valid check digits (ISO 13616)."""
    code = re.sub(r"[\W_]", "", value).upper()
    if not re.fullmatch(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{8,30}", code):
        return number(value, session, label, attempt)
    country, account = code[:2], scramble(code[4:], session.rng(label, code, attempt))
    remainder = int("".join(str(int(character, 36)) for character in f"{account}{country}00")) % 97
    made = refill(value, f"{country}{98 - remainder:02}{account}", r"[^\W_]")
    return made.lower() if value.islower() else made


def ssn(value: str, session: Session, label: str, attempt: int) -> str:
    """An American number that could have been issued; other formats as any number."""
    digits = digits_of(value)
    if len(digits) != 9 or re.search(r"[^\d .-]", value):
        return number(value, session, label, attempt)
    rng = session.rng(label, digits, attempt)
    area = rng.choice([area for area in range(1, 900) if area != 666])
    return refill(value, f"{area:03}{rng.randint(1, 99):02}{rng.randint(1, 9999):04}")


def coordinates(value: str, session: Session, label: str, attempt: int) -> str:
    """Another point, with as many decimals."""
    rng = session.rng(label, value, attempt)

    def other(match: re.Match[str]) -> str:
        return str(rng.randint(0, 89)) + "".join(other_digit(c, rng) if c.isdecimal() else c for c in match[1] or "")

    return other_letters(re.sub(r"[0-9]+(\.[0-9]+)?", other, value), _COORDINATE_WORDS, rng)


def _spoken(value: str, rng: Random) -> str | None:
    """A number written in words, with other words; None for one in digits."""
    if re.search(r"\d", value):
        return None
    made = other_number_words(value, rng)
    return made if made != value else None
