"""Seeded choices: every draw depends on a secret key and on what is drawn for, and on nothing else."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any

_UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_LOWER = _UPPER.lower()


@dataclass(frozen=True, slots=True)
class Mention:
    """A value with its label, and the few characters before it."""

    label: str
    value: str = field(repr=False)
    before: str = field(default="", repr=False)


@dataclass(frozen=True)
class Session:
    """What all makers of one document share. `values`, `words`: casefolded values of the document and their words."""

    key: bytes = field(repr=False)
    locale: str
    fixed: bool
    mentions: tuple[Mention, ...] = field(repr=False)
    values: frozenset[str] = field(repr=False)
    words: frozenset[str] = field(repr=False)

    @classmethod
    def of(cls, mentions: Iterable[Mention], key: bytes, locale: str, fixed: bool) -> Session:
        """fixed: the key serves many documents, so choices must not depend on this one more than they have to."""
        mentions = tuple(mentions)
        values = frozenset(mention.value.casefold() for mention in mentions)
        words = frozenset(word for value in values for word in re.findall(r"\w+", value))
        return cls(key, locale, fixed, mentions, values, words)

    def rng(self, *parts: object) -> Random:
        """A random source for one thing; parts name it."""
        name = "\0".join(map(str, parts)).encode("utf8")
        return Random(hmac.digest(self.key, name, hashlib.sha256))


@cache
def pools() -> dict[str, Any]:
    """Names and places per locale, and lists without a locale; the names are from Faker's (MIT)."""
    return json.loads((files(__package__) / "pools.json").read_text("utf8"))


def locale_pool(locale: str) -> dict[str, list[str]]:
    """The pool of a locale; an unknown one gets the American."""
    return pools()["locales"].get(locale, pools()["locales"]["en_US"])


def listed(name: str) -> list[str]:
    """A list without a locale."""
    return pools()["lists"][name]


def script_locale(text: str, default: str) -> str:
    """The locale of a text's script; the Latin script and unknown ones get the default."""
    for pattern, locale in (
        ("[\u3040-\u30ff]", "ja_JP"),
        ("[\u4e00-\u9fff]", "zh_CN"),
        ("[\u0400-\u04ff]", "ru_RU"),
        ("[\u0370-\u03ff]", "el_GR"),
    ):
        if re.search(pattern, text):
            return locale
    return default


def match_case(original: str, replacement: str) -> str:
    """The replacement in the case of the original, where that is all upper or all lower."""
    if original.isupper() and len(original) > 1:
        return replacement.upper()
    return replacement.lower() if original.islower() else replacement


def other_digit(digit: str, rng: Random) -> str:
    """Another digit of the same script."""
    value = unicodedata.decimal(digit)
    return chr(ord(digit) - value + (value + rng.randint(1, 9)) % 10)


def other_character(character: str, rng: Random) -> str:
    """Another letter of the same case, or another digit; all else stays."""
    if character.isdecimal():
        return other_digit(character, rng)
    if not character.isalpha():
        return character
    alphabet = _UPPER if character.isupper() else _LOWER
    return rng.choice(alphabet.replace(character, ""))


def scramble(value: str, rng: Random) -> str:
    """Every letter and digit replaced by another; a leading digit other than zero does not become one."""
    made = [other_character(character, rng) for character in value]
    first = next((i for i, character in enumerate(value) if character.isdecimal()), None)
    if first is not None and value[first] in "123456789" and made[first] == "0":
        made[first] = rng.choice("123456789".replace(value[first], ""))
    return "".join(made)


def coined(rng: Random) -> str:
    """A made-up name."""
    return "".join(rng.choice("bdfgklmnprstvz") + rng.choice("aeiou") for _ in range(rng.randint(3, 4))).capitalize()
