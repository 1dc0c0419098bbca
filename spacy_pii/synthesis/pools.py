"""Pools of names, streets and places per locale, drawn once from Faker, which is too slow to ask for every value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from faker import Faker
from faker.config import AVAILABLE_LOCALES
from faker.providers.geo import Provider as Geo

from ..errors import PiiError
from .cities import CITIES, STATES, City
from .countries import COUNTRIES
from .country import Country
from .names import locale_names
from .words import ENGLISH_STREET_TYPES, ENGLISH_STREETS

# Weights: mostly English-speaking countries, then names and addresses from elsewhere, other scripts a few percent.
LOCALES: dict[str, float] = {
    "en_US": 26,
    "en_GB": 13,
    "en_IN": 8,
    "en_CA": 5,
    "en_AU": 5,
    **dict.fromkeys(("en_IE", "en_NZ", "en_KE", "en_NG", "en_PH", "en_PK"), 1.2),
    **dict.fromkeys(("de_DE", "fr_FR", "it_IT", "es_ES", "es_MX", "pl_PL", "nl_NL", "pt_BR", "tr_TR"), 3.5),
    **dict.fromkeys(("ro_RO", "sv_SE", "cs_CZ", "vi_VN", "id_ID"), 2),
    **dict.fromkeys(("pt_PT", "da_DK", "fi_FI", "no_NO", "hu_HU", "de_AT", "de_CH", "nl_BE"), 1.2),
    **dict.fromkeys(("ja_JP", "zh_CN", "ru_RU", "el_GR"), 0.8),
    **dict.fromkeys(("ko_KR", "hi_IN", "ar_SA", "uk_UA", "he_IL"), 0.5),
}
_OTHER_SCRIPTS = frozenset(("ja", "zh", "ru", "el", "ko", "hi", "ar", "uk", "he"))
_POOL_SEED = 20_240_601
_DRAWS = 700
_ENOUGH = 60
_OWN_STREETS = {
    "tr": "Atatürk Cad.;İstiklal Caddesi;Cumhuriyet Mah. Lale Sok.;Bağdat Cad.;Gül Sokak;İnönü Bulvarı;"
    "Mevlana Cad.;Yıldız Sok.;Menekşe Sk.;Kazım Karabekir Cad.;Barbaros Bulvarı;Ziya Gökalp Cad.;Çiçek Sokağı",
    "ar": "King Fahd Road;Olaya Street;Prince Sultan St;Tahlia Street;King Abdulaziz Rd;شارع العليا;طريق الملك فهد;"
    "شارع التحلية;شارع الأمير سلطان",
}


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
    real_cities: tuple[City, ...]
    regions: tuple[str, ...]
    family_first: bool
    latin: bool


# Faker falls back to American patterns for these, and makes up the cities of those.
_NO_CITIES = frozenset(("TR", "SA", "KE", "NG", "PK"))
_MADE_UP = frozenset(("US", "GB", "AU", "CA", "FR", "BR", "MX", "JP", "CN", "IE", "NZ", "PH"))
# Countries without lists of names of their own.
_NAMES_OF = {"en_CA": "en_US", "en_AU": "en_NZ", "en_PH": "es_MX"}


def _distinct(draw: Callable[[], str], count: int = _DRAWS) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for _ in range(count) if (text := draw().strip())))


def _streets(fake: Faker, language: str) -> tuple[str, ...]:
    if language in _OWN_STREETS:
        return tuple(_OWN_STREETS[language].split(";"))
    made_up = _distinct(fake.street_name, 300)
    if language != "en":
        return made_up
    real = tuple(f"{root} {suffix}" for root in ENGLISH_STREETS for suffix in ENGLISH_STREET_TYPES)
    return real + made_up


def _cities(fake: Faker, code: str) -> tuple[str, ...]:
    known = [place[2] for place in Geo.land_coords if place[3] == code]
    known += [city.name for city in CITIES[code]]
    if code in _NO_CITIES:
        return tuple(dict.fromkeys(known))
    # Made-up cities teach the shape of unseen ones; a real country's own list is better where Faker has it.
    draw = _italian_city(fake) if code == "IT" else fake.city
    return tuple(dict.fromkeys((*known, *_distinct(draw, 60 if code in _MADE_UP else 300))))


def _italian_city(fake: Faker) -> Callable[[], str]:
    # Faker's own Italian `city` draws from a set, whose order differs between processes.
    return lambda: fake.postcode_city_province().split(", ", 1)[1].rsplit(" (", 1)[0]


def _regions(fake: Faker, locale: str) -> tuple[str, ...]:
    if locale == "tr_TR":
        return ("Marmara", "Ege", "Akdeniz")
    if locale == "en_US":
        return (*STATES.values(), *STATES)
    own = tuple(dict.fromkeys(city.state for city in CITIES[locale[-2:]] if city.state))
    listed = locale[-2:] not in _NO_CITIES and hasattr(fake, "administrative_unit")
    full = _distinct(fake.administrative_unit, 120) if listed else ()
    return full + own or tuple(city.name for city in CITIES[locale[-2:]])


@cache
def load_pool(locale: str) -> Pool:
    """The pool of a Faker locale, the same in every run. Raises PiiError for a locale that is not supported."""
    language, _, code = locale.partition("_")
    if locale not in AVAILABLE_LOCALES or code not in COUNTRIES:
        raise PiiError(
            f"locale {locale!r} is not supported.",
            remedy=f"choose among {', '.join(sorted(LOCALES))}, or add a country.",
        )
    fake = Faker(locale)
    fake.seed_instance(_POOL_SEED)
    names = locale_names(_NAMES_OF.get(locale, locale))
    return Pool(
        locale=locale,
        country=COUNTRIES[code],
        male=names.male,
        female=names.female,
        # Some lists are a sample of what Faker makes from parts.
        last=names.last
        if len(names.last) > _ENOUGH
        else tuple(dict.fromkeys((*names.last, *_distinct(fake.last_name)))),
        streets=_streets(fake, language),
        cities=_cities(fake, code),
        real_cities=CITIES[code],
        regions=_regions(fake, locale),
        family_first=language in ("ja", "zh", "ko"),
        latin=language not in _OTHER_SCRIPTS,
    )
