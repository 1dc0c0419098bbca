"""Values that carry no label: amounts, order numbers, versions, words, eponyms and other look-alikes."""

from __future__ import annotations

from collections.abc import Callable

from .value_tables import NeutralTable, value_tables
from .values import Draw, Kind, fill, simple

_CURRENCIES = ("${}", "€{}", "£{}", "{} EUR", "{} USD", "USD {}", "₹{}", "{} zł", "CHF {}")

_MASKED_CARDS = ("**** **** **** ", "************", "XXXX-XXXX-XXXX-", "xxxx xxxx xxxx ", "•••• ", "**** ", "x", "...")


def _amount(draw: Draw) -> str:
    rng = draw.rng
    number = f"{rng.randint(1, 9_999):,}" if rng.random() < 0.4 else f"{rng.uniform(1, 2_500):,.2f}"
    return rng.choice(_CURRENCIES).format(number)


def _masked_card(draw: Draw) -> str:
    # `fill` gives * a meaning of its own.
    return draw.rng.choice(_MASKED_CARDS) + fill("####", draw.rng)


def _patterns(*patterns: str) -> Kind:
    return simple(None, lambda draw: fill(draw.rng.choice(patterns), draw.rng))


def _one_of(values: Callable[[NeutralTable], tuple[str, ...]]) -> Kind:
    return simple(None, lambda draw: draw.rng.choice(values(value_tables().neutral)))


KINDS: dict[str, Kind] = {
    "amount": simple(None, _amount),
    "small": simple(None, lambda draw: str(draw.rng.randint(2, 12))),
    "number": simple(None, lambda draw: str(draw.rng.randint(13, draw.rng.choice((99, 500, 999, 99_999))))),
    "percent": simple(None, lambda draw: f"{draw.rng.randint(1, 99)}%"),
    "order_no": _patterns("#%#######", "ORD-######", "SO%#####", "###-#######-#######", "A%####"),
    "invoice_no": _patterns("INV-####", "INV-20##-#####", "R%#####", "%#######"),
    "tracking_no": _patterns("1Z###?############", "JD##############", "RR#########DE", "9400############"),
    "sku": _patterns("??-####", "?##-###-??", "%#########", "PN ####-##", "???####?"),
    "version": _patterns("v%.#.#", "%.##.#", "%.#.%.##", "v%.#.#-rc%", "20##.#.%"),
    "hash": _patterns("~~~~~~~", "~" * 40, "sha256:" + "~" * 64, "~" * 32),
    "uuid": _patterns("~~~~~~~~-~~~~-4~~~-a~~~-~~~~~~~~~~~~"),
    "error_code": _patterns("E####", "ERR_####", "0x8007####", "HTTP 50%", "ORA-#####"),
    "masked_card": simple(None, _masked_card),
    "last4": _patterns("####", "####", "x####", "...####"),
    "product": _one_of(lambda table: table.products),
    "job": _one_of(lambda table: table.jobs),
    "condition": _one_of(lambda table: table.conditions),
    "drug": _one_of(lambda table: table.drugs),
    "font": _one_of(lambda table: table.fonts),
    "ailment": _one_of(lambda table: table.ailments),
    "law": _one_of(lambda table: table.laws),
    "named_thing": _one_of(lambda table: table.named_things),
}
