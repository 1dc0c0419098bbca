"""Telephone numbers as people type them: grouped or not, with country codes, extensions, or only their local part."""

from __future__ import annotations

from random import Random

from .spoken import spoken_digits
from .value_tables import Country, value_tables
from .values import Draw, Kind, fill, form

_SEPARATORS = (" ", " ", "-", ".", "", "/")


def _digits(text: str) -> str:
    return "".join(char for char in text if "0" <= char <= "9")


def _regrouped(digits: str, rng: Random) -> str:
    """The digits in groups of two to four, as people who copy a number from memory cut it."""
    separator = rng.choice(_SEPARATORS)
    groups, position = [], 0
    while position < len(digits):
        size = rng.choice((2, 2, 3, 3, 4))
        # A single digit at the end joins the group before it.
        size = len(digits) - position if len(digits) - position <= size + 1 else size
        groups.append(digits[position : position + size])
        position += size
    if len(groups) > 2 and rng.random() < 0.15:
        return f"({groups[0]}) {separator.join(groups[1:])}"
    return separator.join(groups)


def _international(phone: str, country: Country, rng: Random) -> str:
    kind = rng.random()
    national = phone.replace("(0", "(").removeprefix("0")
    if kind < 0.6:
        return country.calling + rng.choice((" ", " ", "-", "")) + national
    if kind < 0.7:
        return f"{country.calling} (0) {national.lstrip('(').replace(')', '')}"
    if kind < 0.78:
        return f"({country.calling}) {national}"
    if kind < 0.9:
        return country.calling.replace("+", "00") + rng.choice((" ", "-", "")) + national
    return country.calling + _digits(national)


def _phone(draw: Draw) -> str:
    return fill(draw.rng.choice(draw.pool.country.phones), draw.rng)


def _write(phone: str, draw: Draw) -> str:
    rng, country = draw.rng, draw.pool.country
    kind = rng.random()
    if kind < 0.42:
        return phone
    if kind < 0.68:
        return _international(phone, country, rng)
    if kind < 0.8:
        return _regrouped(_digits(phone), rng)
    if kind < 0.86:
        return _digits(phone)
    if kind < 0.89:
        other = rng.choice(tuple(value_tables().countries.values()))
        return _international(fill(rng.choice(other.phones), rng), other, rng)
    if kind < 0.91:
        return fill(rng.choice(("%##-####", "%## ####", "%##.####", "%###-####", "%##-##-##")), rng)
    written = phone if kind < 0.95 else _international(phone, country, rng)
    extension = rng.choice(value_tables().identifiers.phone_extensions)
    return written + extension.format(fill(rng.choice(("###", "%##", "####", "%#", "#####")), rng))


def _e164(phone: str, draw: Draw) -> str:
    return draw.pool.country.calling + _digits(phone).removeprefix("0")


KINDS: dict[str, Kind] = {
    "phone": Kind(
        _phone,
        {
            "": form("PHONE_NUMBER", _write),
            "e164": form("PHONE_NUMBER", _e164),
            "national": form("PHONE_NUMBER", lambda phone, d: phone),
            "digits": form("PHONE_NUMBER", lambda phone, d: _digits(phone)),
            "spoken": form("PHONE_NUMBER", lambda phone, d: spoken_digits(phone, d.rng)),
        },
    ),
}
