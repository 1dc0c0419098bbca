"""Capitalized words: which of them name a person, a place or an organization, or may do so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from faker.providers.geo import Provider as Geo
from faker.providers.lorem.en_US import Provider as Lorem
from spacy.lang.en.stop_words import STOP_WORDS

from ..name_lists import world_names
from ..pools import load_pool
from ..value_tables import value_tables

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_OPENS = re.compile(r"(?:^|[.:;!?…|>#*)\t–—]|\s[-/=]|\d[.)])[\s\"'“‘*_(\[-]*$")
_CLOSES = re.compile(r"[.:;!?…|\t]")
_CONTRACTED = re.compile("(?:n['’]t|['’](?:s|m|d|ll|re|ve))$")
_DETERMINERS = "a all an any each every her his its my no of our that the their these this those your"
_SMALL = "about after before between from into over than that their under upon with without your"
# "Page 4", and "Judge ${person}".
_NUMBER_OR_VALUE = re.compile(r"\W{0,2}\d|[\s.]{0,2}\0")
_HUMP = re.compile("[A-Z][a-z]+")
# Endings of nouns and adjectives that are hardly ever those of names.
_ENDING = re.compile(r"\w{3}(?:[st]ion|ment|ness|ance|ence|ity|ology|ics|ship|ical|[ai]ble|ous|ally|ively|ism)s?")
_INFLECTIONS = ("s", "es", "d", "ed", "ing", "r", "er", "ers", "ly")
_SHORTEST_SHOUT = 4


@dataclass(frozen=True, slots=True)
class _Capital:
    """A capitalized word.

    opens: it may owe the capital to its place, at a start or in a heading. alone: among words in lower case, without
    a determiner before it.
    """

    text: str
    opens: bool
    alone: bool


def named(text: str, *, language: str = "en") -> str | None:
    """What the first capitalized word that is no ordinary one seems to name, or None.

    At the start of a sentence and in a heading only known names count, elsewhere in English also unknown words.
    """
    for line in text.splitlines():
        if any(_starts_phrase(line, word) for word in _WORD.finditer(line)):
            return "a place or an organization"
        for word in _capitals(line):
            if kind := _kind(word, english=language == "en"):
                return kind
    return None


def _starts_phrase(line: str, word: re.Match[str]) -> bool:
    return any(line.startswith(phrase, word.start()) for phrase in _phrases().get(word[0], ()))


def _capitals(line: str) -> Iterator[_Capital]:
    words = list(_WORD.finditer(line))
    for index, word in enumerate(words):
        # Parts of identifiers, such as those of a1_Foo, are no words; nor is "I", or an initial.
        if not word[0][0].isupper() or len(word[0]) < 2 or line[word.start() - 1 : word.start()].isalnum():
            continue
        before, after = line[: word.start()], line[word.end() :]
        neighbours = [words[i][0] for i in (index - 1, index + 1) if 0 <= i < len(words)]
        crowded = any(other[0].isupper() and other != "I" for other in neighbours) or _NUMBER_OR_VALUE.match(after)
        determined = index > 0 and words[index - 1][0].lower() in _DETERMINERS.split()
        opens = bool(_OPENS.search(before)) or _is_heading(line, word.start(), word.end())
        yield _Capital(word[0], opens, not (crowded or determined))


def _is_heading(line: str, start: int, end: int) -> bool:
    """Whether every longer word around a place, up to the next punctuation, has a capital letter."""
    first = max((mark.end() for mark in _CLOSES.finditer(line, 0, start)), default=0)
    last = _CLOSES.search(line, end)
    longer = [word[0] for word in _WORD.finditer(line, first, last.start() if last else len(line)) if len(word[0]) > 3]
    return len(longer) > 1 and all(word[0].isupper() or word in _SMALL.split() for word in longer)


def _kind(word: _Capital, *, english: bool) -> str | None:
    text = _CONTRACTED.sub("", word.text)
    if text.isupper():
        if text in _organizations() and len(text) > 2 and not is_ordinary(text):
            return "an organization"
        if len(text) < _SHORTEST_SHOUT:
            return None
        # What is all in capitals is an abbreviation more often than a name that we do not know.
        text, word = text.capitalize(), _Capital(text, opens=True, alone=False)
    ordinary = is_ordinary(text)
    if text in given_names() and not (word.opens and ordinary):
        return "a given name"
    if ordinary:
        named = text in _namesakes() and text.lower() not in value_tables().ordinary.languages
        return "a surname, a place or an organization" if named and word.alone and not word.opens else None
    if text in _surnames():
        return "a surname"
    if text in _places():
        return "a place"
    if text in _organizations():
        return "an organization"
    return "a capitalized word that may be a name" if english and not word.opens else None


def is_ordinary(word: str) -> bool:
    """Whether a word in any case is one of English, as far as our lists and the usual endings tell."""
    known, low = _ordinary_words(), word.lower()
    if low in known:
        return True
    # "Fisher" is no form of "fish", as long as a list has it as a name.
    name = word[0].upper() + word[1:]
    if name in given_names() or name in _namesakes():
        return False
    if any(low.endswith(end) and _stem_known(low.removesuffix(end)) for end in _INFLECTIONS):
        return True
    if low.endswith("ies") and f"{low[:-3]}y" in known:
        return True
    humps = _HUMP.findall(word)
    if len(humps) > 1 and "".join(humps) == word:
        return all(hump.lower() in known for hump in humps)
    return bool(_ENDING.fullmatch(low))


def _stem_known(stem: str) -> bool:
    known = _ordinary_words()
    return len(stem) > 2 and (stem in known or f"{stem}e" in known or (stem[-1] == stem[-2] and stem[:-1] in known))


@cache
def _ordinary_words() -> frozenset[str]:
    """In lower case, without their inflected forms."""
    table, lorem = value_tables().ordinary, (word.lower() for word in Lorem.word_list)
    return table.languages.union(table.products, table.terms, table.namesakes, STOP_WORDS, lorem)


@cache
def given_names() -> frozenset[str]:
    """Given names of English-speaking countries."""
    pools = [load_pool(locale) for locale in ("en_US", "en_GB")]
    return frozenset(name for pool in pools for name in (*pool.male, *pool.female))


@cache
def _surnames() -> frozenset[str]:
    return frozenset(world_names().last)


@cache
def _places() -> frozenset[str]:
    tables = value_tables()
    names = [name for country in tables.countries.values() for name in (*country.names, *country.states.values())]
    cities = [city.name for country in tables.countries.values() for city in country.cities]
    return frozenset(names).union(
        cities,
        *(tables.places.countries, tables.places.cities, tables.places.regions),
        (place[2] for place in Geo.land_coords),
    )


@cache
def _organizations() -> frozenset[str]:
    return frozenset(value_tables().organizations.known)


@cache
def _phrases() -> dict[str, list[str]]:
    """The places and organizations of several words, by the first of them."""
    phrases: dict[str, list[str]] = {}
    for name in sorted(_places() | _organizations()):
        words = _WORD.findall(name)
        if len(words) > 1 and name.startswith(words[0]):
            phrases.setdefault(words[0], []).append(name)
    return phrases


@cache
def _namesakes() -> frozenset[str]:
    return _surnames() | _places() | _organizations()
