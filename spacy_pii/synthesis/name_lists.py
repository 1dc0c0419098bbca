"""Given names and surnames: Faker's lists per locale, all of them together, and names that nobody lists."""

from __future__ import annotations

import importlib
import pkgutil
import re
from dataclasses import dataclass
from functools import cache
from random import Random

from faker.providers import person as faker_person

from ..errors import PiiError
from .value_tables import value_tables

_VOWELS = frozenset("aeiouyáéíóúàèìòùäëïöüâêîôûãõåæøıěůāēīōūAEIOUY")
_NAME = re.compile(r"['’]?[^\W\d_\u0250-\uffff](?:[^\W\d_]|[ '’.-])*")


@dataclass(frozen=True, slots=True)
class NameLists:
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
def locale_names(locale: str) -> NameLists:
    """The lists of a Faker locale; empty ones where Faker makes names up from parts. Raises PiiError if it has none."""
    try:
        provider = importlib.import_module(f"{faker_person.__name__}.{locale}").Provider
    except ModuleNotFoundError:
        raise PiiError(
            f"Faker has no names for {locale!r}.",
            remedy="name a locale that has some under `names_of` in spacy_pii/synthesis/data/locales.yml.",
        ) from None
    either = _listed(provider, "first_names")
    return NameLists(
        female=_listed(provider, "first_names_female") or either,
        male=_listed(provider, "first_names_male") or either,
        last=_listed(provider, "last_names", "last_names_female", "last_names_male", "last_names_unisex"),
    )


@cache
def world_names() -> NameLists:
    """Every name in Latin letters that Faker knows in any locale."""
    every = [locale_names(module.name) for module in pkgutil.iter_modules(faker_person.__path__)]
    # Some lists are a page of one English placeholder.
    real = [names for names in every if len(names.female) > 10]
    return NameLists(
        *(
            tuple(sorted({name for names in real for name in getattr(names, part) if _NAME.fullmatch(name)}))
            for part in ("female", "male", "last")
        )
    )


def blended(one: str, other: str) -> str:
    """A name that no list holds: the head of one up to a vowel and the tail of another from a consonant."""
    head, tail = len(one) // 2 + 1, len(other) // 2
    while head < len(one) and one[head - 1] not in _VOWELS:
        head += 1
    while tail < len(other) - 1 and other[tail] in _VOWELS:
        tail += 1
    return one[:head] + (other[tail:].lower() if other[tail:].isalpha() else "")


def with_particle(last: str, rng: Random) -> str:
    """A surname with a prefix such as "van der" or "O'"."""
    return rng.choice(value_tables().people.particles) + last


def nickname(first: str, rng: Random) -> str:
    """What friends say, where English or Spanish has a usual short form; otherwise the name."""
    short = value_tables().people.nicknames.get(first)
    return rng.choice(short) if short else first
