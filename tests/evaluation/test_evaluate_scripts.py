import json
import runpy
from pathlib import Path

import pytest
import spacy
import typer
from click.testing import Result
from typer.testing import CliRunner

from spacy_pii.records import PiiRecord, PiiSpan, read_records, write_records

SCRIPTS = Path(__file__).parents[2] / "scripts"
RECORDS = [
    PiiRecord("Call Anna.", (PiiSpan(5, 9, "PERSON"),), id="a"),
    PiiRecord("Call Bo.", (PiiSpan(5, 7, "PERSON"),)),
]


def run(script: str, *arguments: object) -> Result:
    app = typer.Typer()
    app.command()(runpy.run_path(str(SCRIPTS / script))["main"])
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture(scope="module")
def model(tmp_path_factory) -> Path:
    nlp = spacy.blank("en")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "PERSON", "pattern": "Anna"}])
    folder = tmp_path_factory.mktemp("model")
    nlp.to_disk(folder)
    return folder


@pytest.fixture
def gold(tmp_path) -> Path:
    write_records(tmp_path / "gold.jsonl", RECORDS)
    return tmp_path / "gold.jsonl"


def test_saved_predictions_of_a_pipeline_are_scored(model, gold, tmp_path):
    predicted, out = tmp_path / "predicted.jsonl", tmp_path / "metrics" / "test.json"
    assert run("predict.py", model, gold, predicted).exit_code == 0
    assert [record.spans for record in read_records(predicted)] == [(PiiSpan(5, 9, "PERSON"),), ()]
    result = run("evaluate.py", gold, predicted, "--out", out)
    assert result.exit_code == 0, result.output
    assert "33.33" in result.stdout
    figures = json.loads(out.read_text())
    assert (figures["leakage"], figures["f1"], figures["calibration"]) == (33.3333, 66.6667, None)


def test_a_folder_of_labelled_sets_is_predicted_and_scored(model, gold, tmp_path):
    sets, predicted, out = tmp_path / "sets", tmp_path / "found", tmp_path / "test.json"
    write_records(sets / "tweets.jsonl", RECORDS[:1])
    (sets / "sets.json").write_text('{"tweets": {"types": ["PERSON"], "f1": []}}')
    assert run("predict.py", model, sets, predicted).exit_code == 0
    result = run("evaluate.py", gold, gold, "--out", out, "--sets", sets, "--sets-predicted", predicted)
    assert result.exit_code == 0, result.output
    assert json.loads(out.read_text())["sets"]["tweets"]["typed"] == 100
    assert {"gold", "tweets"} <= {line.split()[0] for line in result.stdout.splitlines() if line.strip()}


def test_scores_of_predictions_give_a_calibration_error(gold, tmp_path):
    scored = [PiiRecord(r.text, tuple(PiiSpan(s.start, s.end, s.label, 0.9) for s in r.spans)) for r in RECORDS]
    write_records(tmp_path / "scored.jsonl", scored)
    result = run("evaluate.py", gold, tmp_path / "scored.jsonl", "--out", tmp_path / "test.json")
    assert "calibration error of gold: 0.100" in result.stdout


def test_predictions_for_other_texts_are_refused_and_nothing_is_written(gold, tmp_path):
    write_records(tmp_path / "other.jsonl", [RECORDS[0], PiiRecord("Secret")])
    result = run("evaluate.py", gold, tmp_path / "other.jsonl", "--out", tmp_path / "test.json")
    assert result.exit_code == 1
    message = " ".join(result.stderr.split())
    assert "other.jsonl: record 2: gold and predicted have different texts" in message
    assert "Secret" not in result.output
    assert not (tmp_path / "test.json").exists()


def test_a_broken_gold_file_is_the_one_named(gold, tmp_path):
    broken = tmp_path / "broken.jsonl"
    broken.write_text("{}\n")
    result = run("evaluate.py", broken, gold, "--out", tmp_path / "test.json")
    assert result.exit_code == 1
    assert "broken.jsonl:1:" in result.stderr


def test_sets_without_their_predictions_are_refused(gold, tmp_path):
    result = run("evaluate.py", gold, gold, "--out", tmp_path / "test.json", "--sets", tmp_path)
    assert result.exit_code == 1
    assert "belong together" in result.stderr
