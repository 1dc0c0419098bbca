"""Numbers that states, clinics and companies give to people, with valid check digits where the real thing has them."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from ..check_digits import luhn_digit
from .national import (
    australian_tfn,
    brazilian_cpf,
    british_nhs,
    british_nino,
    british_utr,
    canadian_sin,
    dutch_bsn,
    french_nir,
    french_tax_id,
    french_vat,
    german_tax_id,
    german_vat,
    indian_aadhaar,
    italian_fiscal_code,
    italian_vat,
    polish_pesel,
    spanish_cif,
    spanish_dni,
    swedish_personnummer,
    us_ein,
    us_itin,
    us_ssn,
)
from .spoken import spoken_digits
from .value_tables import value_tables
from .values import Draw, Kind, fill, form, grouped, simple

# How a country's numbers are made, and how they are written.
_Written = tuple[Callable[[Random], str], tuple[str, ...]]
_SSN: dict[str, _Written] = {
    "US": (us_ssn, (*("###-##-####",) * 10, "### ## ####", "### ## ####", "#########", "###.##.####")),
    "GB": (british_nino, ("## ## ## ## #", "#########", "## ## ## ## #")),
    "CA": (canadian_sin, ("### ### ###", "###-###-###", "#########")),
    "FR": (french_nir, ("# ## ## ## ### ### ##", "###############", "# ## ## ## ### ### ##")),
}
_NATIONAL_IDS: dict[str, _Written] = {
    "PL": (polish_pesel, ("###########",)),
    "NL": (dutch_bsn, ("#########",)),
    "ES": (spanish_dni, ("#########", "########-#")),
    "IN": (indian_aadhaar, ("#### #### ####",)),
    "SE": (swedish_personnummer, ("######-####",)),
}
_TAX_IDS: dict[str, tuple[_Written, ...]] = {
    "BR": ((brazilian_cpf, ("###.###.###-##", "###.###.###-##", "###########")),),
    "US": ((us_itin, ("###-##-####",)), (us_ein, ("##-#######",))),
    "GB": ((british_utr, ("##########", "##### #####")),),
    "DE": ((german_tax_id, ("## ### ### ###",)), (german_vat, ("###########",))),
    "IT": ((italian_fiscal_code, ("################",)), (italian_vat, ("#############",))),
    "FR": ((french_vat, ("#############",)), (french_tax_id, ("## ## ### ### ###",))),
    "ES": ((spanish_cif, ("#########",)),),
    "AU": ((australian_tfn, ("### ### ###",)),),
}
# The share of patients' numbers that are Britain's: whatever has their grouping is one of them.
_NHS = 0.14
_VIN_ALPHABET = "ABCDEFGHJKLMNPRSTUVWXYZ0123456789"
_VIN_VALUES = dict(zip(_VIN_ALPHABET, map(int, "12345678123457923456789" + "0123456789"), strict=True))
_VIN_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)


def _vin(draw: Draw) -> str:
    characters = draw.rng.choices(_VIN_ALPHABET, k=17)
    total = sum(_VIN_VALUES[char] * weight for char, weight in zip(characters, _VIN_WEIGHTS, strict=True))
    characters[8] = "0123456789X"[total % 11]
    return "".join(characters)


def _imei(draw: Draw) -> str:
    digits = fill("35############", draw.rng)
    imei = digits + luhn_digit(digits)
    return imei if draw.rng.random() < 0.7 else grouped(imei, (2, 6, 6, 1), draw.rng.choice("-- "))


def _write(number: str, layout: str) -> str:
    """The characters of a number in the places that # marks in a layout."""
    characters = iter(number)
    return "".join(next(characters) if char == "#" else char for char in layout)


def _made(written: _Written, rng: Random) -> str:
    make, layouts = written
    return _write(make(rng), rng.choice(layouts))


def _ssn(draw: Draw) -> str:
    return _made(_SSN.get(draw.pool.country.code, _SSN["US"]), draw.rng)


def _national_id(draw: Draw) -> str:
    rng, code = draw.rng, draw.pool.country.code
    if code in _NATIONAL_IDS:
        return _made(_NATIONAL_IDS[code], rng)
    return fill(rng.choice(draw.pool.country.id_cards or value_tables().identifiers.id_cards), rng)


def _tax_id(draw: Draw) -> str:
    rng, code = draw.rng, draw.pool.country.code
    if code in _TAX_IDS:
        return _made(rng.choice(_TAX_IDS[code]), rng)
    return fill("???P?####?" if code == "IN" else rng.choice(value_tables().identifiers.tax_ids), rng)


def _medical_id(draw: Draw) -> str:
    rng = draw.rng
    if rng.random() < _NHS:
        return rng.choice(("NHS ", "")) + _write(british_nhs(rng), "### ### ####")
    return fill(rng.choice(value_tables().identifiers.medical_ids), rng)


def _passport(draw: Draw) -> str:
    number = fill(draw.rng.choice(draw.pool.country.passports or value_tables().identifiers.passports), draw.rng)
    return number.lower() if draw.rng.random() < 0.03 else number


def _plate(draw: Draw) -> str:
    return fill(draw.rng.choice(draw.pool.country.plates or value_tables().countries["US"].plates), draw.rng)


def _one_of(draw: Draw, patterns: tuple[str, ...]) -> str:
    return fill(draw.rng.choice(patterns), draw.rng)


KINDS: dict[str, Kind] = {
    "ssn": Kind(
        _ssn,
        {
            "": form("US_SSN", lambda ssn, draw: ssn),
            "spoken": form("US_SSN", lambda ssn, draw: spoken_digits(ssn, draw.rng)),
        },
    ),
    "national_id": simple("NATIONAL_ID", _national_id),
    "tax_id": simple("TAX_ID", _tax_id),
    "passport": simple("PASSPORT", _passport),
    "driver_license": simple("DRIVER_LICENSE", lambda draw: _one_of(draw, value_tables().identifiers.driver_licenses)),
    "medical_id": simple("MEDICAL_ID", _medical_id),
    "plate": simple("VEHICLE_ID", _plate),
    "vin": simple("VEHICLE_ID", _vin),
    "imei": simple("DEVICE_ID", _imei),
    "serial": simple("DEVICE_ID", lambda draw: _one_of(draw, value_tables().identifiers.serials)),
    "id": Kind(
        lambda draw: _one_of(draw, value_tables().identifiers.ids),
        {
            "": form("ID", lambda text, draw: text),
            "spoken": form("ID", lambda text, draw: spoken_digits(text, draw.rng)),
        },
    ),
    "pin": Kind(
        lambda draw: _one_of(draw, ("####", "####", "######")),
        {
            "": form("PIN", lambda text, draw: text),
            "spoken": form("PIN", lambda text, draw: spoken_digits(text, draw.rng)),
        },
    ),
}
