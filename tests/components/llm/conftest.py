"""A local endpoint, and pipelines that ask it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import spacy
from chat_server import Server, entities, serve
from spacy.language import Language


@pytest.fixture
def server() -> Iterator[Server]:
    with serve() as server:
        server.default = entities()
        yield server


@pytest.fixture
def alone(server: Server) -> Callable[..., Language]:
    """Makes a pipeline whose `pii_llm` asks the server about every document."""

    def make(**config: Any) -> Language:
        nlp = spacy.blank("en", config={"nlp": {"tokenizer": {"@tokenizers": "spacy_pii.Tokenizer.v1"}}})
        nlp.add_pipe("pii_llm", config={"model": "m", "base_url": f"{server.url}/v1", **config})
        return nlp

    return make
