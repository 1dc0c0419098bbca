"""`pii_llm` alone, end to end against a local endpoint."""

from __future__ import annotations

import copy
import json
import pickle
from collections.abc import Callable
from pathlib import Path

import pytest
import spacy
from chat_server import Server, entities
from cryptography.fernet import Fernet
from spacy.language import Language

from spacy_pii.components.llm.agreement import AgreementTable, fit_agreement
from spacy_pii.components.spans import predicted_spans
from spacy_pii.errors import PiiError

TEXT = "Write to Anna Schmidt in Ulm. ANNA SCHMIDT knows."
Make = Callable[..., Language]


def ents(doc: spacy.tokens.Doc) -> list[tuple[str, str]]:
    return [(ent.text, ent.label_) for ent in doc.ents]


def test_values_become_entities_and_what_is_not_there_is_reported(server: Server, alone: Make) -> None:
    server.default = entities(("Anna Schmidt", "NAME"), ("Ulm", "LOCATION"), ("Bob", "PERSON"), ("in", "MOOD"))
    nlp = alone()
    doc = nlp(TEXT)
    assert ents(doc) == [("Anna Schmidt", "PERSON"), ("Ulm", "LOCATION")]
    assert list(doc.spans["pii"]) == list(doc.ents)
    assert doc.user_data["pii_llm"] == {"sent": True, "not_found": 1, "unknown": 1}
    assert doc.cats["PII"] == 1.0
    tally = nlp.get_pipe("pii_llm").asker.tally
    assert (tally.counts["answers"], tally.counts["not_found"]) == (1, 1)
    assert (tally.usage.input_tokens, tally.usage.cost(10, 100)) == (100, 0.003)


def test_request_carries_the_model_the_schema_and_only_the_labels_asked_for(server: Server, alone: Make) -> None:
    alone(labels=["PERSON"], extra={"seed": 7, "temperature": None})(TEXT)
    (body,) = server.bodies
    assert (body["model"], body["seed"]) == ("m", 7)
    assert "temperature" not in body
    schema = body["response_format"]["json_schema"]["schema"]
    assert schema["properties"]["entities"]["items"]["properties"]["label"]["enum"] == ["PERSON"]
    assert server.paths == ["/v1/chat/completions"]


def test_labels_that_were_not_asked_for_are_left_out(server: Server, alone: Make) -> None:
    server.default = entities(("Anna Schmidt", "PERSON"), ("Ulm", "LOCATION"))
    assert ents(alone(labels=["LOCATION"])(TEXT)) == [("Ulm", "LOCATION")]


def test_nothing_is_asked_about_a_document_without_a_word(server: Server, alone: Make) -> None:
    for text in ("", " \n"):
        doc = alone()(text)
        assert (list(doc.ents), doc.cats["PII"]) == ([], 0.0)
    assert not server.bodies


def test_long_document_is_asked_about_in_excerpts_and_a_value_holds_in_all_of_them(server: Server, alone: Make) -> None:
    text = "Nothing here at all. " * 30 + "Anna Schmidt came. " + "Still nothing to see. " * 30 + "Anna Schmidt left."

    def respond(body: dict) -> str:
        return entities(("Anna Schmidt", "PERSON")) if "came" in body["messages"][1]["content"] else entities()

    server.respond = respond
    nlp = alone(excerpt=400, overlap=60)
    assert ents(nlp(text)) == [("Anna Schmidt", "PERSON")] * 2
    assert len(server.bodies) == len(nlp.get_pipe("pii_llm").asker.questions(text)) > 3


def test_overlapping_values_cover_everything_and_no_token_twice(server: Server, alone: Make) -> None:
    server.default = entities(("Anna", "PERSON"), ("Schmidt in Ulm", "LOCATION"), ("Anna Schmidt", "PERSON"))
    doc = alone()("Write to Anna Schmidt in Ulm.")
    assert {token.text for ent in doc.ents for token in ent} == {"Anna", "Schmidt", "in", "Ulm"}


def test_rate_limit_and_server_error_are_retried(server: Server, alone: Make) -> None:
    server.script = [(429, "slow down"), (500, "oops")]
    server.default = entities(("Ulm", "LOCATION"))
    assert ents(alone()(TEXT)) == [("Ulm", "LOCATION")]
    assert len(server.bodies) == 3


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ('{"entities": [{"value": "Anna', "not JSON"),
        ('{"entities": {"Anna": "PERSON"}}', "not of the schema"),
        ("I cannot help with that.", "not JSON"),
        ("[" * 100_000, "not JSON"),
    ],
)
def test_unusable_answer_is_asked_for_again_and_then_an_error_without_the_text(
    server: Server, alone: Make, answer: str, reason: str
) -> None:
    server.script = [(200, answer)]
    server.default = entities(("Ulm", "LOCATION"))
    nlp = alone()
    assert ents(nlp(TEXT)) == [("Ulm", "LOCATION")]
    assert server.bodies[0]["messages"] == server.bodies[1]["messages"]
    server.script = [(200, answer)] * 9
    with pytest.raises(PiiError, match=f"no usable answer in 2 attempts .*{reason}") as error:
        nlp(TEXT)
    assert "Anna" not in str(error.value)
    assert nlp.get_pipe("pii_llm").asker.tally.counts[f"rejected: {reason}"] == 3


def test_answer_that_is_cut_off_is_none(server: Server, alone: Make) -> None:
    server.finish = "length"
    with pytest.raises(PiiError, match="cut off before its end"):
        alone()(TEXT)


def test_fenced_and_thoughtful_answers_are_read(server: Server, alone: Make) -> None:
    server.default = f"<think>Hm, {{Ulm}}?</think>\n```json\n{entities(('Ulm', 'LOCATION'))}\n```\n"
    assert ents(alone()(TEXT)) == [("Ulm", "LOCATION")]


def test_endpoint_that_is_not_there_stops_the_stream_at_once(server: Server, alone: Make) -> None:
    nlp = alone(base_url="http://127.0.0.1:9/v1", max_retries=0, workers=1)
    with pytest.raises(PiiError, match="cannot be reached"):
        list(nlp.pipe([TEXT] * 30))


def test_stream_stays_in_order_and_an_error_handler_decides_about_bad_answers(server: Server, alone: Make) -> None:
    def respond(body: dict) -> str:
        name = body["messages"][1]["content"].split("\n")[1].split()[0]
        return "no" if name == "N7" else entities((name, "PERSON"))

    server.respond = respond
    nlp = alone(workers=4)
    failed: list[str] = []
    nlp.set_error_handler(lambda name, pipe, docs, error: failed.extend(doc.text for doc in docs))
    docs = list(nlp.pipe(f"N{number} is here." for number in range(40)))
    assert [doc.ents[0].text for doc in docs] == [f"N{number}" for number in range(40) if number != 7]
    assert failed == ["N7 is here."]


def test_anonymized_text_is_an_answer_too(server: Server, alone: Make) -> None:
    token = {"start": 0, "end": 4, "label": "PERSON", "identifier": "direct", "operator": "placeholder"}
    token |= {"replacement": "<PERSON_1>", "replacement_start": 0, "replacement_end": 10, "score": None}
    row = {"anonymized_text": "...", "replaced_tokens": [{**token, "text": "Anna Schmidt"}, token]}
    server.default = json.dumps(row)
    nlp = alone(answer="anonymized_text")
    doc = nlp("Write to Anna Schmidt, as Anna Schmidt said.")
    # Its offsets are wrong and not trusted; the second entry has no value.
    assert ents(doc) == [("Anna Schmidt", "PERSON")] * 2
    assert doc.user_data["pii_llm"]["unknown"] == 1
    assert server.bodies[0]["response_format"]["json_schema"]["schema"]["title"] == "AnonymizedText"
    del row["replaced_tokens"][1]["operator"]
    server.default = json.dumps(row)
    with pytest.raises(PiiError, match="not of the schema"):
        nlp("Write to Anna Schmidt again.")


def test_scores_come_from_the_table_of_agreement_and_without_one_there_are_none(
    server: Server, alone: Make, tmp_path: Path
) -> None:
    server.default = entities(("Anna Schmidt", "PERSON"), ("Ulm", "LOCATION"))
    nlp = alone()
    assert [span.score for span in predicted_spans(nlp(TEXT))] == [None, None]
    spans = [("PERSON", "llm", True)] * 30 + [("LOCATION", "llm", number % 3 == 0) for number in range(30)]
    table = nlp.get_pipe("pii_llm").agreement = fit_agreement(spans, [False] * 8)
    person, location = (span.score for span in predicted_spans(nlp(TEXT)))
    assert person > 0.85 > 0.5 > location > 1 / 3
    assert nlp(TEXT).cats["PII"] == person
    server.default = entities()
    assert nlp(TEXT).cats["PII"] == table.nothing == 0.1
    nlp.to_disk(tmp_path)
    assert spacy.load(tmp_path).get_pipe("pii_llm").agreement == table
    again = spacy.blank("en").from_config(nlp.config).from_bytes(nlp.to_bytes())
    assert again.get_pipe("pii_llm").agreement == table


def test_table_of_agreement_that_holds_no_probabilities_is_refused() -> None:
    with pytest.raises(PiiError, match="probabilities"):
        AgreementTable({"llm": 1.2})
    with pytest.raises(PiiError, match="not a table"):
        AgreementTable.from_dict({"votes": {}})
    with pytest.raises(PiiError, match="nothing to fit on"):
        fit_agreement([], [True])


def test_cache_pays_once_and_shows_nothing(
    server: Server, alone: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.default = entities(("Anna Schmidt", "PERSON"))
    with pytest.raises(PiiError, match="SPACY_PII_LLM_CACHE_KEY"):
        alone(cache=str(tmp_path / "cache"))
    monkeypatch.setenv("SPACY_PII_LLM_CACHE_KEY", Fernet.generate_key().decode())
    for _ in range(2):
        assert ents(alone(cache=str(tmp_path / "cache"))(TEXT)) == [("Anna Schmidt", "PERSON")]
    assert len(server.bodies) == 1
    (file,) = (tmp_path / "cache").iterdir()
    assert b"Anna" not in file.read_bytes()
    assert file.stat().st_mode & 0o077 == 0
    monkeypatch.setenv("SPACY_PII_LLM_CACHE_KEY", Fernet.generate_key().decode())
    alone(cache=str(tmp_path / "cache"))(TEXT)
    assert len(server.bodies) == 2


def test_unusable_answers_are_not_cached(
    server: Server, alone: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPACY_PII_LLM_CACHE_KEY", Fernet.generate_key().decode())
    server.script = [(200, "no")]
    nlp = alone(cache=str(tmp_path / "cache"))
    nlp(TEXT)
    nlp(TEXT)
    assert len(server.bodies) == 4 - 1


def test_meta_says_where_texts_go_also_after_another_host_is_named(server: Server, alone: Make, tmp_path: Path) -> None:
    nlp = alone()
    assert nlp.meta["texts_leave_the_process"] == {"pii_llm": server.url}
    nlp.to_disk(tmp_path)
    assert json.loads((tmp_path / "meta.json").read_text())["texts_leave_the_process"] == {"pii_llm": server.url}
    other = {
        "components.pii_llm.base_url": "https://llm.example.com:443/v1",
        "components.pii_llm.proxy": "http://p:3128",
    }
    loaded = spacy.load(tmp_path, config=other)
    assert loaded.meta["texts_leave_the_process"] == {"pii_llm": "https://llm.example.com through http://p:3128"}
    loaded.remove_pipe("pii_llm")
    assert "texts_leave_the_process" not in loaded.meta


def test_pipeline_can_be_copied_and_pickled_also_after_use(server: Server, alone: Make) -> None:
    server.default = entities(("Ulm", "LOCATION"))
    nlp = alone()
    nlp(TEXT)
    for other in (pickle.loads(pickle.dumps(nlp)), copy.deepcopy(nlp)):
        assert ents(other(TEXT)) == [("Ulm", "LOCATION")]


@pytest.mark.parametrize(
    ("config", "message"),
    [
        ({"model": ""}, "needs a model and the base_url"),
        ({"base_url": ""}, "needs a model and the base_url"),
        ({"base_url": "localhost:8000"}, "base URL is not of the form"),
        ({"base_url": "http://me:secret@host/v1"}, "base URL is not of the form"),
        ({"labels": ["PERSONS"]}, "unknown label 'PERSONS'"),
        ({"mode": "both"}, "mode 'both'"),
        ({"rule": "mine"}, "unknown rule"),
        ({"answer": "xml"}, "unknown answer format"),
        ({"on_failure": "keep"}, "no result to keep"),
        ({"band": [0.5, 0.2]}, "no probability"),
        ({"max_share": 0.0}, "no probability"),
        ({"overlap": 3000}, "a size of pii_llm"),
        ({"attempts": 0}, "a size of pii_llm"),
    ],
)
def test_settings_that_cannot_be_meant_are_refused(alone: Make, config: dict, message: str) -> None:
    with pytest.raises(PiiError, match=message) as error:
        alone(**config)
    assert "secret" not in str(error.value)
