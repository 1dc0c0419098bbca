"""Where the values that a model named stand in the text. What does not stand there is nowhere, and is counted.

Models change case, runs of spaces, quotes and dashes when they copy; nothing else is forgiven.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..marks import combining_marks
from ..tokenizer import UNSPACED
from .formats import Proposal

_ALIKE = ('"“”„‟«»″', "'‘’‚‛`´′", "-‐‑‒–—−")
_CLASSES = {character: f"[{re.escape(group)}]" for group in _ALIKE for character in group}
_UNSPACED = re.compile(f"[{UNSPACED}]")
_PIECES = re.compile(r"\s+|\S")
SHORTEST_LOOSE = 3
"""Characters that a value must have to be looked for in another case, or inside words."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Characters [start, end) with a label."""

    start: int
    end: int
    label: str


def locate(text: str, proposals: Iterable[Proposal]) -> tuple[list[Place], int]:
    """The places of proposed values, ascending, and how many values are not in the text.

    Every occurrence of a value is a place; an entry's occurrence number decides only which label it gets where the
    entries of a value differ.
    """
    groups: dict[str, list[Proposal]] = {}
    for proposal in proposals:
        groups.setdefault(_key(proposal.value), []).append(proposal)
    places: set[Place] = set()
    missing = 0
    for group in groups.values():
        found = occurrences(text, group[0].value)
        missing += not found
        labels = {proposal.occurrence: proposal.label for proposal in reversed(group)}
        for number, (start, end) in enumerate(found, 1):
            places.add(Place(start, end, labels.get(number, group[0].label)))
    return sorted(places), missing


def occurrences(text: str, value: str) -> list[tuple[int, int]]:
    """(start, end) of every occurrence of a value.

    Those that are copied best count: whole words as written, whole words in another case, inside of words. Names are
    words, too: that a "Will" is in the text does not make every "will" one.
    """
    for variant in _variants(value.strip()):
        inside = "".join(_piece(piece[0]) for piece in _PIECES.finditer(variant))
        whole = _border(variant[0], before=True) + inside + _border(variant[-1], before=False)
        ways = [(whole, re.NOFLAG)]
        if len(variant) >= SHORTEST_LOOSE:
            ways += [(whole, re.IGNORECASE), (inside, re.NOFLAG)]
        for pattern, flags in ways:
            if found := [match.span() for match in re.finditer(pattern, text, flags)]:
                return found
    return []


def _key(value: str) -> str:
    return " ".join(value.casefold().split())


def _variants(value: str) -> Iterator[str]:
    """The value, in the other normal forms, and without quotes around it."""
    seen: set[str] = set()
    bare = value.strip("".join(_ALIKE[:2])).strip()
    for variant in (
        value,
        unicodedata.normalize("NFC", value),
        unicodedata.normalize("NFD", value),
        bare,
    ):
        if any(map(str.isalnum, variant)) and variant not in seen:
            seen.add(variant)
            yield variant


def _piece(piece: str) -> str:
    return r"\s+" if piece.isspace() else _CLASSES.get(piece) or re.escape(piece)


def _border(character: str, *, before: bool) -> str:
    """No letter may go on here, where the script puts spaces between words."""
    if not (character.isalnum() or character == "_") or _UNSPACED.match(character):
        return ""
    kind = rf"[\w{combining_marks()}]"
    return rf"(?<!{kind})" if before else rf"(?!{kind})"
