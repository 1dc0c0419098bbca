"""Pools of names, streets and places per locale, drawn once from Faker, which is too slow to ask for every value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from faker import Faker
from faker.config import AVAILABLE_LOCALES
from faker.providers.geo import Provider as Geo

from ..errors import PiiError
from .countries import COUNTRIES, Country
from .words import ENGLISH_STREET_TYPES, ENGLISH_STREETS

# Weights: mostly English-speaking countries, then names and addresses from elsewhere, other scripts a few percent.
LOCALES: dict[str, float] = {
    "en_US": 24,
    "en_GB": 12,
    "en_IN": 8,
    "en_CA": 5,
    "en_AU": 5,
    **dict.fromkeys(("de_DE", "fr_FR", "it_IT", "es_ES", "es_MX", "pl_PL", "nl_NL", "pt_BR", "tr_TR"), 4),
    **dict.fromkeys(("ro_RO", "sv_SE", "cs_CZ", "vi_VN", "id_ID"), 2),
    **dict.fromkeys(("ja_JP", "zh_CN", "ru_RU", "el_GR"), 0.8),
}
_POOL_SEED = 20_240_601
_DRAWS = 700

# Faker makes up streets and cities for these countries; real ones carry the words that real text has.
_REAL_CITIES = {
    "US": "New York;Los Angeles;Chicago;Houston;Phoenix;Philadelphia;San Antonio;San Diego;Dallas;Austin;Columbus;"
    "Fort Worth;Charlotte;Seattle;Denver;Boston;El Paso;Nashville;Detroit;Portland;Las Vegas;Memphis;Louisville;"
    "Baltimore;Milwaukee;Albuquerque;Tucson;Fresno;Sacramento;Kansas City;Atlanta;Omaha;Raleigh;Miami;Oakland;"
    "Minneapolis;Tulsa;Tampa;New Orleans;Cleveland;Honolulu;Boise;Spokane;Des Moines;Salt Lake City;St. Louis;"
    "Pittsburgh;Cincinnati;Buffalo;Anchorage;Madison;Ann Arbor;Santa Fe;Grand Rapids;Baton Rouge;Chattanooga",
    "GB": "London;Manchester;Birmingham;Leeds;Glasgow;Liverpool;Bristol;Sheffield;Edinburgh;Leicester;Cardiff;"
    "Belfast;Nottingham;Brighton;Newcastle upon Tyne;Oxford;Cambridge;York;Bath;Exeter;Norwich;Milton Keynes;"
    "Stoke-on-Trent;Reading;Luton;Swansea;Aberdeen;Dundee;Hull;Plymouth;Southampton;Derby;Wolverhampton;Coventry",
    "AU": "Sydney;Melbourne;Brisbane;Perth;Adelaide;Hobart;Canberra;Darwin;Geelong;Wollongong;Cairns;Ballarat",
    "CA": "Toronto;Montreal;Vancouver;Calgary;Ottawa;Edmonton;Winnipeg;Halifax;Quebec City;Saskatoon;Regina;Victoria",
    "FR": "Paris;Lyon;Marseille;Toulouse;Nice;Nantes;Strasbourg;Bordeaux;Lille;Rennes;Reims;Grenoble;Dijon;Angers",
    "TR": "Istanbul;Ankara;İzmir;Bursa;Antalya;Konya;Adana;Gaziantep;Kayseri;Eskişehir;Trabzon;Diyarbakır",
    "BR": "São Paulo;Rio de Janeiro;Salvador;Brasília;Fortaleza;Belo Horizonte;Curitiba;Recife;Porto Alegre;Goiânia",
    "MX": "Mexico City;Guadalajara;Monterrey;Puebla;Tijuana;León;Mérida;Querétaro;Oaxaca;Veracruz;Cancún",
    "JP": "東京;大阪;京都;Tokyo;Osaka;Kyoto;Yokohama;Sapporo;Nagoya",
    "CN": "北京;上海;深圳;Beijing;Shanghai;Shenzhen;Guangzhou;Chengdu;Hangzhou",
}
_TURKISH_STREETS = ("Atatürk Cad.", "İstiklal Caddesi", "Cumhuriyet Mah. Lale Sok.", "Bağdat Cad.", "Gül Sokak")


@dataclass(frozen=True, slots=True)
class Pool:
    """What a locale offers; every tuple holds distinct strings in a fixed order."""

    locale: str
    country: Country
    male: tuple[str, ...]
    female: tuple[str, ...]
    last: tuple[str, ...]
    streets: tuple[str, ...]
    cities: tuple[str, ...]
    regions: tuple[str, ...]
    family_first: bool


def _distinct(draw: Callable[[], str], count: int = _DRAWS) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for _ in range(count) if (text := draw().strip())))


def _streets(fake: Faker, language: str) -> tuple[str, ...]:
    if language == "tr":
        return _TURKISH_STREETS
    made_up = _distinct(fake.street_name, 300)
    if language != "en":
        return made_up
    real = tuple(f"{root} {suffix}" for root in ENGLISH_STREETS for suffix in ENGLISH_STREET_TYPES)
    return real + made_up


def _cities(fake: Faker, code: str) -> tuple[str, ...]:
    known = [place[2] for place in Geo.land_coords if place[3] == code]
    known += _REAL_CITIES[code].split(";") if code in _REAL_CITIES else []
    if code == "TR":
        # Faker falls back to American patterns here.
        return tuple(dict.fromkeys(known))
    # Made-up cities teach the shape of unseen ones; a real country's own list is better where Faker has it.
    more = _distinct(_italian_city(fake) if code == "IT" else fake.city, 30 if code in _REAL_CITIES else 300)
    return tuple(dict.fromkeys((*known, *more)))


def _italian_city(fake: Faker) -> Callable[[], str]:
    # Faker's own Italian `city` draws from a set, whose order differs between processes.
    return lambda: fake.postcode_city_province().split(", ", 1)[1].rsplit(" (", 1)[0]


def _regions(fake: Faker, locale: str) -> tuple[str, ...]:
    if locale == "tr_TR":
        return ("Marmara", "Ege", "Akdeniz")
    full = _distinct(fake.administrative_unit, 120)
    return full + _distinct(fake.state_abbr, 200) if locale in ("en_US", "en_AU") else full


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
    return Pool(
        locale=locale,
        country=COUNTRIES[code],
        male=_distinct(fake.first_name_male),
        female=_distinct(fake.first_name_female),
        last=_distinct(fake.last_name),
        streets=_streets(fake, language),
        cities=_cities(fake, code),
        regions=_regions(fake, locale),
        family_first=language in ("ja", "zh"),
    )
