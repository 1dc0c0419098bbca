import json
import runpy
from dataclasses import replace
from pathlib import Path

import pytest
import typer
from click.testing import Result
from tiny import TEXTS, build, record
from typer.testing import CliRunner

from spacy_pii.benchmark.drift import NO_CHAMPION, drift
from spacy_pii.benchmark.results import read_benchmark, write_benchmark
from spacy_pii.errors import PiiError
from spacy_pii.evaluation.bootstrap import FIGURES, Interval
from spacy_pii.evaluation.predict import load_pipeline, predict_records
from spacy_pii.evaluation.scores import score
from spacy_pii.pipeline.export import export_pipeline
from spacy_pii.records import write_records

SCRIPT = Path(__file__).parents[2] / "scripts" / "benchmark.py"
RECORDS = [record(*row) for row in TEXTS]
SYSTEMS = """
systems:
  alone: {kind: spacy}
  in Presidio: {kind: our-analyzer}
  absent: {kind: spacy, model: no_such_package, install: pip install no-such-package}
labels: {}
published: [{system: x, figure: F1, value: "90", source: "https://example.org", warning: on other data}]
"""
TEMPLATE = 'templates: {a: "Please call ${person} about it.", b: "The pump is broken again."}'


def run(*arguments: object) -> Result:
    app = typer.Typer()
    app.command()(runpy.run_path(str(SCRIPT))["main"])
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture(scope="module")
def ran(tiny_encoder, tmp_path_factory):
    """A run of the command over two small sets: its folder and what it printed."""
    folder = tmp_path_factory.mktemp("benchmark")
    nlp, _ = build(tiny_encoder, RECORDS, steps=30)
    export_pipeline(nlp).to_disk(folder / "model")
    (folder / "sets").mkdir()
    for name in ("real", "made_up"):
        write_records(folder / "sets" / f"{name}.jsonl", RECORDS)
    types = ["PERSON", "LOCATION", "PHONE"]
    index = {"real": {"types": types}, "made_up": {"types": types, "synthetic": True}}
    (folder / "sets" / "sets.json").write_text(json.dumps(index))
    (folder / "systems.yml").write_text(SYSTEMS)
    (folder / "templates").mkdir()
    (folder / "templates" / "mail.yml").write_text(TEMPLATE)
    result = run(*options(folder), "--out", folder / "out.json")
    assert result.exit_code == 0, result.output
    return folder, result.output


def options(folder: Path) -> list[object]:
    paths = {"--model": "model", "--systems": "systems.yml", "--data": "sets", "--templates": "templates"}
    missing = {"--latency": "latency.json", "--released": "released.json", "--callers": "callers.csv"}
    sizes = ["--records", 4, "--names", 1, "--samples", 50]
    return [*sizes, *(part for name, path in {**paths, **missing}.items() for part in (name, folder / path))]


def test_figures_are_those_of_the_evaluation(ran):
    folder, _ = ran
    figures = read_benchmark(folder / "out.json")
    nlp = load_pipeline(str(folder / "model"))
    families = frozenset(["PERSON", "LOCATION", "PHONE"])
    expected = score(RECORDS, predict_records(nlp, RECORDS), judged=families, complete=families)
    row = figures.scores["alone"]["real"]
    assert row.leak.value == pytest.approx(expected.leakage, abs=1e-3)
    assert row.f1.value == pytest.approx(expected.f1, abs=1e-3)
    assert row.families["PERSON"].gold == 2
    assert figures.scores["alone"]["mean"].leak.value == row.leak.value
    assert figures.operating_points["balanced"].leak.value == row.leak.value
    assert figures.thresholds[0].leak == row.leak.value
    assert figures.thresholds[-1].leak >= figures.thresholds[0].leak
    assert sum(sum(row.values()) for name, row in figures.confusion.items() if name != "O") == 2 * expected.spans


def test_all_parts_of_the_figures_are_there(ran):
    folder, output = ran
    figures = read_benchmark(folder / "out.json")
    assert figures.ours == "alone"
    assert set(figures.scores) == set(figures.slices) == set(figures.fairness) == {"alone", "in Presidio"}
    assert figures.systems["absent"].install == "not installed: pip install no-such-package"
    assert figures.systems["alone"].bytes > 10_000
    assert set(figures.sets) == {"real", "made_up"}
    assert figures.published[0].warning == "on other data"
    assert figures.drift.message == NO_CHAMPION
    assert any("tab_dev" in note for note in figures.notes)
    assert "not installed: pip install no-such-package" in " ".join(output.split())
    assert figures.latency is None


def test_texts_of_real_people_are_masked_and_made_up_ones_are_not(ran):
    folder, output = ran
    figures = read_benchmark(folder / "out.json")
    shown = [*figures.worst_leaks, *figures.false_alarms]
    assert all(example.masked == (example.set == "real") for example in shown)
    assert "Schmidt" not in output
    masked = [e for e in shown if e.masked] + [e for s in figures.slices["alone"].values() for e in s.worst]
    assert masked
    assert not any(char.isalpha() and char not in "Xx" for e in masked for char in e.before + e.value + e.after)


def test_written_figures_are_read_back_equal(ran):
    folder, _ = ran
    figures = read_benchmark(folder / "out.json")
    write_benchmark(folder / "copy.json", figures)
    assert read_benchmark(folder / "copy.json") == figures


def test_figures_of_another_form_are_refused(ran, tmp_path):
    folder, _ = ran
    (tmp_path / "old.json").write_text((folder / "out.json").read_text().replace('"version": 1\n', '"version": 2\n'))
    with pytest.raises(PiiError, match=r"old\.json: not a benchmark of version 1"):
        read_benchmark(tmp_path / "old.json")
    with pytest.raises(PiiError, match="file not found"):
        read_benchmark(tmp_path / "none.json")


def test_the_same_model_does_not_drift(ran):
    folder, _ = ran
    released = read_benchmark(folder / "out.json")
    found = drift(released.sets, released.scores["alone"], released)
    assert (found.moved, found.other_sets) == ([], [])
    assert "No figure differs beyond noise" in found.message
    assert "model" in found.champion


def test_drift_names_what_moved_beyond_noise_on_the_same_texts(ran):
    folder, _ = ran
    released = read_benchmark(folder / "out.json")
    still = dict.fromkeys(FIGURES, Interval(50, 48, 52))
    before = replace(released.scores["alone"]["real"], **still)
    after = replace(before, leak=Interval(54, 52, 56), f1=Interval(52, 50, 54))
    other = replace(released.sets["made_up"], digest="other")
    scores = {"real": before, "made_up": before}
    champion = replace(released, scores={"alone": scores})
    found = drift({"real": released.sets["real"], "made_up": other}, {"real": after, "made_up": after}, champion)
    assert [(row.set, row.figure, row.before, row.after) for row in found.moved] == [("real", "leak", 50, 54)]
    assert found.other_sets == ["made_up"]
    assert "nothing can be compared" in drift({"made_up": other}, {"made_up": after}, champion).message


def test_command_compares_with_the_released_model(ran):
    folder, _ = ran
    arguments = [arg if arg != folder / "released.json" else folder / "out.json" for arg in options(folder)]
    result = run(*arguments, "--only", "alone", "--show-values", "--out", folder / "again.json")
    assert result.exit_code == 0, result.output
    assert "No figure differs beyond noise" in " ".join(result.output.split())
    figures = read_benchmark(folder / "again.json")
    assert set(figures.scores) == {"alone"}
    assert not any(example.masked for example in figures.worst_leaks)


def test_a_model_that_is_not_there_is_an_error(ran, tmp_path):
    folder, _ = ran
    arguments = [arg if arg != folder / "model" else tmp_path / "nowhere" for arg in options(folder)]
    result = run(*arguments, "--out", tmp_path / "out.json")
    assert result.exit_code == 1
    assert "there is no model of ours to measure" in " ".join(result.stderr.split())
    assert not (tmp_path / "out.json").exists()
