"""People: one entity, written as a full name, a first name, a title and a name, an e-mail address, a username ..."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from urllib.parse import quote, quote_plus

from ..english import ascii_fold
from .handles import mail_address, stem, user_name
from .name_lists import blended, nickname, with_particle, world_names
from .spoken import number_words, spoken_address
from .value_tables import value_tables
from .values import Draw, Kind, Value, form, simple

_INITIALS = "ABCDEFGHIJKLMNOPRSTVWYZ"
# How often a person of any country has a name from somewhere in the world.
_WORLD = 0.25


@dataclass(frozen=True, slots=True)
class Person:
    """A person and what follows from the name, so that every mention agrees."""

    first: str
    last: str
    full: str
    title: str
    female: bool
    email: str
    username: str


def _first(names: tuple[str, ...], rng: Random) -> str:
    kind = rng.random()
    first = rng.choice(names)
    if kind < 0.86:
        return first
    if kind < 0.92:
        return blended(first, rng.choice(names))
    if kind < 0.96:
        return nickname(first, rng)
    return f"{first}{'-' if kind < 0.985 else ' '}{rng.choice(names)}"


def _last(names: tuple[str, ...], double: float, rng: Random) -> str:
    kind = rng.random()
    last = rng.choice(names)
    if kind < double:
        return f"{last} {rng.choice(('', '', 'y ', 'de '))}{rng.choice(names)}"
    if kind < 0.84:
        return last
    if kind < 0.9:
        return blended(last, rng.choice(names))
    if kind < 0.95:
        return with_particle(last, rng)
    return f"{last}-{rng.choice(names)}"


def _full(first: str, last: str, names: tuple[str, ...], rng: Random) -> str:
    kind = rng.random()
    if kind < 0.68:
        return f"{first} {last}"
    if kind < 0.75:
        return f"{first} {rng.choice(_INITIALS)}. {last}"
    if kind < 0.82:
        return f"{first} {rng.choice(names)} {last}"
    if kind < 0.85:
        return rng.choice((f"{first[0]}. {last}", f"{first[0]}. {rng.choice(_INITIALS)}. {last}", f"{first[0]} {last}"))
    if kind < 0.87:
        return first
    if kind < 0.89:
        return first + " " + last + rng.choice(value_tables().people.suffixes)
    if kind < 0.91:
        return f"{first} {last.upper()}"
    if kind < 0.93:
        return f"{first} {rng.choice(_INITIALS)} {last}"
    if kind < 0.98:
        return f"{first} {last}".lower() if kind < 0.965 else f"{first} {last}".upper()
    return f"{first} {rng.choice(_INITIALS)}.{rng.choice(_INITIALS)}. {last}"


def _person(draw: Draw) -> Person:
    rng, pool = draw.rng, draw.pool
    female = rng.random() < 0.5
    source = world_names() if pool.latin and rng.random() < _WORLD else pool
    names = source.female if female else source.male
    if pool.latin:
        first, last = _first(names, rng), _last(source.last, pool.country.double_surnames, rng)
        full = _full(first, last, names, rng)
    else:
        first, last = rng.choice(names), rng.choice(source.last)
        full = f"{first} {last}"
        if pool.family_first:
            full = f"{last}{first}" if _joined(first) else f"{last} {first}"
    mailbox = stem(ascii_fold(first), ascii_fold(last), rng)
    titles = value_tables().people
    return Person(
        first=first,
        last=last,
        full=full,
        title=rng.choice(titles.female_titles if female else titles.male_titles),
        female=female,
        email=mail_address(mailbox, ascii_fold(last), rng),
        username=user_name(mailbox, rng),
    )


def _joined(name: str) -> bool:
    """Whether the parts of a name are written without a space: Chinese, Japanese and Korean."""
    return name[0] > "\u2e80"


def _titled(person: Person, name: str) -> Value:
    return ((f"{person.title} ", None), (name, "PERSON"))


def _last_first(person: Person, draw: Draw) -> str:
    """One name, as mail headers and indexes write it: "Lopez, Maria", "Lopez, Maria A."."""
    middle = draw.rng.choice(("", "", "", f" {draw.rng.choice(_INITIALS)}.", f" {draw.rng.choice(_INITIALS)}"))
    return f"{person.last}, {person.first}{middle}"


def _mailbox(person: Person, draw: Draw) -> Value:
    quote = draw.rng.choice(('"', '"', "", "'"))
    opening, closing = draw.rng.choice((("<", ">"), ("<", ">"), ("(", ")"), ("[mailto:", "]")))
    name = ((quote, None), (person.full, "PERSON"), (f"{quote} {opening}", None))
    return (*name, (person.email, "EMAIL_ADDRESS"), (closing, None))


def _short(person: Person, draw: Draw) -> str:
    first, last = person.first[0], person.last
    if _joined(last):
        return person.full
    middle = draw.rng.choice(_INITIALS)
    shapes = (f"{first}. {last}", f"{first}. {last}", f"{first} {last}", f"{first}.{middle}. {last}")
    return draw.rng.choice((*shapes, f"{first}. {middle}. {last}", f"{person.first} {last[0]}."))


def _initials(person: Person, draw: Draw) -> str:
    first, last = person.first[0], person.last[0]
    return draw.rng.choice((f"{first}{last}", f"{first}.{last}.", f"{first}. {last}."))


def _spelled(name: str) -> str:
    return "-".join(char for char in name.upper() if char.isalpha())


def _wide(text: str) -> str:
    """ASCII in the full-width forms that East Asian keyboards write; the space stays."""
    return "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text)


def _age(draw: Draw) -> int:
    return draw.rng.randint(18, 94) if draw.rng.random() < 0.85 else draw.rng.randint(1, 17)


KINDS: dict[str, Kind] = {
    "person": Kind(
        _person,
        {
            "": form("PERSON", lambda p, d: p.full),
            "first": form("PERSON", lambda p, d: p.first),
            "last": form("PERSON", lambda p, d: p.last),
            "nick": form("PERSON", lambda p, d: nickname(p.first, d.rng)),
            "caps": form("PERSON", lambda p, d: p.full.upper()),
            "short": form("PERSON", _short),
            "initials": form("PERSON", _initials),
            "spelled": form("PERSON", lambda p, d: _spelled(p.last)),
            "title_last": lambda p, d: _titled(p, p.last),
            "title_full": lambda p, d: _titled(p, p.full),
            "last_first": form("PERSON", _last_first),
            "percent": form("PERSON", lambda p, d: quote(p.full, safe="")),
            "plus": form("PERSON", lambda p, d: quote_plus(p.full)),
            "wide": form("PERSON", lambda p, d: _wide(p.full)),
            "mailbox": _mailbox,
            "email": form("EMAIL_ADDRESS", lambda p, d: p.email),
            "email_percent": form("EMAIL_ADDRESS", lambda p, d: quote(p.email, safe="")),
            "email_wide": form("EMAIL_ADDRESS", lambda p, d: _wide(p.email)),
            "email_spoken": form("EMAIL_ADDRESS", lambda p, d: spoken_address(p.email.lower(), d.rng)),
            "username": form("USERNAME", lambda p, d: p.username),
            "he": form(None, lambda p, d: "she" if p.female else "he"),
            "He": form(None, lambda p, d: "She" if p.female else "He"),
            "him": form(None, lambda p, d: "her" if p.female else "him"),
            "His": form(None, lambda p, d: "Her" if p.female else "His"),
            "his": form(None, lambda p, d: "her" if p.female else "his"),
            "gender": form("GENDER", lambda p, d: "female" if p.female else "male"),
        },
    ),
    "gender": simple("GENDER", lambda draw: draw.rng.choice(value_tables().people.genders)),
    "age": Kind(
        _age,
        {
            "": form("AGE", lambda age, d: str(age)),
            "spoken": form("AGE", lambda age, d: number_words(age)),
            "words": form("AGE", lambda age, d: number_words(age).replace(" ", "-")),
        },
    ),
}
