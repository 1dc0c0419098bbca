"""Scores of a language model's spans, where no sequence model runs, through the script that fits them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import spacy
from chat_server import entities, serve
from quality_scripts import run

from spacy_pii.components.spans import predicted_spans
from spacy_pii.records import PiiRecord, PiiSpan, write_records


@pytest.fixture
def records(tmp_path: Path) -> Path:
    """People are always right; half of the places that will be found are none."""
    rows = []
    for number in range(60):
        word = chr(97 + number % 26) * (2 + number // 26)
        text = f"Anna{number} likes {word} Ulm{number}."
        spans = [PiiSpan(0, len(f"Anna{number}"), "PERSON")]
        if number % 2:
            spans.append(PiiSpan(text.index("Ulm"), len(text) - 1, "LOCATION"))
        rows.append(PiiRecord(text, tuple(spans)))
    write_records(tmp_path / "dev.jsonl", rows)
    return tmp_path / "dev.jsonl"


def test_table_is_fitted_on_one_half_and_saved_with_the_pipeline(records: Path, tmp_path: Path) -> None:
    def respond(body: dict) -> str:
        words = body["messages"][1]["content"].split("\n")[1].rstrip(".").split()
        return entities((words[0], "PERSON"), (words[-1], "LOCATION"))

    with serve() as server:
        server.respond = respond
        nlp = spacy.blank("en", config={"nlp": {"tokenizer": {"@tokenizers": "spacy_pii.Tokenizer.v1"}}})
        nlp.add_pipe("pii_llm", config={"model": "m", "base_url": f"{server.url}/v1"})
        nlp.to_disk(tmp_path / "pipeline")
        printed = run("calibrate.py", tmp_path / "pipeline", records, "--report", tmp_path / "fit.json")
        assert len(server.bodies) == 60
        fitted = spacy.load(tmp_path / "pipeline")
        person, location = (span.score for span in predicted_spans(fitted("Anna3 likes Ulm3.")))
    figures = json.loads((tmp_path / "fit.json").read_text())
    assert person > 0.85
    assert 0.3 < location < 0.75
    assert figures["fitted_on"] + figures["judged_on"] == 60
    assert figures["calibration"]["ece"] < 0.2
    assert "Table of agreement" in printed


def test_pipeline_with_a_sequence_model_needs_no_table(tiny_encoder: Path) -> None:
    import tiny

    from spacy_pii.errors import PiiError
    from spacy_pii.training.agreement_calibration import calibrate_agreement, scored_by_agreement

    nlp = tiny.build(tiny_encoder, [tiny.record(*row) for row in tiny.TEXTS])[0]
    nlp.add_pipe("pii_llm", config={"model": "m", "base_url": "http://localhost/v1"})
    assert scored_by_agreement(nlp) is None
    with pytest.raises(PiiError, match="needs no table"):
        calibrate_agreement(nlp, [])
