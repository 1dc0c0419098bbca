"""Values without a label that models take for personal data: decimals, counters, part numbers, settings."""

from __future__ import annotations

from random import Random

from .value_tables import value_tables
from .values import Draw, Kind, fill, simple


def _decimal(draw: Draw) -> str:
    rng = draw.rng
    digits = fill("#" * rng.randint(3, 17), rng)
    whole = rng.choice(("0", "0", "-0", "1", "", str(rng.randint(2, 999)), f"-{rng.randint(1, 99)}"))
    exponent = rng.choice(("", "", "", "", f"e-{rng.randint(2, 12):02}", f"E+{rng.randint(2, 12)}"))
    return f"{whole}.{digits}{exponent}"


def _epoch(draw: Draw) -> str:
    rng = draw.rng
    seconds = rng.randint(1_050_000_000, 1_790_000_000)
    return rng.choice(
        (f"{seconds}", f"{seconds}", f"{seconds}{rng.randint(0, 999):03}", f"{seconds}.{fill('######', rng)}")
    )


def _setting(draw: Draw) -> str:
    """An identifier of code or configuration made of words that also announce personal data."""
    rng = draw.rng
    words = [rng.choice(value_tables().neutral.settings) for _ in range(rng.randint(2, 3))]
    return rng.choice((_snake, _snake, _camel, _dotted, _shout, _option))(words, rng)


def _snake(words: list[str], rng: Random) -> str:
    return "_".join(words) + rng.choice(("", "", "_id", "_ms", f"_{rng.randint(1, 99)}"))


def _camel(words: list[str], rng: Random) -> str:
    return words[0] + "".join(word.title() for word in words[1:]) + rng.choice(("", "", "Id", "()", "[0]"))


def _dotted(words: list[str], rng: Random) -> str:
    return ".".join((rng.choice(("spring", "app", "self", "config", "this", "server")), *words))


def _shout(words: list[str], rng: Random) -> str:
    return "_".join(words).upper()


def _option(words: list[str], rng: Random) -> str:
    return "--" + "-".join(words)


def _price(draw: Draw) -> str:
    rng = draw.rng
    value = rng.choice((f"{rng.randint(1, 999)}.{rng.choice(('99', '95', '00', '50'))}", f"{rng.randint(1, 99_999):,}"))
    return rng.choice(
        (f"${value}", f"€ {value}", f"{value} USD", f"£{value}", f"Rs. {value}", f"{value}/mo", f"US$ {value}")
    )


KINDS: dict[str, Kind] = {
    "decimal": simple(None, _decimal),
    "epoch": simple(None, _epoch),
    "part_no": simple(None, lambda draw: fill(draw.rng.choice(value_tables().neutral.part_numbers), draw.rng)),
    "setting": simple(None, _setting),
    "price": simple(None, _price),
}
