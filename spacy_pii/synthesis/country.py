"""How a country writes phones, postcodes and streets."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Country:
    """code: ISO 3166 alpha-2. phones, postcode: patterns of `values.fill`.

    streets, units, line: templates over the parts of an address; n is a small number, l and a are letters.
    """

    code: str
    names: tuple[str, ...]
    calling: str
    phones: tuple[str, ...]
    postcode: str
    streets: tuple[str, ...]
    units: tuple[str, ...] = ()
    line: str = "{zip} {city}"
    has_state: bool = False
