"""Latin text inside text of another script, judged by itself: what stands around it is noise to an English model."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from spacy.language import Language
from spacy.tokens import Doc, Span

from .spans import SPANS_KEY, scored_spans

MAX_STRETCHES = 50
"""Stretches of one text that are judged; a text with more is a mixture of languages and not one with a few names."""
_LETTERS = re.compile(r"[^\W\d_]+")
# A name or more: a word with a capital, and what stands beside it without another script in between.
_NAME = re.compile(r"[A-Z][\w'’.-]*(?:[ ,&-]+[\w'’.-]+)*")


def latin_stretches(text: str) -> list[tuple[int, int]]:
    """(start, end) of the stretches of Latin text with a capital, in a text that holds another script as well."""
    if text.isascii():
        return []
    stretches: list[tuple[int, int]] = []
    start = 0
    foreign = [match.span() for match in _LETTERS.finditer(text) if not _latin(match.group())]
    for left, right in [*foreign, (len(text), len(text))]:
        if foreign and start < left:
            stretches += [match.span() for match in _NAME.finditer(text, start, left)]
        start = right
    return stretches[:MAX_STRETCHES]


def spans_of_stretches(nlp: Language, doc: Doc, default_score: float) -> list[tuple[Span, float]]:
    """What the pipeline finds in each Latin stretch by itself, where it found nothing in the whole."""
    known = doc.spans.get(SPANS_KEY, doc.ents)
    taken = [(span.start_char, span.end_char) for span in known]
    found: list[tuple[Span, float]] = []
    for start, end in latin_stretches(doc.text):
        if any(a < end and start < b for a, b in taken):
            continue
        for part, score in scored_spans(nlp(doc.text[start:end]), default_score):
            span = doc.char_span(
                start + part.start_char, start + part.end_char, label=part.label_, alignment_mode="expand"
            )
            if span is not None:
                found.append((span, score))
    return found


def _latin(word: str) -> bool:
    return all(_script_is_latin(character) for character in word)


@lru_cache(maxsize=4096)
def _script_is_latin(character: str) -> bool:
    return character.isascii() or unicodedata.name(character, "").startswith(("LATIN", "FULLWIDTH LATIN"))
