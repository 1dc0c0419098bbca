"""Given names and surnames: Faker's lists per locale, all of them together, and names that nobody lists."""

from __future__ import annotations

import importlib
import pkgutil
import re
from dataclasses import dataclass
from functools import cache
from random import Random

from faker.providers import person as faker_person

from .words import NICKNAMES

# Particles and prefixes of surnames, with the space or mark that joins them.
_PARTICLES = (
    *("van ", "van der ", "van den ", "de ", "de la ", "del ", "de los ", "di ", "da ", "dos ", "von ", "von der "),
    *("O'", "O’", "Mc", "Mac", "D'", "d'", "L'", "al-", "Al-", "El ", "Ben ", "bin ", "Abu ", "St. ", "Le ", "La "),
    *("ter ", "ten ", "zu ", "af ", "Fitz", "Ibn ", "Van ", "De ", "Della "),
)
_NICKNAMES = {formal: tuple(short.split()) for formal, _, short in (pair.partition(":") for pair in NICKNAMES)}
_VOWELS = frozenset("aeiouyáéíóúàèìòùäëïöüâêîôûãõåæøıěůāēīōūAEIOUY")
_NAME = re.compile(r"['’]?[^\W\d_\u0250-\uffff](?:[^\W\d_]|[ '’.-])*")


@dataclass(frozen=True, slots=True)
class Names:
    """Distinct names in a fixed order."""

    female: tuple[str, ...]
    male: tuple[str, ...]
    last: tuple[str, ...]


def _listed(provider: type, *attributes: str) -> tuple[str, ...]:
    """The names of a provider's attributes; some providers compute an attribute and so have no list there."""
    lists = [getattr(provider, name, ()) for name in attributes]
    names = [name for values in lists if isinstance(values, (tuple, list, dict)) for name in values]
    return tuple(dict.fromkeys(name.strip() for name in names if name.strip()))


@cache
def locale_names(locale: str) -> Names:
    """The lists of a Faker locale; empty ones where Faker makes names up from parts."""
    provider = importlib.import_module(f"{faker_person.__name__}.{locale}").Provider
    either = _listed(provider, "first_names")
    return Names(
        female=_listed(provider, "first_names_female") or either,
        male=_listed(provider, "first_names_male") or either,
        last=_listed(provider, "last_names", "last_names_female", "last_names_male", "last_names_unisex"),
    )


@cache
def world_names() -> Names:
    """Every name in Latin letters that Faker knows in any locale."""
    every = [locale_names(module.name) for module in pkgutil.iter_modules(faker_person.__path__)]
    # Some lists are a page of one English placeholder.
    real = [names for names in every if len(names.female) > 10]
    return Names(
        *(
            tuple(sorted({name for names in real for name in getattr(names, part) if _NAME.fullmatch(name)}))
            for part in ("female", "male", "last")
        )
    )


def coined(one: str, other: str) -> str:
    """A name that no list holds: the head of one up to a vowel and the tail of another from a consonant."""
    head, tail = len(one) // 2 + 1, len(other) // 2
    while head < len(one) and one[head - 1] not in _VOWELS:
        head += 1
    while tail < len(other) - 1 and other[tail] in _VOWELS:
        tail += 1
    return one[:head] + (other[tail:].lower() if other[tail:].isalpha() else "")


def with_particle(last: str, rng: Random) -> str:
    """A surname with a prefix such as "van der" or "O'"."""
    return rng.choice(_PARTICLES) + last


def nickname(first: str, rng: Random) -> str:
    """What friends say, where English or Spanish has a usual short form; otherwise the name."""
    return rng.choice(_NICKNAMES[first]) if first in _NICKNAMES else first
