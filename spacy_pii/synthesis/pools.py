"""Pools of names, streets and places per locale, drawn once from Faker, which is too slow to ask for every value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from faker import Faker
from faker.config import AVAILABLE_LOCALES
from faker.providers.geo import Provider as Geo

from ..errors import PiiError
from .name_lists import locale_names
from .value_tables import Country, value_tables

_POOL_SEED = 20_240_601
_DRAWS = 700
_ENOUGH = 60


@dataclass(frozen=True, slots=True)
class Pool:
    """What a locale offers; every tuple holds distinct values in a fixed order. latin: names are in Latin letters."""

    locale: str
    country: Country
    male: tuple[str, ...]
    female: tuple[str, ...]
    last: tuple[str, ...]
    streets: tuple[str, ...]
    cities: tuple[str, ...]
    regions: tuple[str, ...]
    family_first: bool
    latin: bool


def _distinct(draw: Callable[[], str], count: int = _DRAWS) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for _ in range(count) if (text := draw().strip())))


def _streets(fake: Faker, language: str) -> tuple[str, ...]:
    tables = value_tables()
    if language in tables.locales.streets:
        return tables.locales.streets[language]
    made_up = _distinct(fake.street_name, 300)
    if language != "en":
        return made_up
    real = tuple(f"{root} {suffix}" for root in tables.places.street_roots for suffix in tables.places.street_types)
    return real + made_up


def _cities(fake: Faker, country: Country) -> tuple[str, ...]:
    known = [place[2] for place in Geo.land_coords if place[3] == country.code]
    known += [city.name for city in country.cities]
    # Made-up cities teach the shape of unseen ones; a real country's own list is better where Faker has it.
    draw = _italian_city(fake) if country.code == "IT" else fake.city
    return tuple(dict.fromkeys((*known, *_distinct(draw, country.invented_cities))))


def _italian_city(fake: Faker) -> Callable[[], str]:
    # Faker's own Italian `city` draws from a set, whose order differs between processes.
    return lambda: fake.postcode_city_province().split(", ", 1)[1].rsplit(" (", 1)[0]


def _regions(fake: Faker, country: Country) -> tuple[str, ...]:
    if listed := country.regions or (*country.states.values(), *country.states):
        return listed
    own = tuple(dict.fromkeys(city.state for city in country.cities if city.state))
    # Where Faker's cities are of no use, it falls back to American patterns.
    use = country.invented_cities and hasattr(fake, "administrative_unit")
    full = _distinct(fake.administrative_unit, 120) if use else ()
    return full + own or tuple(city.name for city in country.cities)


@cache
def load_pool(locale: str) -> Pool:
    """The pool of a Faker locale, the same in every run. Raises PiiError for a locale that is not supported."""
    tables = value_tables()
    language, _, code = locale.partition("_")
    if locale not in AVAILABLE_LOCALES or code not in tables.countries:
        raise PiiError(
            f"locale {locale!r} is not supported.",
            remedy=f"choose among {', '.join(sorted(tables.locales.weights))}, or add a country.",
        )
    country = tables.countries[code]
    fake = Faker(locale)
    fake.seed_instance(_POOL_SEED)
    names = locale_names(tables.locales.names_of.get(locale, locale))
    return Pool(
        locale=locale,
        country=country,
        male=names.male,
        female=names.female,
        # Some lists are a sample of what Faker makes from parts.
        last=names.last
        if len(names.last) > _ENOUGH
        else tuple(dict.fromkeys((*names.last, *_distinct(fake.last_name)))),
        streets=_streets(fake, language),
        cities=_cities(fake, country),
        regions=_regions(fake, country),
        family_first=language in tables.locales.family_first,
        latin=language not in tables.locales.other_scripts,
    )
