"""People: one entity, written as a full name, a first name, a title and a name, an e-mail address, a username ..."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from random import Random

from .values import Draw, Kind, Value, fill, form, simple, spoken_digits
from .words import HANDLE_WORDS, MAIL_HOSTS

_MALE_TITLES = ("Mr.", "Mr", "Dr.", "Dr", "Prof.", "Sir", "Mister", "Rev.", "Capt.")
_FEMALE_TITLES = ("Ms.", "Ms", "Mrs.", "Mrs", "Miss", "Dr.", "Dr", "Prof.", "Sister", "Judge")
_GENDERS = ("male", "female", "non-binary", "Male", "Female", "M", "F", "woman", "man", "transgender woman", "agender")
# Letters that Unicode does not take apart into a base letter and a mark.
_FOLDED = str.maketrans({"ł": "l", "ß": "ss", "ø": "o", "ı": "i", "đ": "d", "æ": "ae", "œ": "oe"})


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


def ascii_fold(text: str) -> str:
    """Lower-case ASCII letters and digits of a text; other scripts leave nothing."""
    decomposed = unicodedata.normalize("NFKD", text.lower().translate(_FOLDED))
    return re.sub(r"[^a-z0-9]", "", decomposed)


def _stem(first: str, last: str, rng: Random) -> str:
    if not first or not last:
        return rng.choice(HANDLE_WORDS) + fill("##", rng)
    return rng.choice(
        (
            f"{first}.{last}",
            f"{first}{last}",
            f"{first[0]}{last}",
            f"{first}_{last}",
            f"{first}{last[0]}",
            f"{last}.{first}",
        )
    )


def _number(rng: Random) -> str:
    return fill(rng.choice(("", "", "#", "##", "19##", "%###")), rng)


def _username(stem: str, rng: Random) -> str:
    kind = rng.random()
    if kind < 0.4:
        return stem + _number(rng)
    if kind < 0.85:
        join = rng.choice(("", "_", "-", "."))
        name = rng.choice(HANDLE_WORDS) + join + rng.choice(HANDLE_WORDS) + _number(rng)
        return name.title() if rng.random() < 0.3 else name
    return "@" + stem.replace(".", "_") + _number(rng)


def _person(draw: Draw) -> Person:
    rng, pool = draw.rng, draw.pool
    female = rng.random() < 0.5
    names = pool.female if female else pool.male
    first, last = rng.choice(names), rng.choice(pool.last)
    kind = rng.random()
    if pool.family_first:
        full = f"{last}{first}" if first[0] > "\u2e80" else f"{last} {first}"
    elif kind < 0.78:
        full = f"{first} {last}"
    elif kind < 0.88:
        full = f"{first} {rng.choice('ABCDEFGHJKLMNPRSTW')}. {last}"
    elif kind < 0.95:
        full = f"{first} {rng.choice(names)} {last}"
    else:
        last = f"{last}-{rng.choice(pool.last)}"
        full = f"{first} {last}"
    stem = _stem(ascii_fold(first), ascii_fold(last), rng)
    return Person(
        first=first,
        last=last,
        full=full,
        title=rng.choice(_FEMALE_TITLES if female else _MALE_TITLES),
        female=female,
        email=f"{stem}{_number(rng)}@{rng.choice(MAIL_HOSTS)}",
        username=_username(stem, rng),
    )


def _titled(person: Person, name: str) -> Value:
    return ((f"{person.title} ", None), (name, "PERSON"))


def _last_first(person: Person, draw: Draw) -> Value:
    return ((person.last, "PERSON"), (", ", None), (person.first, "PERSON"))


def spoken_address(address: str, rng: Random) -> str:
    """An e-mail or web address as a speaker says it."""
    names = {"@": "at", ".": "dot", "-": rng.choice(("dash", "hyphen")), "_": "underscore", "/": "slash", ":": "colon"}
    parts = re.findall(r"[^\W\d_]+|\d+|[@._\-/:]", address)
    return " ".join(names.get(part) or (spoken_digits(part, rng) if part.isdigit() else part) for part in parts)


def _initials(person: Person, draw: Draw) -> str:
    first, last = person.first[0], person.last[0]
    return draw.rng.choice((f"{first}{last}", f"{first}.{last}.", f"{first}. {last}."))


def _spelled(name: str) -> str:
    return "-".join(char for char in name.upper() if char.isalpha())


def _age(draw: Draw) -> str:
    return str(draw.rng.randint(18, 94) if draw.rng.random() < 0.85 else draw.rng.randint(1, 17))


KINDS: dict[str, Kind] = {
    "person": Kind(
        _person,
        {
            "": form("PERSON", lambda p, d: p.full),
            "first": form("PERSON", lambda p, d: p.first),
            "last": form("PERSON", lambda p, d: p.last),
            "caps": form("PERSON", lambda p, d: p.full.upper()),
            "short": form("PERSON", lambda p, d: p.full if p.last[0] > "\u2e80" else f"{p.first[0]}. {p.last}"),
            "initials": form("PERSON", _initials),
            "spelled": form("PERSON", lambda p, d: _spelled(p.last)),
            "title_last": lambda p, d: _titled(p, p.last),
            "title_full": lambda p, d: _titled(p, p.full),
            "last_first": _last_first,
            "email": form("EMAIL_ADDRESS", lambda p, d: p.email),
            "email_spoken": form("EMAIL_ADDRESS", lambda p, d: spoken_address(p.email, d.rng)),
            "username": form("USERNAME", lambda p, d: p.username),
            "he": form(None, lambda p, d: "she" if p.female else "he"),
            "He": form(None, lambda p, d: "She" if p.female else "He"),
            "him": form(None, lambda p, d: "her" if p.female else "him"),
            "His": form(None, lambda p, d: "Her" if p.female else "His"),
            "his": form(None, lambda p, d: "her" if p.female else "his"),
            "gender": form("GENDER", lambda p, d: "female" if p.female else "male"),
        },
    ),
    "gender": simple("GENDER", lambda draw: draw.rng.choice(_GENDERS)),
    "age": simple("AGE", _age),
}
