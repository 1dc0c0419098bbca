"""A corpus annotated by a language model through its script: resumable, paid for once, reported."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from chat_server import Server, entities, serve
from quality_scripts import run

from spacy_pii.records import PiiRecord, PiiSpan, read_records, write_records

NAMES = ("Anna", "Bruno", "Clara", "Dario")


@pytest.fixture
def server() -> Iterator[Server]:
    def respond(body: dict) -> str:
        text = body["messages"][1]["content"]
        return entities(*((name, "PERSON") for name in NAMES if name in text), ("Ulm", "LOCATION"))

    with serve() as server:
        server.respond = respond
        yield server


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    records = [PiiRecord(f"{name} lives in Ulm.", (PiiSpan(0, len(name), "PERSON"),)) for name in NAMES]
    write_records(tmp_path / "in.jsonl", records)
    return tmp_path


def annotate(folder: Path, server: Server, *options: object, exit_code: int = 0) -> str:
    arguments = (folder / "in.jsonl", folder / "out.jsonl", "--model", "m", "--base-url", f"{server.url}/v1")
    printed = run("annotate.py", *arguments, "--workers", 1, *options, exit_code=exit_code)
    return " ".join(printed.split())


def values(folder: Path) -> list[list[tuple[str, str]]]:
    records = read_records(folder / "out.jsonl")
    return [[(record.text[span.start : span.end], span.label) for span in record.spans] for record in records]


def test_records_hold_what_the_model_finds_and_nothing_is_paid_twice(corpus: Path, server: Server) -> None:
    printed = annotate(corpus, server)
    assert "4 questions" in printed
    assert values(corpus) == [[(name, "PERSON"), ("Ulm", "LOCATION")] for name in NAMES]
    assert {record.source for record in read_records(corpus / "out.jsonl")} == {"llm:m"}
    printed = annotate(corpus, server, "--input-price", 1)
    assert "0 questions" in printed
    assert "0 answers: 0 tokens in" in printed
    assert len(server.bodies) == 4


def test_run_that_died_goes_on_where_it_was(corpus: Path, server: Server) -> None:
    server.script = [(200, entities(("Anna", "PERSON"))), (200, entities(("Bruno", "PERSON"))), (403, "key expired")]
    printed = annotate(corpus, server, exit_code=1)
    assert "answered 403" in printed
    assert not (corpus / "out.jsonl").exists()
    assert "2 questions" in annotate(corpus, server)
    assert len(server.bodies) == 3 + 2
    assert values(corpus)[0] == [("Anna", "PERSON")]


def test_estimate_sends_nothing(corpus: Path, server: Server) -> None:
    assert "costing at most about" in annotate(corpus, server, "--dry-run", "--output-price", 5)
    assert not server.bodies


def test_record_without_a_usable_answer_is_left_out_and_counted(corpus: Path, server: Server) -> None:
    server.script = [(200, "no"), (200, "no"), (422, "no")]
    printed = annotate(corpus, server)
    assert "1 records left out: the language model gave no usable answer" in printed
    assert "1 records left out: the endpoint answered 422" in printed
    assert [row[0][0] for row in values(corpus)] == ["Clara", "Dario"]
    # What was refused cost nothing and is asked again, what was unusable is not.
    annotate(corpus, server)
    assert [row[0][0] for row in values(corpus)] == ["Bruno", "Clara", "Dario"]


def test_disputes_with_the_labels_of_the_corpus_are_reported_without_values(corpus: Path, server: Server) -> None:
    printed = annotate(corpus, server, "--report", corpus / "report.json")
    report = json.loads((corpus / "report.json").read_text())
    assert report["records"] == 4
    assert {(each["kind"], each["model"]) for each in report["disputes"]} == {("missing", "LOCATION")}
    assert len(report["disputes"]) == 4
    assert "Ulm" not in printed + (corpus / "report.json").read_text()


def test_disputes_with_a_pipeline_are_reported(corpus: Path, server: Server) -> None:
    import spacy

    nlp = spacy.blank("en")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "PERSON", "pattern": name} for name in NAMES])
    nlp.to_disk(corpus / "rules")
    annotate(corpus, server, "--report", corpus / "report.json", "--against", corpus / "rules", "--show-values")
    disputes = json.loads((corpus / "report.json").read_text())["disputes"]
    assert {(each["kind"], each["gold"], each["text"]) for each in disputes} == {("spurious", "LOCATION", "Ulm")}
