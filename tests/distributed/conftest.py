"""Recipes over the pipeline of rules."""

from __future__ import annotations

from pathlib import Path

import pytest

from spacy_pii.distributed import AnonymizerSpec


@pytest.fixture(scope="session")
def model(rules: Path) -> str:
    """What every worker can load by its path."""
    return str(rules)


@pytest.fixture(scope="session")
def spec(model):
    """A function that makes a recipe for that model."""

    def spec(columns=None, **settings) -> AnonymizerSpec:
        columns = {"note": None, "user.name": "PERSON"} if columns is None else columns
        return AnonymizerSpec(columns=columns, model=model, patterns=False, **settings)

    return spec
