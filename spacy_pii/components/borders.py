"""Where a span may begin and end, and what entities that stood before leave to it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc, Span, SpanGroup

_INSIDE_ONLY = {"Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Cn", "Co", "So", "Sk", "Mn", "Mc", "Me"}
"""Categories that begin and end no value: spaces, controls, invisible characters, emoji and their modifiers, marks."""


def blank_tokens(doc: Doc) -> NDArray[np.bool_]:
    """Tokens without one character that can stand at the border of personal data, (tokens,)."""
    if doc.text.isascii() and doc.text.isprintable():
        return doc.to_array("IS_SPACE").astype(bool)
    return np.array([not any(map(_solid, token.orth_)) for token in doc], dtype=bool)


@lru_cache(maxsize=1 << 14)
def _solid(character: str) -> bool:
    return unicodedata.category(character) not in _INSIDE_ONLY


def has_value(doc: Doc, start: int, end: int) -> bool:
    """Whether tokens [start, end) hold a letter or a digit."""
    return any(map(str.isalnum, doc[start:end].text))


def standing_entities(doc: Doc, key: str) -> tuple[list[Span], list[Span]]:
    """Entities that another component set, and stretches that it blocked; ours of an earlier run are under `key`."""
    ours = {(span.start, span.end, span.label) for span in doc.spans[key]} if key in doc.spans else set()
    kept = [ent for ent in doc.ents if (ent.start, ent.end, ent.label) not in ours]
    iob, kind = doc.to_array(["ENT_IOB", "ENT_TYPE"]).astype(np.uint64).T
    blocked = [doc[token : token + 1] for token in np.flatnonzero((iob == 3) & (kind == 0)).tolist()]
    return kept, blocked


class MergeableSpans(SpanGroup):
    """A SpanGroup that still points at its characters after tokens were merged or split.

    spaCy's own keeps token numbers, which are wrong or beyond the end then. Once spans are added or removed, it is
    spaCy's own.
    """

    def __init__(self, doc: Doc, *, name: str = "", attrs: dict | None = None, spans: list[Span] | None = None):
        super().__init__(doc, name=name, attrs=attrs or {}, spans=spans or [])
        self._tokens = len(doc)
        self._where = [(span.start_char, span.end_char, span.label) for span in spans or []]

    def __getitem__(self, number: int) -> Span:
        doc = self.doc
        if len(doc) == self._tokens or len(self) != len(self._where):
            return super().__getitem__(number)
        start, end, label = self._where[number]
        span = doc.char_span(start, end, label=label, alignment_mode="expand")
        assert span is not None, "offsets inside the text"
        return span

    def __iter__(self) -> Iterator[Span]:
        return (self[number] for number in range(len(self)))
