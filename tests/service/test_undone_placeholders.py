"""Placeholders of /v1/anonymize can be undone with the answer and the text that was sent, as docs/service.md says."""

import pytest
import spacy
from fastapi.testclient import TestClient

from spacy_pii.service import Settings, create_app

KEY = "0123456789abcdef"
TEXT = "Write <PERSON_1> and <EMAIL_ADDRESS_1> to ann@example.org, bob@example.org or ann@example.org."


@pytest.fixture(scope="module")
def client():
    with TestClient(create_app(spacy.blank("en"), settings=Settings())) as client:
        yield client


def masked(client, text, **body):
    return client.post("/v1/anonymize", json={"text": text, "operator": "placeholder", **body}).json()


def values(text, answer):
    rows = answer["entities"] + answer["look_alikes"]
    return {row["replacement"]: text[row["start"] : row["end"]] for row in rows}


def restored(text, table):
    for placeholder, value in table.items():
        text = text.replace(placeholder, value)
    return text


@pytest.mark.parametrize("body", [{}, {"key": KEY}])
def test_placeholders_are_undone_in_whatever_was_made_of_the_text(client, body):
    answer = masked(client, TEXT, **body)
    assert "example.org" not in answer["masked_text"]
    table = values(TEXT, answer)
    assert restored(answer["masked_text"], table) == TEXT
    first = next(iter(table))
    assert restored(f"Dear {first}!", table) == f"Dear {table[first]}!"


def test_the_tables_of_texts_under_one_key_agree(client):
    texts = ["Write to ann@example.org.", "It was sent to bob@example.org and ann@example.org."]
    tables = [values(text, masked(client, text, key=KEY)) for text in texts]
    shared = tables[0].keys() & tables[1].keys()
    assert {tables[0][name] for name in shared} == {tables[1][name] for name in shared} == {"ann@example.org"}


def test_text_without_placeholders_has_no_look_alikes(client):
    answer = client.post("/v1/anonymize", json={"text": "See <PERSON_1>, ann@example.org"}).json()
    assert answer["look_alikes"] == []
    assert answer["masked_text"] == "See <PERSON_1>, <EMAIL_ADDRESS>"
