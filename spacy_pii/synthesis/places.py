"""Addresses, places, coordinates, telephone numbers and organizations."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from faker.providers.geo import Provider as Geo

from .countries import COUNTRIES
from .people import ascii_fold, spoken_address
from .values import Draw, Kind, Value, fill, form, simple, spoken_digits
from .words import COINED, KNOWN_ORGANIZATIONS, OTHER_COUNTRIES, TRADES

_COUNTRY_NAMES = tuple(name for country in COUNTRIES.values() for name in country.names) + OTHER_COUNTRIES
_WORLD_CITIES = tuple(place[2] for place in Geo.land_coords)
_FORMS = ("", "", "", " Inc.", " Inc", " LLC", " Ltd", " Ltd.", " GmbH", " AG", " S.A.", " Corp.", " Group", " plc")
_DOMAINS = ("com", "com", "org", "net", "io", "co.uk", "de", "fr", "co", "edu", "in")


@dataclass(frozen=True, slots=True)
class Address:
    """street: building number, street and secondary unit as one."""

    street: str
    city: str
    state: str
    zip: str
    country: str
    line: str
    has_state: bool


def _street(draw: Draw) -> str:
    rng, country = draw.rng, draw.pool.country
    number = rng.randint(1, 199) if rng.random() < 0.7 else rng.randint(200, 19_999)
    values = {"n": rng.randint(1, 29), "l": rng.choice("ABCDE"), "a": rng.choice("abc")}
    street = rng.choice(country.streets).format(number=number, street=rng.choice(draw.pool.streets), **values)
    if country.units and rng.random() < 0.3:
        unit = rng.choice(country.units).format(**values)
        street = (
            f"{unit}, {street}" if country.code in ("GB", "IN", "AU") else f"{street}{rng.choice((', ', ' '))}{unit}"
        )
    return street


def _address(draw: Draw) -> Address:
    rng, pool = draw.rng, draw.pool
    country = pool.country
    return Address(
        street=_street(draw),
        city=rng.choice(pool.cities),
        state=rng.choice(pool.regions),
        zip=fill(country.postcode + ("-####" if country.code == "US" and rng.random() < 0.1 else ""), rng),
        country=rng.choice(country.names),
        line=country.line,
        has_state=country.has_state,
    )


def _city_line(address: Address) -> Value:
    """The line with city, state and zip code in the order of the country; each of them is a span of its own."""
    pieces: list[tuple[str, str | None]] = []
    for literal, name in _split_line(address.line):
        if literal:
            pieces.append((literal, None))
        pieces.append((getattr(address, name), "LOCATION"))
    return tuple(pieces)


def _split_line(line: str) -> list[tuple[str, str]]:
    parts = line.split("{")
    fields = [part.split("}") for part in parts[1:]]
    return [(parts[0] if i == 0 else fields[i - 1][1], field[0]) for i, field in enumerate(fields)]


def _joined(address: Address, draw: Draw, separator: str) -> Value:
    value: Value = ((address.street, "STREET_ADDRESS"), (separator, None), *_city_line(address))
    return (*value, (separator, None), (address.country, "LOCATION")) if draw.rng.random() < 0.35 else value


def _point(draw: Draw) -> tuple[float, float]:
    place = draw.rng.choice(Geo.land_coords)
    return float(place[0]) + draw.rng.uniform(-0.2, 0.2), float(place[1]) + draw.rng.uniform(-0.2, 0.2)


def _coordinates(point: tuple[float, float], draw: Draw) -> str:
    latitude, longitude = point
    kind = draw.rng.randrange(5)
    if kind == 0:
        north, east = "NS"[latitude < 0], "EW"[longitude < 0]
        return f"{abs(latitude):.4f}° {north}, {abs(longitude):.4f}° {east}"
    if kind == 1:
        return f"{latitude:.6f}/{longitude:.6f}"
    return f"{latitude:.{kind + 2}f},{' ' if kind < 4 else ''}{longitude:.{kind + 2}f}"


def _place(draw: Draw) -> str:
    rng, kind = draw.rng, draw.rng.random()
    if kind < 0.45:
        return rng.choice(draw.pool.cities)
    if kind < 0.7:
        return rng.choice(_WORLD_CITIES)
    return rng.choice(_COUNTRY_NAMES) if kind < 0.9 else rng.choice(draw.pool.regions)


def _phone(draw: Draw) -> str:
    return fill(draw.rng.choice(draw.pool.country.phones), draw.rng)


def _write_phone(phone: str, draw: Draw) -> str:
    rng, calling = draw.rng, draw.pool.country.calling
    kind = rng.random()
    if kind < 0.55:
        return phone
    if kind < 0.6:
        return f"{phone} {rng.choice(('ext.', 'x', 'ext'))} {fill('%##', rng)}"
    national = phone.replace("(0", "(").removeprefix("0")
    if kind < 0.9:
        return calling + rng.choice((" ", " ", "-", "")) + national
    return calling.replace("+", "00") + " " + national


def _e164(phone: str, draw: Draw) -> str:
    return draw.pool.country.calling + "".join(char for char in phone if char.isdigit()).removeprefix("0")


def _organization(draw: Draw) -> str:
    rng, pool = draw.rng, draw.pool
    kind = rng.random()
    if kind < 0.12:
        return rng.choice(KNOWN_ORGANIZATIONS)
    if kind < 0.4:
        return f"{rng.choice(COINED)} {rng.choice(TRADES)}{rng.choice(_FORMS)}"
    if kind < 0.6:
        return f"{rng.choice(pool.last)} {rng.choice(TRADES)}{rng.choice(_FORMS)}"
    if kind < 0.7:
        return (
            f"{rng.choice(pool.last)} {rng.choice(('&', 'and'))} {rng.choice(('Sons', 'Co.', rng.choice(pool.last)))}"
        )
    if kind < 0.8:
        return f"{rng.choice(COINED)}{rng.choice(COINED).lower()}{rng.choice(_FORMS)}"
    city = rng.choice(pool.cities)
    return rng.choice(
        (
            f"University of {city}",
            f"{city} General Hospital",
            f"{city} City Council",
            f"Bank of {city}",
            f"{city} High School",
        )
    )


def domain(name: str, rng: Random) -> str:
    """A domain that could be the organization's."""
    return f"{ascii_fold(name)[:18] or 'portal'}.{rng.choice(_DOMAINS)}"


def _mailbox(name: str, draw: Draw) -> str:
    box = draw.rng.choice(("info", "support", "billing", "hr", "office", "contact", "sales", "no-reply"))
    return f"{box}@{domain(name, draw.rng)}"


def _home_page(name: str, draw: Draw) -> str:
    return draw.rng.choice(("www.", "https://www.", "https://", "http://", "")) + domain(name, draw.rng)


KINDS: dict[str, Kind] = {
    "address": Kind(
        _address,
        {
            "": lambda a, d: _joined(a, d, ", "),
            "lines": lambda a, d: _joined(a, d, "\n"),
            "street": form("STREET_ADDRESS", lambda a, d: a.street),
            "city": form("LOCATION", lambda a, d: a.city),
            "state": form("LOCATION", lambda a, d: a.state),
            "zip": form("LOCATION", lambda a, d: a.zip),
            "country": form("LOCATION", lambda a, d: a.country),
            "city_line": lambda a, d: _city_line(a),
        },
    ),
    "place": simple("LOCATION", _place),
    "city": simple("LOCATION", lambda draw: draw.rng.choice(draw.pool.cities)),
    "country": simple("LOCATION", lambda draw: draw.rng.choice(_COUNTRY_NAMES)),
    "coordinates": Kind(_point, {"": form("COORDINATES", _coordinates)}),
    "phone": Kind(
        _phone,
        {
            "": form("PHONE_NUMBER", _write_phone),
            "e164": form("PHONE_NUMBER", _e164),
            "spoken": form("PHONE_NUMBER", lambda phone, d: spoken_digits(phone, d.rng)),
        },
    ),
    "org": Kind(
        _organization,
        {
            "": form("ORGANIZATION", lambda name, d: name),
            "email": form("EMAIL_ADDRESS", _mailbox),
            "domain": form("URL", lambda name, d: domain(name, d.rng)),
            "url": form("URL", _home_page),
            "url_spoken": form("URL", lambda name, d: spoken_address(domain(name, d.rng), d.rng)),
        },
    ),
}
