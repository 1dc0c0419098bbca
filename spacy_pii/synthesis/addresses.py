"""Addresses, places and coordinates."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from random import Random

from faker.providers.geo import Provider as Geo

from .value_tables import Country, value_tables
from .values import Draw, Kind, Value, fill, form, simple

_WORLD_CITIES = tuple(place[2] for place in Geo.land_coords)
# How often city, state and zip code are a real combination; else the city may be invented.
_REAL = 0.55


@cache
def _country_names() -> tuple[str, ...]:
    tables = value_tables()
    return (*(name for country in tables.countries.values() for name in country.names), *tables.places.countries)


@dataclass(frozen=True, slots=True)
class Address:
    """street: building number, street and secondary unit as one."""

    street: str
    city: str
    state: str
    zip: str
    country: str
    line: str


def _street_name(draw: Draw) -> str:
    rng, pool = draw.rng, draw.pool
    # Streets named after anybody: no list of street names is long enough.
    if pool.locale.startswith("en") and rng.random() < 0.3:
        return f"{rng.choice(pool.last)} {rng.choice(value_tables().places.street_types)}"
    return rng.choice(pool.streets)


def _street(draw: Draw) -> str:
    rng, country = draw.rng, draw.pool.country
    number = rng.randint(1, 199) if rng.random() < 0.7 else rng.randint(200, 19_999)
    values = {"n": rng.randint(1, 29), "l": rng.choice("ABCDE"), "a": rng.choice("abc")}
    street = rng.choice(country.streets).format(number=number, street=_street_name(draw), **values)
    if country.units and rng.random() < 0.3:
        unit = rng.choice(country.units).format(**values)
        street = f"{unit}, {street}" if country.unit_first else f"{street}{rng.choice((', ', ' '))}{unit}"
    return street


def _address(draw: Draw) -> Address:
    rng, pool = draw.rng, draw.pool
    country = pool.country
    if rng.random() < _REAL:
        real = rng.choice(country.cities)
        city, state, code = real.name, real.state or rng.choice(pool.regions), real.zip
        state = country.states.get(state, state) if country.states and rng.random() < 0.15 else state
    else:
        city, state, code = rng.choice(pool.cities), rng.choice(pool.regions), country.postcode
    if country.postcode_extension and rng.random() < 0.1:
        code += country.postcode_extension
    return Address(_street(draw), city, state, fill(code, rng), rng.choice(country.names), _line(country, rng))


def _line(country: Country, rng: Random) -> str:
    if country.line_has_state and rng.random() < 0.2:
        return rng.choice(("{city}, {state}, {zip}", "{city} {state} {zip}", "{city}, {state} {zip}", "{city}, {zip}"))
    return country.line


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


def _one_line(address: Address, draw: Draw) -> Value:
    return _joined(address, draw, draw.rng.choice((", ", ", ", ", ", ", ", " ", " - ", "; ")))


def _city_and_area(address: Address, draw: Draw) -> Value:
    area = draw.rng.choice((address.state, address.country))
    return ((address.city, "LOCATION"), (", ", None), (area, "LOCATION"))


def _point(draw: Draw) -> tuple[float, float]:
    place = draw.rng.choice(Geo.land_coords)
    return float(place[0]) + draw.rng.uniform(-0.2, 0.2), float(place[1]) + draw.rng.uniform(-0.2, 0.2)


def _degrees(value: float, hemispheres: str) -> str:
    minutes, seconds = divmod(abs(value) * 3600, 60)
    degrees, minutes = divmod(int(minutes), 60)
    return f"{degrees}°{minutes:02}'{seconds:04.1f}\"{hemispheres[value < 0]}"


def _coordinates(point: tuple[float, float], draw: Draw) -> str:
    latitude, longitude = point
    north, east = "NS"[latitude < 0], "EW"[longitude < 0]
    digits = draw.rng.randint(3, 7)
    return draw.rng.choice(
        (
            f"{latitude:.{digits}f},{longitude:.{digits}f}",
            f"{latitude:.{digits}f}, {longitude:.{digits}f}",
            f"{latitude:.{digits}f}, {longitude:.{digits}f}",
            f"{latitude:.{digits}f}/{longitude:.{digits}f}",
            f"{latitude:.{digits}f} {longitude:.{digits}f}",
            f"[{latitude:.{digits}f}, {longitude:.{digits}f}]",
            f"{abs(latitude):.4f}° {north}, {abs(longitude):.4f}° {east}",
            f"{abs(latitude):.4f}{north} {abs(longitude):.4f}{east}",
            f"{north}{abs(latitude):.3f} {east}{abs(longitude):.3f}",
            f"{_degrees(latitude, 'NS')} {_degrees(longitude, 'EW')}",
        )
    )


def _place(draw: Draw) -> str:
    rng, kind = draw.rng, draw.rng.random()
    if kind < 0.4:
        return rng.choice(draw.pool.cities)
    if kind < 0.65:
        return rng.choice(_WORLD_CITIES)
    if kind < 0.85:
        return rng.choice(_country_names())
    return rng.choice(draw.pool.regions) if kind < 0.93 else rng.choice(value_tables().places.regions)


KINDS: dict[str, Kind] = {
    "address": Kind(
        _address,
        {
            "": _one_line,
            "lines": lambda a, d: _joined(a, d, "\n"),
            "street": form("STREET_ADDRESS", lambda a, d: a.street),
            "city": form("LOCATION", lambda a, d: a.city),
            "state": form("LOCATION", lambda a, d: a.state),
            "zip": form("LOCATION", lambda a, d: a.zip),
            "country": form("LOCATION", lambda a, d: a.country),
            "city_line": lambda a, d: _city_line(a),
            "city_area": _city_and_area,
        },
    ),
    "place": simple("LOCATION", _place),
    "city": simple("LOCATION", lambda draw: draw.rng.choice(draw.pool.cities)),
    "country": simple("LOCATION", lambda draw: draw.rng.choice(_country_names())),
    "coordinates": Kind(_point, {"": form("COORDINATES", _coordinates)}),
}
