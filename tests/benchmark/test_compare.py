import json
import runpy
from pathlib import Path

import pytest
import typer
from click.testing import Result
from tiny import TEXTS, build, record
from typer.testing import CliRunner

from spacy_pii.benchmark.drift_guard import NO_CHAMPION
from spacy_pii.benchmark.paired import counts_of
from spacy_pii.benchmark.public_sets import CALIBRATION, SELECTION
from spacy_pii.benchmark.results import read_benchmark, write_benchmark
from spacy_pii.components.loading import load_pipeline
from spacy_pii.errors import PiiError
from spacy_pii.evaluation.predict import predict_records
from spacy_pii.evaluation.scores import COUNTS, score
from spacy_pii.records import write_records
from spacy_pii.training.export import export_pipeline

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
    sizes = ["--records", 4, "--documents", 2, "--names", 1, "--samples", 50]
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
    assert figures.slices["alone"]["lower_case"].sets == {"real": 2, "made_up": 2}
    assert figures.slices["alone"]["names_greek"].sets == {}
    assert "labelled sets" in output
    assert "made up" in output


def test_counts_of_documents_are_kept_for_the_model_under_test_alone(ran):
    folder, _ = ran
    figures = read_benchmark(folder / "out.json")
    alone, other = figures.scores["alone"]["real"], figures.scores["in Presidio"]["real"]
    assert int(counts_of(alone.documents).sum(axis=0)[COUNTS.index("count")]) == sum(len(r.spans) for r in RECORDS)
    assert figures.slices["alone"]["lower_case"].parts.keys() == {"real", "made_up"}
    assert all(row.documents for row in figures.fairness["alone"].values())
    assert other.documents is None
    assert not any(row.parts for row in figures.slices["in Presidio"].values())
    assert not any(row.documents for row in figures.fairness["in Presidio"].values())


def test_texts_of_real_people_are_masked_and_made_up_ones_are_not(ran):
    folder, output = ran
    figures = read_benchmark(folder / "out.json")
    shown = [*figures.worst_leaks, *figures.false_alarms]
    shown += [example for part in figures.slices["alone"].values() for example in part.worst]
    assert {example.set for example in shown} == {"real", "made_up"}
    assert all(example.masked == (example.set == "real") for example in shown)
    assert "Schmidt" not in output
    masked = [example for example in shown if example.masked]
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


def test_command_compares_with_the_released_model(ran):
    folder, _ = ran
    arguments = [arg if arg != folder / "released.json" else folder / "out.json" for arg in options(folder)]
    result = run(*arguments, "--only", "alone", "--show-values", "--out", folder / "again.json")
    assert result.exit_code == 0, result.output
    assert "No figure differs beyond noise" in " ".join(result.output.split())
    figures = read_benchmark(folder / "again.json")
    assert set(figures.scores) == {"alone"}
    assert (figures.drift.moved, figures.drift.other_sets) == ([], [])
    assert not any(example.masked for example in figures.worst_leaks)


def test_unknown_names_of_systems_are_refused_with_the_known_ones(ran, tmp_path):
    folder, _ = ran
    result = run(*options(folder), "--only", "alone", "--only", "alnoe", "--out", tmp_path / "out.json")
    assert result.exit_code == 1
    error = " ".join(result.stderr.split())
    assert "no system is called 'alnoe'" in error
    assert "alone; in Presidio; absent" in error
    assert not (tmp_path / "out.json").exists()


def test_peers_without_the_model_under_test_are_refused(ran, tmp_path):
    folder, _ = ran
    result = run(*options(folder), "--only", "in Presidio", "--out", tmp_path / "out.json")
    assert result.exit_code == 1
    assert "none of the systems is the model under test alone" in " ".join(result.stderr.split())


def test_development_sets_come_with_a_word_on_what_else_they_were_used_for(ran, tmp_path):
    folder, _ = ran
    write_records(tmp_path / "sets" / "btc_dev.jsonl", RECORDS)
    (tmp_path / "sets" / "sets.json").write_text('{"btc_dev": {"types": ["PERSON"]}}')
    arguments = [arg if arg != folder / "sets" else tmp_path / "sets" for arg in options(folder)]
    result = run(*arguments, "--only", "alone", "--out", tmp_path / "out.json")
    assert result.exit_code == 0, result.output
    figures = read_benchmark(tmp_path / "out.json")
    assert SELECTION in figures.notes
    assert figures.calibration_note == CALIBRATION
    other = read_benchmark(folder / "out.json")
    assert SELECTION not in other.notes
    assert not other.calibration_note


def test_a_model_that_is_not_there_is_an_error(ran, tmp_path):
    folder, _ = ran
    arguments = [arg if arg != folder / "model" else tmp_path / "nowhere" for arg in options(folder)]
    result = run(*arguments, "--out", tmp_path / "out.json")
    assert result.exit_code == 1
    assert "there is no model of ours to measure" in " ".join(result.stderr.split())
    assert not (tmp_path / "out.json").exists()
