"""A pipeline that stands in for the model: it finds given terms and scores them, and has no lemmatizer."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, SpanGroup

Terms = dict[str, tuple[str, float]]


@Language.factory("scored_terms", default_config={"terms": {}}, assigns=["doc.spans"])
def make_scored_terms(nlp: Language, name: str, terms: dict[str, list]) -> Callable[[Doc], Doc]:
    """Find every term of {text: [label, score]} and report it as our own components do."""

    def find(doc: Doc) -> Doc:
        found = []
        for term, (label, score) in terms.items():
            start = doc.text.find(term)
            while start >= 0:
                span = doc.char_span(start, start + len(term), label=label, alignment_mode="expand")
                assert span is not None
                found.append((span, score))
                start = doc.text.find(term, start + len(term))
        found.sort(key=lambda pair: pair[0].start)
        spans, scores = [span for span, _ in found], [score for _, score in found]
        doc.spans["pii"] = SpanGroup(doc, name="pii", spans=spans, attrs={"scores": scores})
        return doc

    find.terms = terms  # type: ignore[attr-defined]
    return find


@pytest.fixture
def pipeline() -> Callable[[Terms], Language]:
    """A function from {text: (label, score)} to a pipeline that finds these terms."""

    def build(terms: Terms) -> Language:
        nlp = spacy.blank("en")
        nlp.add_pipe("scored_terms", config={"terms": {text: list(value) for text, value in terms.items()}})
        return nlp

    return build
