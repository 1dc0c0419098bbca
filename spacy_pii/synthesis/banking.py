"""Payment cards, IBANs and other accounts."""

from __future__ import annotations

from .checks import grouped, luhn_digit, weighted
from .spoken import spoken_digits
from .values import Draw, Kind, fill, form, simple

# Brand prefixes and lengths; the sum of digits is Luhn's (ISO/IEC 7812).
_CARDS = (
    *(("4", 16), ("4", 16), ("4", 16), ("51", 16), ("55", 16), ("53", 16), ("2221", 16), ("34", 15), ("37", 15)),
    *(("6011", 16), ("65", 16), ("36", 14), ("3528", 16), ("62", 16), ("4", 13), ("6304", 19)),
)
_GROUPS = {13: (4, 3, 3, 3), 14: (4, 6, 4), 15: (4, 6, 5), 16: (4,), 19: (4, 4, 4, 4, 3)}
_ACCOUNTS = (
    *(
        "########",
        "##########",
        "%###########",
        "####-####-##",
        "##-##-## ########",
        "%####.###",
        "#########",
        "%######",
    ),
    *("#### #### ####", "%##-#####-#", "###-######", "####%#####-##", "#######%########"),
)
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


def _card(draw: Draw) -> str:
    prefix, length = draw.rng.choice(_CARDS)
    digits = fill(prefix + "#" * (length - len(prefix) - 1), draw.rng)
    return digits + luhn_digit(digits)


def _write_card(card: str, draw: Draw) -> str:
    separator = draw.rng.choice((" ", " ", " ", "-", "-", "", "", "", "", "")) if draw.rng.random() < 0.98 else "."
    sizes = _GROUPS[len(card)] if draw.rng.random() < 0.95 else (4,)
    return grouped(card, sizes, separator)


def _iban(draw: Draw) -> str:
    country = draw.pool.country.code if draw.pool.country.code in _BBAN else draw.rng.choice(tuple(_BBAN))
    bban = fill(_BBAN[country], draw.rng)
    number = int("".join(str(int(char, 36)) for char in bban + country + "00"))
    return f"{country}{98 - number % 97:02}{bban}"


def _write_iban(iban: str, draw: Draw) -> str:
    kind = draw.rng.random()
    if kind < 0.5:
        return grouped(iban, (4,), " ")
    if kind < 0.9:
        return iban
    if kind < 0.95:
        return iban.lower()
    return grouped(iban, (2, 2, 4), " ") if kind < 0.98 else grouped(iban, (4,), "-")


def _bank_account(draw: Draw) -> str:
    return fill(draw.rng.choice(_ACCOUNTS), draw.rng)


def _routing(draw: Draw) -> str:
    if draw.pool.country.code == "GB":
        return fill("##-##-##", draw.rng)
    digits = fill("0#######", draw.rng)
    return digits + str(-weighted(digits, (3, 7, 1, 3, 7, 1, 3, 7)) % 10)


def _bic(draw: Draw) -> str:
    return (
        fill("????", draw.rng)
        + draw.pool.country.code
        + fill(draw.rng.choice(("??", "*#", "##???", "??XXX")), draw.rng)
    )


KINDS: dict[str, Kind] = {
    "card": Kind(
        _card,
        {
            "": form("CREDIT_CARD", _write_card),
            "compact": form("CREDIT_CARD", lambda card, draw: card),
            "spoken": form("CREDIT_CARD", lambda card, draw: spoken_digits(card, draw.rng)),
        },
    ),
    "cvv": simple("CVV", lambda draw: fill(draw.rng.choice(("###", "###", "%##", "####")), draw.rng)),
    "iban": Kind(
        _iban,
        {
            "": form("IBAN_CODE", _write_iban),
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
}
