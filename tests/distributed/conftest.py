"""A saved pipeline of rules, which every worker can load by its path."""

from __future__ import annotations

import pytest
import spacy

from spacy_pii.distributed import AnonymizerSpec

RULES = [
    {"label": "PERSON", "pattern": "John Smith"},
    {"label": "PERSON", "pattern": "Zoë"},
    {"label": "PHONE_NUMBER", "pattern": "555-0142"},
]


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> str:
    nlp = spacy.blank("en")
    nlp.add_pipe("entity_ruler").add_patterns(RULES)
    folder = tmp_path_factory.mktemp("model") / "rules"
    nlp.to_disk(folder)
    return str(folder)


@pytest.fixture(scope="session")
def spec(model):
    """A function that makes a recipe for that model."""

    def spec(columns=None, **settings) -> AnonymizerSpec:
        columns = {"note": None, "user.name": "PERSON"} if columns is None else columns
        return AnonymizerSpec(columns=columns, model=model, patterns=False, **settings)

    return spec
