import pytest
import spacy
from fastapi.testclient import TestClient
from tiny import TEXTS

from spacy_pii.service import Settings, create_app

SECRET = "Anna Schmidt"


@pytest.fixture(scope="module")
def client(tiny_pipeline):
    with TestClient(create_app(spacy.load(tiny_pipeline), settings=Settings())) as client:
        yield client


def test_answer_holds_entities_masked_text_verdict_and_model(client):
    text = TEXTS[0][0]
    answer = client.post("/v1/anonymize", json={"text": text}).json()
    person, place = answer["entities"]
    assert text[person["start"] : person["end"]] == SECRET
    assert (person["label"], person["identifier"], place["label"]) == ("PERSON", "direct", "LOCATION")
    assert 0 < person["score"] <= 1
    assert answer["masked_text"] == "Write to <PERSON> in <LOCATION> today."
    assert answer["verdict"]["contains_personal_data"]
    assert answer["verdict"]["score"] > 0.9
    assert answer["model"] == client.get("/v1/model").json() == {"name": "en_pipeline", "version": "0.0.0"}


def test_text_without_personal_data_gets_the_other_verdict(client):
    answer = client.post("/v1/anonymize", json={"text": TEXTS[1][0]}).json()
    assert answer["entities"] == []
    assert answer["masked_text"] == TEXTS[1][0]
    assert not answer["verdict"]["contains_personal_data"]


def test_patterns_count_in_the_verdict(client):
    answer = client.post("/v1/anonymize", json={"text": "4111 1111 1111 1111"}).json()
    assert "CREDIT_CARD" in {entity["label"] for entity in answer["entities"]}
    assert answer["verdict"]["contains_personal_data"]


def test_empty_text_is_an_answer(client):
    answer = client.post("/v1/anonymize", json={"text": ""}).json()
    assert answer["masked_text"] == ""
    assert not answer["verdict"]["contains_personal_data"]


@pytest.mark.parametrize(
    "body",
    [
        {"text": [SECRET]},
        {"text": SECRET * 20_000},
        {"text": SECRET, "operator": "shred"},
        {"text": SECRET, "operator": "keep"},
        {"words": SECRET},
    ],
)
def test_refusals_do_not_repeat_the_text(client, body):
    response = client.post("/v1/anonymize", json=body)
    assert response.status_code == 422
    assert SECRET not in response.text


def test_a_refused_operator_names_those_that_may_be_chosen(client):
    detail = client.post("/v1/anonymize", json={"text": "a", "operator": "keep"}).json()["detail"]
    assert "'redact'" in detail[0]["msg"]
    assert "'keep'" not in detail[0]["msg"]


def test_words_of_a_text_do_not_stay_in_memory(tiny_pipeline):
    nlp = spacy.load(tiny_pipeline)
    TestClient(create_app(nlp, settings=Settings(patterns=False))).post(
        "/v1/anonymize", json={"text": "Xanthippe Quixotic"}
    )
    assert "Xanthippe" not in nlp.vocab.strings
