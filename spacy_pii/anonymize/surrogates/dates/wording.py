"""Names of months and weekdays in seven languages, and numbers written like others."""

from __future__ import annotations

import unicodedata

from ..session import match_case

MONTHS = (
    "january february march april may june july august september october november december",
    "januar februar märz april mai juni juli august september oktober november dezember",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "januari februari maart april mei juni juli augustus september oktober november december",
    "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
)
WEEKDAYS = (
    "monday tuesday wednesday thursday friday saturday sunday",
    "montag dienstag mittwoch donnerstag freitag samstag sonntag",
    "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "lunes martes miércoles jueves viernes sábado domingo",
    "lunedì martedì mercoledì giovedì venerdì sabato domenica",
    "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
)
_FULL = frozenset(word for language in (*MONTHS, *WEEKDAYS) for word in language.split())
# Abbreviations that are not the first three letters.
_OTHER_MONTHS = {"sept": "september", "okt": "oktober", "mrz": "märz", "mrt": "maart", "janv": "janvier"}
_OTHER_MONTHS |= {"févr": "février", "avr": "avril", "juil": "juillet", "déc": "décembre"}
_OTHER_WEEKDAYS = {"tues": "tuesday", "thur": "thursday", "thurs": "thursday"}


def _index(languages: tuple[str, ...], others: dict[str, str]) -> dict[str, tuple[int, list[str]]]:
    """Name or abbreviation -> (number from 0, the names of its language)."""
    index: dict[str, tuple[int, list[str]]] = {}
    for language in languages:
        names = language.split()
        for number, name in enumerate(names):
            index.setdefault(name, (number, names))
            index.setdefault(name[:3], (number, names))
    return index | {short: index[name] for short, name in others.items()}


MONTH, WEEKDAY = _index(MONTHS, _OTHER_MONTHS), _index(WEEKDAYS, _OTHER_WEEKDAYS)
ENGLISH_MONTHS = frozenset(MONTHS[0].split()) | {name[:3] for name in MONTHS[0].split()} | {"sept"}


def month_number(name: str) -> int:
    """The number of a month, from 1."""
    return MONTH[name.rstrip(".").lower()][0] + 1


def month_like(original: str, number: int, *, may_is_short: bool = False) -> str:
    """The name of a month in the language, length and case of the original; "May" does not tell its length."""
    bare = original.rstrip(".").lower()
    short = bare not in _FULL or (may_is_short and bare == "may")
    return _named(MONTH[bare][1][number - 1], original, short)


def weekday_like(original: str, days: int) -> str:
    """The weekday some days later, in the language, length and case of the original."""
    number, names = WEEKDAY[original.lower()]
    return _named(names[(number + days) % 7], original, original.lower() not in _FULL)


def _named(name: str, original: str, short: bool) -> str:
    if short:
        # French June and July differ in their fourth letter.
        name = name[:4] if name.startswith("jui") else name[:3]
    if original[0].isupper() and not original.rstrip(".").isupper():
        name = name[0].upper() + name[1:]
    return match_case(original.rstrip("."), name) + "." * original.endswith(".")


def number_like(original: str, number: int, *, padded: bool | None = None) -> str:
    """A number in the digits of the original's script, with a leading zero where it has one, or as `padded` says."""
    if padded is None:
        padded = len(original) == 2 and (unicodedata.decimal(original[0]) == 0 or int(original) > 9)
    return in_script(original, f"{number:02}" if padded else str(number))


def in_script(original: str, digits: str) -> str:
    """ASCII digits in the script of the original's first character."""
    zero = ord(original[0]) - unicodedata.decimal(original[0])
    return digits if zero == ord("0") else "".join(chr(zero + int(digit)) for digit in digits)
