"""Expressions of a request: how long they may be, and that nothing is left out or kept for their sake."""

import presidio_analyzer.pattern_recognizer
import pytest
import regex
import spacy
from fastapi.testclient import TestClient

from spacy_pii.service import Settings, create_app

SECRET = "xanthippe"


@pytest.fixture
def client():
    with TestClient(create_app(spacy.blank("en"), settings=Settings())) as client:
        yield client


def analyzed(client, **body):
    return client.post("/analyze", json={"text": "Write to ann@example.org", "language": "en", **body})


def recognizer(**fields):
    return {"supported_entity": "WORD", **fields}


def test_presidios_own_patterns_are_never_left_out_for_lack_of_time(monkeypatch):
    monkeypatch.setattr(presidio_analyzer.pattern_recognizer, "REGEX_TIMEOUT_SECONDS", 1e-9)
    with TestClient(create_app(spacy.blank("en"), settings=Settings())) as client:
        rows = analyzed(client, text="ann@example.org " * 2000).json()
    assert len([row for row in rows if row["entity_type"] == "EMAIL_ADDRESS"]) == 2000


@pytest.mark.parametrize(
    "body",
    [
        {"ad_hoc_recognizers": [recognizer(deny_list=["word"] * 45_000)]},
        {"ad_hoc_recognizers": [recognizer(patterns=[{"name": "a", "regex": "a" * 4000, "score": 0.5}] * 60)]},
        {"ad_hoc_recognizers": [recognizer(deny_list=["word"] * 5_000)] * 10},
        {"allow_list": ["word"] * 45_000, "allow_list_match": "regex"},
    ],
)
def test_expressions_that_take_long_to_compile_are_refused(client, body):
    response = analyzed(client, **body)
    assert response.status_code == 413
    assert response.json() == {"error": "Patterns and lists of a request may have 200000 characters together."}


def test_a_long_allow_list_of_plain_words_is_no_expression(client):
    assert analyzed(client, allow_list=["ann@example.org", *["word"] * 45_000]).json() == []


def test_expressions_of_a_request_are_not_kept(client):
    listed = recognizer(deny_list=[SECRET])
    response = analyzed(
        client, text=f"a {SECRET}", ad_hoc_recognizers=[listed], allow_list=[SECRET * 2], allow_list_match="regex"
    )
    assert [row["entity_type"] for row in response.json()] == ["WORD"]
    # `regex` has no public view of what it caches.
    assert SECRET not in str(list(regex._main._cache))
