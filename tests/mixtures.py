"""Random texts, and what a model and the patterns agree and disagree about in them."""

from __future__ import annotations

import spacy
from hypothesis import strategies as st
from spacy.language import Language

VALID_CARD, INVALID_CARD = "4111 1111 1111 1111", "4111 1111 1111 1112"

PARTS = [
    *("Jane Roe", "jane@example.com", VALID_CARD, INVALID_CARD, "DE89370400440532013000", "192.168.7.4"),
    *(
        "https://example.org/x?u=jane@example.com",
        "212-555-0187",
        "10km",
        "bank account 12345678",
        "a::b",
        "Rene\u0301",
    ),
    *("user=jane@example.com,", " ", "\n", ", ", "'s", "x", "\u5f20\u4f1f"),
]
TEXTS = st.lists(st.sampled_from(PARTS), min_size=1, max_size=8).map("".join)
TERMS = st.dictionaries(
    st.sampled_from([*PARTS[:12], "Jane", "1111", "example", "DE89", "user=jane", "192", "account"]),
    st.tuples(
        st.sampled_from(["PERSON", "CREDIT_CARD", "IBAN_CODE", "URL", "US_SSN"]), st.sampled_from([0.1, 0.5, 0.9])
    ),
    max_size=4,
)


def blank(terms: dict, tokenizer: str) -> Language:
    nlp = spacy.blank("en", config={"nlp": {"tokenizer": {"@tokenizers": tokenizer}}})
    nlp.add_pipe("scored_terms", config={"terms": {text: list(value) for text, value in terms.items()}})
    return nlp


def set_terms(nlp: Language, terms: dict) -> None:
    known = nlp.get_pipe("scored_terms").terms
    known.clear()
    known.update(terms)
