"""What fills a slot of a template: pieces of text with or without a label, and how kinds of values are made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from .pools import Pool

# A piece is (text, label or None); a value is what one slot writes.
Piece = tuple[str, str | None]
Value = tuple[Piece, ...]

_DIGITS = "0123456789"
_UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ALPHABETS = {
    "#": _DIGITS,
    "%": _DIGITS[1:],
    "?": _UPPER,
    "@": _UPPER.lower(),
    "*": _UPPER + _DIGITS,
    "~": _DIGITS + "abcdef",
}


@dataclass(frozen=True, slots=True)
class Draw:
    """Where a value is drawn from: the record's random source and the pool of its locale.

    mixed: draws a pool for each entity of a record whose entities come from many countries.
    """

    rng: Random
    pool: Pool
    mixed: Callable[[Random], Pool] | None = None

    def for_entity(self) -> Draw:
        """Where an entity and everything that is written of it come from."""
        return self if self.mixed is None else Draw(self.rng, self.mixed(self.rng))


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of entity: `make` draws one, `forms` write it; the form "" is what a bare slot gives."""

    make: Callable[[Draw], Any]
    forms: Mapping[str, Callable[[Any, Draw], Value]]


def simple(label: str | None, make: Callable[[Draw], str]) -> Kind:
    """A kind with one form: a string that is labelled as a whole."""
    return Kind(make, {"": lambda text, draw: ((text, label),)})


def form(label: str | None, write: Callable[[Any, Draw], str]) -> Callable[[Any, Draw], Value]:
    """A form that writes one string, labelled as a whole."""
    return lambda entity, draw: ((write(entity, draw), label),)


def fill(pattern: str, rng: Random) -> str:
    """Fill a pattern: # digit, % digit but 0, ? A-Z, @ a-z, * A-Z or digit, ~ hexadecimal; the rest stays."""
    pick, known = rng.random, _ALPHABETS.get
    # A list is faster than a generator here.
    return "".join([alphabet[int(pick() * len(alphabet))] if (alphabet := known(char)) else char for char in pattern])


def grouped(text: str, sizes: tuple[int, ...], separator: str) -> str:
    """Cut a text into groups of the given sizes; the last size repeats."""
    groups, position, index = [], 0, 0
    while position < len(text):
        size = sizes[min(index, len(sizes) - 1)]
        groups.append(text[position : position + size])
        position, index = position + size, index + 1
    return separator.join(groups)
