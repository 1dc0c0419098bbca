import runpy
from pathlib import Path

import numpy as np
import pytest
import spacy
import typer
from tiny import TEXTS, build, record
from typer.testing import CliRunner

from spacy_pii.evaluation.scores import COUNTS
from spacy_pii.records import write_records
from spacy_pii.training.calibration import calibrate_pipeline
from spacy_pii.training.operating_points import f_beta

SCRIPT = Path(__file__).parents[2] / "scripts" / "calibrate.py"
WORDS = "amber birch cedar delta ember fjord grove heath inlet jetty knoll ledge marsh notch oasis perch quarry ridge"
RECORDS = [record(f"{word} {text}", values) for word in WORDS.split() for text, values in TEXTS]


@pytest.fixture(scope="module")
def shy(tiny_encoder, tmp_path_factory):
    """A tagger that prefers to find nothing."""
    nlp, _ = build(tiny_encoder, [record(*row) for row in TEXTS], steps=60)
    bias = nlp.get_pipe("pii_ner").model.get_ref("linear").get_param("b")
    bias[0] += 3
    folder = tmp_path_factory.mktemp("shy")
    nlp.to_disk(folder)
    return folder


def test_a_tagger_that_finds_too_little_is_pushed_to_find_more(shy):
    nlp = spacy.load(shy)
    fits = calibrate_pipeline(nlp, RECORDS, fit_points=True).operating_points
    assert fits["balanced"].outside_bias < 0
    assert fits["high_recall"].outside_bias <= fits["balanced"].outside_bias
    points = nlp.get_pipe("pii_ner").decoder.points
    assert {name: points[name].outside_bias for name in fits} == {name: fit.outside_bias for name, fit in fits.items()}


def test_fitted_points_are_saved_with_the_pipeline(shy, tmp_path):
    nlp = spacy.load(shy)
    fits = calibrate_pipeline(nlp, RECORDS, fit_points=True).operating_points
    nlp.to_disk(tmp_path)
    points = spacy.load(tmp_path).get_pipe("pii_ner").decoder.points
    assert points["balanced"].outside_bias == fits["balanced"].outside_bias
    assert points["high_precision"].threshold == 0.8


def test_chosen_biases_are_saved_and_what_cannot_be_meant_is_refused(shy, tmp_path):
    write_records(tmp_path / "dev.jsonl", RECORDS)
    app = typer.Typer()
    app.command()(runpy.run_path(str(SCRIPT))["main"])

    def calibrate(*biases):
        options = [part for bias in biases for part in ("--outside-bias", bias)]
        return CliRunner().invoke(
            app, [str(shy), str(tmp_path / "dev.jsonl"), "--out", str(tmp_path / "out"), *options]
        )

    for wrong in ("ballanced=-1", "balanced", "balanced=nan"):
        assert calibrate(wrong).exit_code == 1
    assert not (tmp_path / "out").exists()
    result = calibrate("balanced=-0.75", "high_recall=-1.5")
    assert result.exit_code == 0, result.output
    points = spacy.load(tmp_path / "out").get_pipe("pii_ner").decoder.points
    assert [points[name].outside_bias for name in ("balanced", "high_recall", "high_precision")] == [-0.75, -1.5, 0.0]
    assert points["high_precision"].threshold == 0.8


def test_leaks_weigh_more_than_false_alarms():
    def counts(leaked, over):
        return np.array([[{"personal": 100, "leaked": leaked, "over": over}.get(name, 0) for name in COUNTS]])

    assert f_beta(counts(0, 0), 2) == 1
    assert f_beta(counts(20, 0), 2) < f_beta(counts(0, 20), 2)
    assert f_beta(counts(20, 0), 0.5) > f_beta(counts(0, 20), 0.5)
