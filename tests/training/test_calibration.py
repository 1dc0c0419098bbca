import json
import runpy
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
import spacy
import typer
from tiny import TEXTS, build, record
from typer.testing import CliRunner

from spacy_pii.errors import PiiError
from spacy_pii.records import write_records
from spacy_pii.training.calibration import calibrate_pipeline, fit_temperature

SCRIPT = Path(__file__).parents[2] / "scripts" / "calibrate.py"
WORDS = "amber birch cedar delta ember fjord grove heath inlet jetty knoll ledge marsh notch oasis perch quarry ridge"


def honest_records(openings):
    """The tagger has learned that these are names; here, they are names only two times out of three."""
    return [
        record(f"{opening} {text}", [] if i % 3 == 0 else values)
        for i, opening in enumerate(openings)
        for text, values in TEXTS
        if values
    ]


RECORDS = honest_records(WORDS.split())


@pytest.fixture(scope="module")
def trained(tiny_encoder, tmp_path_factory):
    """A tagger whose logits are four times as large as its training made them."""
    nlp, _ = build(tiny_encoder, [record(*row) for row in TEXTS], steps=60)
    model = nlp.get_pipe("pii_ner").model
    for node, name in ((model.get_ref("linear"), "W"), (model.get_ref("linear"), "b"), (model, "shapes")):
        node.set_param(name, 4 * node.get_param(name))
    folder = tmp_path_factory.mktemp("trained")
    nlp.to_disk(folder)
    return folder


def test_over_confident_tagger_is_made_honest_on_records_the_fit_did_not_see(trained):
    nlp = spacy.load(trained)
    # With a few dozen spans, the prior of the score map outweighs what it sees.
    records = honest_records([f"{one} {other}" for one, other in combinations(WORDS.split(), 2)])
    fit = calibrate_pipeline(nlp, records)
    assert fit.temperature > 1
    assert nlp.get_pipe("pii_ner").cfg["temperature"] == fit.temperature
    assert fit.after.nll < fit.before.nll
    assert fit.after.calibration.ece < fit.before.calibration.ece / 2
    assert fit.fitted_on + fit.judged_on == len(records)


def test_fitting_again_changes_nothing(trained):
    nlp = spacy.load(trained)
    first = calibrate_pipeline(nlp, RECORDS)
    again = calibrate_pipeline(nlp, RECORDS)
    assert again.temperature == first.temperature
    assert again.before == first.after


def test_unannotated_labels_are_not_held_against_the_scores(trained):
    text, values = TEXTS[0]
    silent = [record(f"{word} {text}", [], annotated=["PHONE_NUMBER"]) for word in WORDS.split()]
    told = [record(f"{word} {text}", []) for word in WORDS.split()]
    unknown, wrong = (calibrate_pipeline(spacy.load(trained), rows).before.nll for rows in (silent, told))
    assert unknown < 0.5
    assert wrong > 2


def test_logits_that_match_their_probabilities_need_no_temperature():
    logits = np.log([[0.75, 0.25, 1e-9]])
    outside, begin = np.array([[True, False, False]]), np.array([[False, True, False]])
    allowed = [outside, outside, outside, begin]
    assert fit_temperature([logits] * 4, allowed) == pytest.approx(1, abs=0.01)
    assert fit_temperature([3 * logits] * 4, allowed) == pytest.approx(3, abs=0.03)


def test_command_saves_the_temperature_and_reports_figures_but_no_text(trained, tmp_path):
    write_records(tmp_path / "dev.jsonl", RECORDS)
    app = typer.Typer()
    app.command()(runpy.run_path(str(SCRIPT))["main"])
    out, report = tmp_path / "calibrated", tmp_path / "calibration.json"
    arguments = [trained, tmp_path / "dev.jsonl", "--out", out, "--report", report]
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert result.exit_code == 0, result.output
    temperature = json.loads(report.read_text())["temperature"]
    assert spacy.load(out).get_pipe("pii_ner").cfg["temperature"] == pytest.approx(temperature)
    assert temperature > 1
    assert spacy.load(trained).get_pipe("pii_ner").cfg["temperature"] == 1
    assert "Anna" not in result.output + report.read_text()


def test_pipeline_without_the_tagger_cannot_be_calibrated():
    with pytest.raises(PiiError, match="does not hold one pii_ner"):
        calibrate_pipeline(spacy.blank("en"), RECORDS)


def test_too_few_records_for_two_halves_are_refused(trained):
    with pytest.raises(PiiError, match="one half empty"):
        calibrate_pipeline(spacy.load(trained), [*RECORDS[:1], record(" ", [])])
