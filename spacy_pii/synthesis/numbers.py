"""Numbers that states, clinics and companies give to people, with valid check digits where the real thing has them."""

from __future__ import annotations

from random import Random

from .checks import grouped, luhn_digit, weighted
from .spoken import spoken_digits
from .values import Draw, Kind, fill, form, simple

_SSN = {
    "US": (*("%##-##-####",) * 8, *("0##-##-####",) * 2, "%## ## ####", "%## ## ####", "%########", "%##.##.####"),
    "GB": ("A? ## ## ## ?", "A?######?", "J? ## ## ## C"),
    "CA": ("%## ### ###", "%##-###-###", "%########"),
    "FR": ("% ## 0% ## ### ### ##", "%##0%########", "% ## 1% ## ### ### ##"),
}
_PASSPORTS = {
    "US": ("%########", "?########"),
    "GB": ("%########",),
    "IN": ("?%######", "? %######"),
    "DE": ("C%*******", "C01X*****"),
    "FR": ("##??#####",),
    "CA": ("??######",),
    "AU": ("P?#######", "N#######"),
    "IT": ("Y?#######", "AA#######"),
    "ES": ("???######", "XDA######"),
    "NL": ("N??*****#",),
    "PL": ("??#######", "?? #######"),
}
_OTHER_PASSPORTS = ("??#######", "?#######", "%########", "??######", "?? ######")
_LICENSES = (
    *("?#######", "%########", "?###-####-####", "?????######??#??", "??## ###########", "#########", "?## ### ###"),
    *(
        "?###-###-##-###-#",
        "?############",
        "########",
        "??######?",
        "?####-#####-#####",
        "##-###-####",
        "??-##-###-####",
    ),
    *("?????%##### ?##??", "B0%####?##", "U1####### ?", "DL-##########", "?%## ### ### ###", "###-##-####"),
)
_PLATES = {
    "US": ("%???###", "???-####", "??? ####", "###-???", "???####", "?## ???", "%??? ###", "?##-??#"),
    "GB": ("??## ???", "??##???", "?### ???"),
    "CA": ("???? ###", "???-###", "?## ?#?"),
    "AU": ("???-###", "### ???", "%?? #??"),
    "DE": ("M-?? ####", "HH ?? ###", "B-? %###", "K-?? ##E", "F?? ####"),
    "FR": ("??-###-??", "?? ### ??", "%### ?? 75"),
    "IN": ("MH ## ?? ####", "DL##?####", "KA-##-??-####"),
    "IT": ("??###??", "?? ### ??"),
    "ES": ("#### ???", "####-???"),
    "NL": ("??-###-?", "##-??-##", "?-###-??"),
    "PL": ("?? #####", "??? ##??"),
    "BR": ("???#?##", "???-####"),
    "SE": ("??? ###", "??? ##?"),
}
_MEDICAL = (
    *(
        "MRN-#######",
        "MRN%######",
        "%## ### ####",
        "H##-######",
        "?#######",
        "PT-######",
        "%???-??#-??##",
        "#########?",
    ),
    *(
        "%#######",
        "NHS %## ### ####",
        "%##-##-####-?",
        "?## ### ###",
        "%?#?-?#?-??##",
        "P%#####",
        "MR######",
        "HN ######",
    ),
    *("%## %## %###", "PAT######", "?##########", "W#### #####", "%#########-%"),
)
_IDS = (
    *("C-####-###", "EMP-#####", "E######", "%########", "CUST-######", "ID-####-??", "MEM######", "CASE-20##-#####"),
    *(
        "?##-#####",
        "%####/##",
        "%#####",
        "KD-#######",
        "POL-########",
        "A##/####/##",
        "STU%######",
        "BK######",
        "#####-??-##",
    ),
    *(
        "??######",
        "L%######",
        "CL-##-####",
        "TKT-#####",
        "20##/####",
        "RES%#####",
        "M-%#######",
        "U%######",
        "%###-####",
    ),
)
_VIN_ALPHABET = "ABCDEFGHJKLMNPRSTUVWXYZ0123456789"
_VIN_VALUES = dict(zip(_VIN_ALPHABET, map(int, "12345678123457923456789" + "0123456789"), strict=True))
_VIN_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
_DNI = "TRWAGMYFPDXBNJZSQVHLCKE"


def _vin(draw: Draw) -> str:
    characters = draw.rng.choices(_VIN_ALPHABET, k=17)
    total = sum(_VIN_VALUES[char] * weight for char, weight in zip(characters, _VIN_WEIGHTS, strict=True))
    characters[8] = "0123456789X"[total % 11]
    return "".join(characters)


def _imei(draw: Draw) -> str:
    digits = fill("35############", draw.rng)
    imei = digits + luhn_digit(digits)
    return imei if draw.rng.random() < 0.7 else grouped(imei, (2, 6, 6, 1), draw.rng.choice("-- "))


def _cpf(rng: Random) -> str:
    digits = fill("#########", rng)
    for length in (9, 10):
        rest = weighted(digits, tuple(range(length + 1, 1, -1))) * 10 % 11
        digits += str(rest % 10)
    return digits if rng.random() < 0.3 else f"{digits[:3]}.{digits[3:6]}.{digits[6:9]}-{digits[9:]}"


def _pesel(rng: Random) -> str:
    digits = f"{rng.randint(40, 99)}{rng.randint(1, 12):02}{rng.randint(1, 28):02}" + fill("####", rng)
    return digits + str(-weighted(digits, (1, 3, 7, 9, 1, 3, 7, 9, 1, 3)) % 10)


def _bsn(rng: Random) -> str:
    while True:
        digits = fill("%#######", rng)
        check = weighted(digits, (9, 8, 7, 6, 5, 4, 3, 2)) % 11
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
    return fill(draw.rng.choice(_SSN.get(draw.pool.country.code, _SSN["US"])), draw.rng)


def _passport(draw: Draw) -> str:
    number = fill(draw.rng.choice(_PASSPORTS.get(draw.pool.country.code, _OTHER_PASSPORTS)), draw.rng)
    return number.lower() if draw.rng.random() < 0.03 else number


def _by_country(table: dict[str, tuple[str, ...]], draw: Draw) -> str:
    return fill(draw.rng.choice(table.get(draw.pool.country.code, table["US"])), draw.rng)


def _patterns(label: str, *patterns: str) -> Kind:
    return simple(label, lambda draw: fill(draw.rng.choice(patterns), draw.rng))


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
