"""An analyzer over a pipeline of rules, and results made by hand."""

from __future__ import annotations

import pytest
import spacy
from presidio_analyzer import AnalyzerEngine, RecognizerResult

from spacy_pii.presidio import create_analyzer

RULES = [
    {"label": "PERSON", "pattern": "John Smith"},
    {"label": "PERSON", "pattern": "Mary"},
    {"label": "EMAIL_ADDRESS", "pattern": "john.smith@acme.com"},
    {"label": "PHONE_NUMBER", "pattern": "555-0142"},
]


@pytest.fixture(scope="session")
def analyzer() -> AnalyzerEngine:
    nlp = spacy.blank("en")
    nlp.add_pipe("entity_ruler").add_patterns(RULES)
    return create_analyzer(nlp, patterns=False)


@pytest.fixture(scope="session")
def find():
    """A function that gives the results for the values of a text: (label, value) pairs, each found everywhere."""

    def find(text: str, *values: tuple[str, str]) -> list[RecognizerResult]:
        results = []
        for label, value in values:
            start = text.find(value)
            while start >= 0:
                results.append(RecognizerResult(label, start, start + len(value), 0.9))
                start = text.find(value, start + len(value))
        return results

    return find
