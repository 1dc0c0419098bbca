"""Places, streets and organizations."""

from __future__ import annotations

import re
from functools import cache

from .countries import country, country_code
from .session import Session, coined, listed, locale_pool, match_case, pools, scramble, script_locale

# What an address is made of besides names; it says nothing about where it is.
_GENERIC = frozenset(listed("address_words"))
_SUFFIX = re.compile(r"(.+)(straße|strasse|str|weg|gasse|platz|allee|straat|laan|gatan|vägen|väg)$", re.IGNORECASE)
_LEGAL = re.compile(
    r",?\s+(?:Inc|Ltd|LLC|LLP|Corp|Corporation|Co|Company|PLC|Limited|GmbH|AG|KG|S\.?A|SAS|S\.?p\.?A|S\.?L|BV|NV|AB)\.?$",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*")


@cache
def _cities() -> dict[str, str]:
    """Casefolded city -> locale."""
    return {city.casefold(): locale for locale, pool in reversed(pools()["locales"].items()) for city in pool["cities"]}


# Where a place ends: at punctuation, before a code of a state, around a zip code.
_BETWEEN = re.compile(r"(\s*[,;/\n]\s*|\s+(?=\S*\d)|(?<=\d)\s+|\s+(?=[A-Z]{2,3}(?!\w))|(?<=\s[A-Z][A-Z])\s+)")


def location(value: str, session: Session, label: str, attempt: int) -> str:
    """City for city of the same country, state for state, country for country; zip codes keep their format."""
    if country_made := _country(value, session, attempt):
        return country_made
    parts = _BETWEEN.split(value)
    return "".join(part if i % 2 else _place(part, session, attempt) for i, part in enumerate(parts))


def meaning(value: str) -> str:
    """What a place stands for: the names of one country mean the same."""
    known = country_code(value)
    return f"\0{known[0]}" if known and known[1] else value.casefold()


def _country(part: str, session: Session, attempt: int) -> str | None:
    """Another country; None for what is none, or is a city or state as well, where these are the nearer reading."""
    american = session.locale == "en_US" and part.casefold() in _regions()
    if american or part.casefold() in _cities() or any(part in listed(name) for name in _CODES):
        return None
    return country(part, session, attempt)


_CODES = ("state_codes", "region_codes", "territory_codes")


@cache
def _regions() -> dict[str, list[str]]:
    """Casefolded state, province or county -> all of its country."""
    countries: list[list[str]] = [*pools()["lists"]["regions"], listed("states")]
    return {name.casefold(): names for names in countries for name in names}


def _place(part: str, session: Session, attempt: int) -> str:
    if not part:
        return part
    key = part.casefold()
    rng = session.rng("place", key, attempt)
    if re.search(r"\d", part):
        return scramble(part, rng)
    if made := _country(part, session, attempt):
        return made
    choices = next((listed(name) for name in _CODES if part in listed(name)), [])
    if not choices and key not in _cities():
        choices = _regions().get(key, [])
    if not choices:
        choices = locale_pool(_cities().get(key, script_locale(part, session.locale)))["cities"]
    free = [name for name in choices if name.casefold() != key and name.casefold() not in session.values]
    return match_case(part, rng.choice(free) if free and attempt < 20 else coined(rng))


def street(value: str, session: Session, label: str, attempt: int) -> str:
    """Another number and another name; street types, units and directions stay."""
    roots = locale_pool(script_locale(value, session.locale))["streets"]
    made_one = False

    def word(match: re.Match[str]) -> str:
        nonlocal made_one
        text = match[0]
        if text.casefold().strip(".") in _GENERIC:
            return text
        rng = session.rng("street", text.casefold(), attempt)
        if suffixed := _SUFFIX.match(text):
            made_one = True
            stem = rng.choice(locale_pool("de_DE")["streets"])
            return match_case(text, stem + suffixed[2])
        if len(text) == 1:
            return scramble(text, rng)
        new = "" if made_one else rng.choice([root for root in roots if root.casefold() != text.casefold()])
        made_one = True
        return match_case(text, new)

    # A name of several words becomes one word.
    made = _WORD.sub(word, value)
    made = re.sub(r"(?<=\S)[ ]{2,}", " ", made)
    return re.sub(r"\d+", lambda match: scramble(match[0], session.rng("house", match[0], attempt)), made).strip()


def organization(value: str, session: Session, label: str, attempt: int) -> str:
    """A made-up company with the legal form of the original; an acronym becomes another."""
    legal = _LEGAL.search(value)
    name, form = (value[: legal.start()], legal[0]) if legal else (value, "")
    rng = session.rng("organization", name.casefold(), attempt)
    if name.isupper() and name.isalpha() and len(name) < 6:
        return scramble(name, rng) + form
    first, second = rng.sample(listed("coined"), 2)
    made = f"{first} {rng.choice(listed('trades'))}" if " " in name else first + second.lower()
    return match_case(name, made) + form


_GENDERS = (("male", "female", "non-binary"), ("m", "f", "x"), ("man", "woman"), ("boy", "girl"), ("he", "she", "they"))


def gender(value: str, session: Session, label: str, attempt: int) -> str:
    """Another word of the same kind."""
    group = next((group for group in _GENDERS if value.casefold() in group), _GENDERS[0])
    rng = session.rng(label, value.casefold(), attempt)
    made = rng.choice([word for word in group if word != value.casefold()])
    return (
        made.capitalize()
        if value[0].isupper() and not (value.isupper() and len(value) > 1)
        else match_case(value, made)
    )
