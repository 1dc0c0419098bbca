"""Numbers that institutions issue, with valid check digits where the real thing has them."""

from __future__ import annotations

from random import Random

from .values import Draw, Kind, fill, form, simple, spoken_digits

# Brand prefixes and lengths; the sum of digits is Luhn's (ISO/IEC 7812).
_CARDS = (("4", 16), ("4", 16), ("51", 16), ("55", 16), ("2221", 16), ("34", 15), ("37", 15), ("6011", 16), ("36", 14))
# The national part of an IBAN per country, in the patterns of `fill` (SWIFT's IBAN registry).
_BBAN = {
    "DE": "#" * 18,
    "GB": "????" + "#" * 14,
    "FR": "#" * 10 + "*" * 11 + "##",
    "ES": "#" * 20,
    "IT": "?" + "#" * 10 + "*" * 12,
    "NL": "????" + "#" * 10,
    "PL": "#" * 24,
    "PT": "#" * 21,
    "BE": "#" * 12,
    "AT": "#" * 16,
    "CH": "#" * 5 + "*" * 12,
    "IE": "????" + "#" * 14,
    "SE": "#" * 20,
    "RO": "????" + "*" * 16,
    "TR": "#####0" + "*" * 16,
    "BR": "#" * 23 + "?*",
    "CZ": "#" * 20,
    "GR": "#" * 7 + "*" * 16,
}
_SSN = {"US": "%##-##-####", "GB": "A? ## ## ## ?", "CA": "%## ### ###", "FR": "% ## 0% ## ### ### ##"}
_PASSPORTS = {
    "US": "%########",
    "GB": "%########",
    "IN": "?%######",
    "DE": "C%*******",
    "FR": "##??#####",
    "CA": "??######",
}
_LICENSES = (
    "?#######",
    "%########",
    "?###-####-####",
    "?????######??#??",
    "??## ###########",
    "#########",
    "?## ### ###",
)
_PLATES = {
    "US": ("%???###", "???-####", "??? ####", "###-???"),
    "GB": ("??## ???", "??##???"),
    "DE": ("M-?? ####", "HH ?? ###", "B-? %###"),
    "FR": ("??-###-??",),
    "IN": ("MH ## ?? ####", "DL##?####"),
    "IT": ("??###??", "?? ### ??"),
    "ES": ("#### ???",),
    "NL": ("??-###-?", "##-??-##"),
}
_MEDICAL = (
    "MRN-#######",
    "MRN%######",
    "%## ### ####",
    "H##-######",
    "?#######",
    "PT-######",
    "%???-??#-??##",
    "#########?",
)
_IDS = (
    "C-####-###",
    "EMP-#####",
    "E######",
    "%########",
    "CUST-######",
    "ID-####-??",
    "MEM######",
    "CASE-20##-#####",
    "?##-#####",
)
_VIN_ALPHABET = "ABCDEFGHJKLMNPRSTUVWXYZ0123456789"
_VIN_VALUES = dict(zip(_VIN_ALPHABET, map(int, "12345678123457923456789" + "0123456789"), strict=True))
_VIN_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
_DNI = "TRWAGMYFPDXBNJZSQVHLCKE"


def luhn_digit(digits: str) -> str:
    """The check digit that makes `digits` followed by it valid."""
    total = sum(sum(divmod(int(d) * (2 - i % 2), 10)) for i, d in enumerate(reversed(digits)))
    return str(-total % 10)


def _card(draw: Draw) -> str:
    prefix, length = draw.rng.choice(_CARDS)
    digits = fill(prefix + "#" * (length - len(prefix) - 1), draw.rng)
    return digits + luhn_digit(digits)


def grouped(text: str, sizes: tuple[int, ...], separator: str) -> str:
    """Cut a text into groups of the given sizes; the last size repeats."""
    groups, position, index = [], 0, 0
    while position < len(text):
        size = sizes[min(index, len(sizes) - 1)]
        groups.append(text[position : position + size])
        position, index = position + size, index + 1
    return separator.join(groups)


def _write_card(card: str, draw: Draw) -> str:
    sizes = (4,) if len(card) == 16 else (4, 6, 5)
    return grouped(card, sizes, draw.rng.choice((" ", " ", "-", "", "")))


def _iban(draw: Draw) -> str:
    country = draw.pool.country.code if draw.pool.country.code in _BBAN else draw.rng.choice(tuple(_BBAN))
    bban = fill(_BBAN[country], draw.rng)
    number = int("".join(str(int(char, 36)) for char in bban + country + "00"))
    return f"{country}{98 - number % 97:02}{bban}"


def _vin(draw: Draw) -> str:
    characters = draw.rng.choices(_VIN_ALPHABET, k=17)
    total = sum(_VIN_VALUES[char] * weight for char, weight in zip(characters, _VIN_WEIGHTS, strict=True))
    characters[8] = "0123456789X"[total % 11]
    return "".join(characters)


def _imei(draw: Draw) -> str:
    digits = fill("35############", draw.rng)
    imei = digits + luhn_digit(digits)
    return imei if draw.rng.random() < 0.7 else grouped(imei, (2, 6, 6, 1), "-")


def _weighted(digits: str, weights: tuple[int, ...]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True))


def _cpf(rng: Random) -> str:
    digits = fill("#########", rng)
    for length in (9, 10):
        rest = _weighted(digits, tuple(range(length + 1, 1, -1))) * 10 % 11
        digits += str(rest % 10)
    return digits if rng.random() < 0.3 else f"{digits[:3]}.{digits[3:6]}.{digits[6:9]}-{digits[9:]}"


def _pesel(rng: Random) -> str:
    digits = f"{rng.randint(40, 99)}{rng.randint(1, 12):02}{rng.randint(1, 28):02}" + fill("####", rng)
    return digits + str(-_weighted(digits, (1, 3, 7, 9, 1, 3, 7, 9, 1, 3)) % 10)


def _bsn(rng: Random) -> str:
    while True:
        digits = fill("%#######", rng)
        check = _weighted(digits, (9, 8, 7, 6, 5, 4, 3, 2)) % 11
        if check < 10:
            return digits + str(check)


def _dni(rng: Random) -> str:
    digits = fill("########", rng)
    return digits + rng.choice(("", "-")) + _DNI[int(digits) % 23]


def _national_id(draw: Draw) -> str:
    rng, code = draw.rng, draw.pool.country.code
    if code == "PL":
        return _pesel(rng)
    if code == "NL":
        return _bsn(rng)
    if code == "ES":
        return _dni(rng)
    pattern = {"IN": "%### #### ####", "DE": "L%*******", "SE": "8%0%1#-####", "IT": "CA#####??", "FR": "############"}
    return fill(
        pattern.get(code) or rng.choice(("%########", "??#######", "%#########", "ID#######", "######-####")), rng
    )


def _tax_id(draw: Draw) -> str:
    rng, code = draw.rng, draw.pool.country.code
    if code == "BR":
        return _cpf(rng)
    patterns = {
        "US": ("9##-7#-####", "%#-#######"),
        "GB": ("%#########", "%#### #####"),
        "IN": ("???P?####?",),
        "DE": ("%# ### ### ###", "DE#########"),
        "IT": ("??????##?##?###?", "IT###########"),
        "FR": ("FR%#%########", "%# ## ### ### ###"),
        "ES": ("B########",),
        "AU": ("### ### ###",),
    }
    return fill(rng.choice(patterns.get(code, ("##########", "??#########", "%##-###-###"))), rng)


def _ssn(draw: Draw) -> str:
    rng, code = draw.rng, draw.pool.country.code
    pattern = _SSN[code] if code in _SSN else _SSN["US"]
    number = fill(pattern, rng)
    return number.replace("-", rng.choice(("-", "-", "-", " ", ""))) if code not in ("GB", "FR", "CA") else number


def _bank_account(draw: Draw) -> str:
    return fill(
        draw.rng.choice(("########", "##########", "%###########", "####-####-##", "##-##-## ########", "%####.###")),
        draw.rng,
    )


def _routing(draw: Draw) -> str:
    if draw.pool.country.code == "GB":
        return fill("##-##-##", draw.rng)
    digits = fill("0#######", draw.rng)
    return digits + str(-_weighted(digits, (3, 7, 1, 3, 7, 1, 3, 7)) % 10)


def _bic(draw: Draw) -> str:
    return (
        fill("????", draw.rng)
        + draw.pool.country.code
        + fill(draw.rng.choice(("??", "*#", "##???", "??XXX")), draw.rng)
    )


def _by_country(table: dict[str, tuple[str, ...]], draw: Draw) -> str:
    return fill(draw.rng.choice(table.get(draw.pool.country.code, table["US"])), draw.rng)


def _patterns(label: str, *patterns: str) -> Kind:
    return simple(label, lambda draw: fill(draw.rng.choice(patterns), draw.rng))


KINDS: dict[str, Kind] = {
    "card": Kind(
        _card,
        {
            "": form("CREDIT_CARD", _write_card),
            "compact": form("CREDIT_CARD", lambda card, draw: card),
            "spoken": form("CREDIT_CARD", lambda card, draw: spoken_digits(card, draw.rng)),
        },
    ),
    "cvv": _patterns("CVV", "###", "###", "%##", "####"),
    "iban": Kind(
        _iban,
        {
            "": form("IBAN_CODE", lambda iban, draw: grouped(iban, (4,), draw.rng.choice((" ", " ", "")))),
            "compact": form("IBAN_CODE", lambda iban, draw: iban),
        },
    ),
    "account": Kind(
        _bank_account,
        {
            "": form("BANK_ACCOUNT", lambda number, draw: number),
            "spoken": form("BANK_ACCOUNT", lambda number, draw: spoken_digits(number, draw.rng)),
        },
    ),
    "routing": simple("BANK_ACCOUNT", _routing),
    "bic": simple("BANK_CODE", _bic),
    "ssn": Kind(
        _ssn,
        {
            "": form("US_SSN", lambda ssn, draw: ssn),
            "spoken": form("US_SSN", lambda ssn, draw: spoken_digits(ssn, draw.rng)),
        },
    ),
    "national_id": simple("NATIONAL_ID", _national_id),
    "tax_id": simple("TAX_ID", _tax_id),
    "passport": simple("PASSPORT", lambda draw: fill(_PASSPORTS.get(draw.pool.country.code, "??#######"), draw.rng)),
    "driver_license": _patterns("DRIVER_LICENSE", *_LICENSES),
    "medical_id": _patterns("MEDICAL_ID", *_MEDICAL),
    "plate": simple("VEHICLE_ID", lambda draw: _by_country(_PLATES, draw)),
    "vin": simple("VEHICLE_ID", _vin),
    "imei": simple("DEVICE_ID", _imei),
    "serial": _patterns("DEVICE_ID", "C02********", "SN-**********", "R58M#######", "F#?########*", "??####-####-##"),
    "id": Kind(
        lambda draw: fill(draw.rng.choice(_IDS), draw.rng),
        {
            "": form("ID", lambda text, draw: text),
            "spoken": form("ID", lambda text, draw: spoken_digits(text, draw.rng)),
        },
    ),
    "pin": Kind(
        lambda draw: fill(draw.rng.choice(("####", "####", "######")), draw.rng),
        {
            "": form("PIN", lambda text, draw: text),
            "spoken": form("PIN", lambda text, draw: spoken_digits(text, draw.rng)),
        },
    ),
}
