"""Numbers that states give to people: always in the ranges that they issue, with the check digits that they compute."""

from __future__ import annotations

from random import Random

from faker.providers.ssn.it_IT import checksum as italian_check_letter

from ..check_digits import luhn_digit, mod_11_10_digit, verhoeff_digit, weighted
from .values import fill

_NINO_LETTERS = "ABCEGHJKLMNPRSTWXYZ"
_NINO_BARRED = frozenset(("BG", "GB", "KN", "NK", "NT", "TN", "ZZ"))
_DNI = "TRWAGMYFPDXBNJZSQVHLCKE"
_ITALIAN_CONSONANTS = "BCDFGLMNPRSTVZ"
_ITALIAN_MONTHS = "ABCDEHLMPRST"
# Internal Revenue Service: the groups of an ITIN, and the prefixes that no campus gives to an EIN.
_ITIN_GROUPS = (*range(50, 66), *range(70, 89), *range(90, 93), *range(94, 100))
_NO_EIN = frozenset((17, 18, 19, 28, 29, 49, 69, 70, 78, 79, 89, 96, 97))
_EIN_PREFIXES = tuple(prefix for prefix in range(10, 100) if prefix not in _NO_EIN)


def us_ssn(rng: Random) -> str:
    """A number of the Social Security Administration: no part is all zeros, the area is not 666 nor above 899."""
    area = rng.randint(1, 898)
    return f"{area + (area >= 666):03}{rng.randint(1, 99):02}{rng.randint(1, 9999):04}"


def canadian_sin(rng: Random) -> str:
    """Social insurance number; 8 and 0 are no first digits of a person's."""
    digits = rng.choice("12345679") + fill("#######", rng)
    return digits + luhn_digit(digits)


def french_nir(rng: Random) -> str:
    """Sex, birth year and month, department, commune, order, and a key of two digits."""
    digits = (
        f"{rng.randint(1, 2)}{rng.randint(0, 99):02}{rng.randint(1, 12):02}"
        f"{rng.choice((rng.randint(1, 19), rng.randint(21, 95))):02}{rng.randint(1, 600):03}{rng.randint(1, 999):03}"
    )
    return f"{digits}{97 - int(digits) % 97:02}"


def british_nino(rng: Random) -> str:
    """National insurance number."""
    while True:
        prefix = rng.choice(_NINO_LETTERS) + rng.choice(_NINO_LETTERS)
        if prefix not in _NINO_BARRED:
            return prefix + fill("######", rng) + rng.choice("ABCD")


def british_nhs(rng: Random) -> str:
    """A patient's number, in the ranges of England and Wales."""
    while True:
        digits = rng.choice("467") + fill("########", rng)
        check = -weighted(digits, (10, 9, 8, 7, 6, 5, 4, 3, 2)) % 11
        if check < 10:
            return digits + str(check)


def british_utr(rng: Random) -> str:
    """Unique taxpayer reference; its check digit comes first."""
    digits = fill("#########", rng)
    return "21987654321"[weighted(digits, (6, 7, 8, 9, 10, 5, 4, 3, 2)) % 11] + digits


def indian_aadhaar(rng: Random) -> str:
    """Twelve digits that begin with 2 or more."""
    digits = rng.choice("23456789") + fill("##########", rng)
    return digits + verhoeff_digit(digits)


def swedish_personnummer(rng: Random) -> str:
    """Ten digits that begin with a birth date."""
    digits = _birth_date(rng) + fill("###", rng)
    return digits + luhn_digit(digits)


def polish_pesel(rng: Random) -> str:
    """Eleven digits that begin with a birth date of the last century."""
    digits = _birth_date(rng) + fill("####", rng)
    return digits + str(-weighted(digits, (1, 3, 7, 9, 1, 3, 7, 9, 1, 3)) % 10)


def _birth_date(rng: Random) -> str:
    return f"{rng.randint(40, 99)}{rng.randint(1, 12):02}{rng.randint(1, 28):02}"


def dutch_bsn(rng: Random) -> str:
    """Nine digits that pass the eleven test."""
    while True:
        digits = fill("%#######", rng)
        check = weighted(digits, (9, 8, 7, 6, 5, 4, 3, 2)) % 11
        if check < 10:
            return digits + str(check)


def spanish_dni(rng: Random) -> str:
    """Eight digits and a letter."""
    digits = fill("########", rng)
    return digits + _DNI[int(digits) % 23]


def spanish_cif(rng: Random) -> str:
    """The tax number of a limited company."""
    digits = fill("#######", rng)
    return f"B{digits}{luhn_digit(digits)}"


def brazilian_cpf(rng: Random) -> str:
    """Eleven digits, the last two of them checks."""
    digits = fill("#########", rng)
    for length in (9, 10):
        rest = weighted(digits, tuple(range(length + 1, 1, -1))) * 10 % 11
        digits += str(rest % 10)
    return digits


def us_itin(rng: Random) -> str:
    """The tax number of those who get no social security number."""
    return f"9{fill('##', rng)}{rng.choice(_ITIN_GROUPS)}{fill('####', rng)}"


def us_ein(rng: Random) -> str:
    """The tax number of an employer."""
    return f"{rng.choice(_EIN_PREFIXES)}{fill('#######', rng)}"


def german_tax_id(rng: Random) -> str:
    """Eleven digits; of the first ten, one occurs twice and one is missing, as was the rule until 2016."""
    while True:
        digits = rng.sample("0123456789", 9)
        digits.insert(rng.randrange(10), rng.choice(digits))
        if digits[0] != "0":
            first = "".join(digits)
            return first + mod_11_10_digit(first)


def german_vat(rng: Random) -> str:
    """DE and nine digits."""
    digits = fill("%#######", rng)
    return f"DE{digits}{mod_11_10_digit(digits)}"


def italian_fiscal_code(rng: Random) -> str:
    """Letters of the names, birth date and place; women's days of birth have 40 added."""
    names = "".join(rng.choices(_ITALIAN_CONSONANTS, k=6))
    born = f"{fill('##', rng)}{rng.choice(_ITALIAN_MONTHS)}{rng.randint(1, 28) + rng.choice((0, 40)):02}"
    code = f"{names}{born}{rng.choice('ABCDEFGHL')}{rng.randint(1, 999):03}"
    return code + italian_check_letter(code)


def italian_vat(rng: Random) -> str:
    """IT, seven digits, the office and a check digit."""
    digits = f"{fill('#######', rng)}{rng.randint(1, 100):03}"
    return f"IT{digits}{luhn_digit(digits)}"


def french_vat(rng: Random) -> str:
    """FR, a key and the number of the company."""
    digits = fill("%#######", rng)
    siren = digits + luhn_digit(digits)
    return f"FR{(12 + 3 * int(siren)) % 97:02}{siren}"


def french_tax_id(rng: Random) -> str:
    """The thirteen digits of the tax office, the last three a key."""
    digits = rng.choice("0123") + fill("#########", rng)
    return f"{digits}{int(digits) % 511:03}"


def australian_tfn(rng: Random) -> str:
    """Nine digits, modulo 11."""
    while True:
        digits = fill("%#######", rng)
        check = weighted(digits, (1, 4, 3, 7, 5, 8, 6, 9)) % 11
        if check < 10:
            return digits + str(check)
