"""Payment cards, IBANs and other accounts."""

from __future__ import annotations

from ..check_digits import luhn_digit, weighted
from .spoken import spoken_digits
from .value_tables import value_tables
from .values import Draw, Kind, fill, form, grouped, simple

# The digits of a card by its length.
_GROUPS = {13: (4, 3, 3, 3), 14: (4, 6, 4), 15: (4, 6, 5), 16: (4,), 19: (4, 4, 4, 4, 3)}


def _card(draw: Draw) -> str:
    digits = fill(draw.rng.choice(value_tables().identifiers.cards)[:-1], draw.rng)
    return digits + luhn_digit(digits)


def _write_card(card: str, draw: Draw) -> str:
    separator = draw.rng.choice((" ", " ", " ", "-", "-", "", "", "", "", "")) if draw.rng.random() < 0.98 else "."
    sizes = _GROUPS[len(card)] if draw.rng.random() < 0.95 else (4,)
    return grouped(card, sizes, separator)


def _iban(draw: Draw) -> str:
    country, national = draw.pool.country.code, value_tables().identifiers.ibans
    country = country if country in national else draw.rng.choice(tuple(national))
    bban = fill(national[country], draw.rng)
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
    return fill(draw.rng.choice(value_tables().identifiers.bank_accounts), draw.rng)


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
