"""The retraining's decision both ways, with the real gate and pipelines of known quality."""

import pytest
import spacy

from spacy_pii.errors import PiiError
from spacy_pii.records import PiiRecord, PiiSpan, write_records
from spacy_pii.training.runs.champion import champion, comparison_sets, crown, promote_if_better, served_model
from spacy_pii.training.runs.retrain import pending
from spacy_pii.training.runs.run_folder import RunFolder


@pytest.fixture
def data(tmp_path):
    """A folder with a run that finds every person, one that finds nobody, and records to compare them on."""
    for name, patterns in (("good", ["Anna", "Bob"]), ("half", ["Anna"]), ("blind", [])):
        nlp = spacy.blank("en")
        ruler = nlp.add_pipe("entity_ruler")
        ruler.add_patterns([{"label": "PERSON", "pattern": pattern} for pattern in patterns])
        (tmp_path / "runs" / name).mkdir(parents=True)
        nlp.to_disk(tmp_path / "runs" / name / "exported")
    texts = [f"{name} is number {i}." for i in range(20) for name in ("Anna", "Bob")]
    records = [PiiRecord(text, (PiiSpan(0, text.index(" "), "PERSON"),)) for text in texts]
    write_records(tmp_path / "test.jsonl", records)
    return tmp_path


def challenge(data, name):
    run = RunFolder(data / "runs" / name)
    return promote_if_better(data, run, comparison_sets(data, data / "test.jsonl"))


def test_first_run_is_promoted_and_a_better_one_takes_its_place(data):
    assert champion(data) is None
    assert challenge(data, "half").promote
    assert champion(data).name == "half"
    decision = challenge(data, "good")
    assert decision.promote
    assert champion(data).name == "good"
    assert served_model(data) == data / "runs/good/exported"


def test_worse_or_equal_challenger_changes_nothing(data):
    crown(data, RunFolder(data / "runs/half"))
    before = (data / "champion.json").read_bytes()
    for name in ("blind", "half"):
        decision = challenge(data, name)
        assert not decision.promote
        assert decision.reasons
        assert (data / "champion.json").read_bytes() == before
    assert '"champion": "half"' in RunFolder(data / "runs/blind").metrics("promotion").read_text()


def test_missing_champion_is_an_error_that_names_the_remedy(tmp_path):
    with pytest.raises(PiiError, match="run `retrain` once"):
        served_model(tmp_path)


def test_run_without_export_is_not_promoted(tmp_path):
    with pytest.raises(PiiError, match="export it first"):
        crown(tmp_path, RunFolder(tmp_path / "runs/new"))


def test_retraining_without_decision_goes_on_and_a_decided_one_is_left_alone(tmp_path):
    first = pending(tmp_path)
    first.mkdir()
    assert pending(tmp_path) == first
    RunFolder(first).write_metrics("promotion", {})
    decided = first.rename(tmp_path / "retrain-20200101-000000")
    assert pending(tmp_path) != decided
