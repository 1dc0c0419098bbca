import json
import runpy
from itertools import islice
from pathlib import Path

import pytest
import typer
from click.testing import Result
from tiny import RECORDS
from typer.testing import CliRunner

from spacy_pii.benchmark.speed.latency import Contender, Measurements, measure, ratio
from spacy_pii.benchmark.speed.texts import texts_of
from spacy_pii.benchmark.speed.worker import Start, Worker
from spacy_pii.benchmark.text_tables import ratios_table, systems_table
from spacy_pii.errors import PiiError
from spacy_pii.records import PiiRecord, write_records

SCRIPT = Path(__file__).parents[2] / "scripts" / "latency.py"


def run(*arguments: object) -> Result:
    app = typer.Typer()
    app.command()(runpy.run_path(str(SCRIPT))["main"])
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_texts_have_the_words_asked_for_and_depend_on_the_seed_alone():
    records = [PiiRecord("one  two\nthree"), PiiRecord(" "), PiiRecord("four five")]
    first = list(islice(texts_of(records, 7, seed=1), 20))
    assert {len(text.split()) for text in first} == {7}
    assert first == list(islice(texts_of(records, 7, seed=1), 20))
    assert first != list(islice(texts_of(records, 7, seed=2), 20))
    assert any("one  two\nthree" in text for text in first)


def test_records_without_text_are_refused():
    with pytest.raises(PiiError, match="no text"):
        next(texts_of([PiiRecord("")], 5, seed=0))


def test_systems_that_take_turns_are_measured_in_processes_of_their_own(tiny_onnx):
    contenders = {"one": Contender("exported", str(tiny_onnx)), "two": Contender("exported", str(tiny_onnx))}
    measured = measure(contenders, RECORDS, threads=1, rounds=2, calls=3, batch=4, lengths=[5, 300])
    for name in contenders:
        assert {words: len(seconds) for words, seconds in measured.calls[name].items()} == {5: 6, 300: 6}
        assert min(measured.calls[name][300]) > min(measured.calls[name][5]) > 0
        assert len(measured.speeds[name]) == 2
        assert measured.starts[name].load > 0
        assert 20 < measured.starts[name].memory < 5000
        assert measured.memory[name] > 20


def test_a_system_that_cannot_be_loaded_is_named(tmp_path):
    with pytest.raises(PiiError, match="exported over .*nowhere does not run: OSError.*E050"):
        Worker("exported", str(tmp_path / "nowhere"), 1)


def test_ratios_compare_the_rounds_of_one_run():
    measured = Measurements(
        starts={"a": Start(1, 0.5, 0.1, 100), "b": Start(1, 1, 0.1, 200)},
        calls={"a": {20: [0.001] * 99 + [0.004]}, "b": {20: [0.002] * 90 + [0.005] * 10}},
        speeds={"a": [200, 900, 500], "b": [100, 300, 200]},
        memory={"a": 110, "b": 220},
    )
    row = ratio(measured, "a", "b")
    assert (row.words_per_second, row.low, row.high, row.load) == (2.5, 2, 3, 0.5)
    assert (row.p50, row.p95) == ({"20": 0.5}, {"20": 0.2})
    assert measured.to_dict()["a"]["words_per_second"] == 500
    assert "2.50 x" in ratios_table({"a : b": row})
    assert "1.0 / 1.0" in systems_table(measured)


def test_command_measures_texts_of_the_sets_and_says_how_to_install_a_missing_peer(tiny_onnx, tmp_path):
    write_records(tmp_path / "sets" / "mail.jsonl", RECORDS)
    (tmp_path / "sets" / "sets.json").write_text('{"mail": {"types": ["PERSON"]}}')
    out = tmp_path / "latency.json"
    options = ["--threads", 1, "--rounds", 1, "--calls", 1, "--batch", 1, "--peer", "no_such_package", "--out", out]
    result = run("--model", tiny_onnx, "--also", tiny_onnx, "--data", tmp_path / "sets", *options)
    assert result.exit_code == 0, result.output
    assert "no_such_package is left out" in result.output
    assert "pip install" in result.output
    figures = json.loads(out.read_text())
    assert figures["megabytes"]["exported"] > 0
    assert set(figures["threads"]["1"]["systems"]["exported"]["call_ms"]) == {"20", "40", "100", "400"}
    assert set(figures["threads"]["1"]["systems"]) == {"exported", tiny_onnx.name}
    assert figures["machine"]["processor"].keys() == {"name", "flags"}
    # Two layers, each four matrices of attention and two around its neurons, and the head for three labels.
    work = 2 * (4 * 32 * 32 + 2 * 32 * 64) + 32 * (2 * 3 + 1)
    assert figures["multiplications"] == {"exported": work, tiny_onnx.name: work}


def test_command_names_a_folder_without_sets(tiny_onnx, tmp_path):
    result = run("--model", tiny_onnx, "--data", tmp_path / "nowhere", "--out", tmp_path / "other.json")
    assert result.exit_code == 1
    assert "sets.json" in result.stderr.replace("\n", "")


def test_command_refuses_a_model_that_does_not_exist(tmp_path):
    result = run("--model", tmp_path / "nowhere", "--records", tmp_path / "records.jsonl")
    assert result.exit_code == 1
    assert "no such package, folder or file" in " ".join(result.stderr.split())
