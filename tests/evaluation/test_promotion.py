import json
import runpy
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import tiny
import typer
from typer.testing import CliRunner

from spacy_pii.benchmark.results import read_benchmark
from spacy_pii.errors import PiiError
from spacy_pii.evaluation.promotion import count_sets, decide
from spacy_pii.evaluation.sets import read_sets
from spacy_pii.records import PiiRecord, PiiSpan, write_records
from spacy_pii.training.export import export_pipeline

TEXT = "Ada Lovelace wrote to Charles Babbage."


@pytest.fixture
def sets(tmp_path: Path):
    record = PiiRecord(TEXT, (PiiSpan(0, 12, "PERSON"), PiiSpan(22, 37, "PERSON")))
    for name in ("letters", "notes"):
        write_records(tmp_path / f"{name}.jsonl", [record] * 60)
    row = {"types": ["PERSON"], "f1": ["PERSON"]}
    (tmp_path / "sets.json").write_text(json.dumps({"letters": row, "notes": row}), encoding="utf8")
    return read_sets(tmp_path)


def _detector(*spans: tuple[int, int], every: int = 1):
    found = tuple(PiiSpan(start, end, "PERSON") for start, end in spans)

    def detect(texts):
        for number, _ in enumerate(texts):
            yield found if number % every == 0 else ()

    return detect


BOTH, HALF = ((0, 12), (22, 37)), ((0, 12),)


def test_the_first_model_is_promoted(sets):
    assert decide(None, count_sets(_detector(*HALF), sets)).promote


def test_a_model_that_leaks_less_is_promoted(sets):
    decision = decide(count_sets(_detector(*HALF), sets), count_sets(_detector(*BOTH), sets))
    assert decision.promote
    assert decision.differences["mean"]["leak"].high < 0


def test_a_model_that_leaks_as_much_is_not(sets):
    counts = count_sets(_detector(*BOTH, every=2), sets)
    assert not decide(counts, counts).promote


def test_less_leakage_does_not_buy_masking_everything(sets):
    decision = decide(count_sets(_detector(*HALF), sets), count_sets(_detector((0, len(TEXT))), sets))
    assert not decision.promote
    assert [reason.split()[0] for reason in decision.reasons if "keeps the champion" in reason] == ["f1", "over"]


def test_models_scored_on_other_documents_cannot_be_compared(sets):
    with pytest.raises(PiiError, match="same documents"):
        decide(count_sets(_detector(*BOTH), sets[:1]), count_sets(_detector(*BOTH), sets))


@pytest.fixture
def wheel(tiny_encoder, tmp_path):
    nlp, _ = tiny.build(tiny_encoder, [tiny.record(*row) for row in tiny.TEXTS], steps=2)
    export_pipeline(nlp).to_disk(tmp_path / "en_x-1.1")
    (tmp_path / "en_x-1.1" / "README.md").write_text("# the card", encoding="utf8")
    path = tmp_path / "en_x-1.1-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for file in (tmp_path / "en_x-1.1").rglob("*"):
            archive.write(file, Path("en_x") / file.relative_to(tmp_path))
    return path


def test_a_promoted_wheel_brings_its_card_and_its_figures(sets, wheel, tmp_path):
    figures = Path("metrics/released.json")
    places = {"packages": tmp_path / "packages", "out": tmp_path / "promotion.json", "released": tmp_path / "old.json"}
    arguments = [wheel, "--data", tmp_path, "--figures", figures, "--samples", "100"]
    arguments += [part for name, path in places.items() for part in (f"--{name}", path)]
    app = typer.Typer()
    app.command()(runpy.run_path("scripts/promote.py")["main"])
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert result.exit_code == 0, result.output
    assert {path.name for path in places["packages"].iterdir()} == {wheel.name, "en_x.md"}
    assert (places["packages"] / "en_x.md").read_text() == "# the card"
    released = read_benchmark(places["released"])
    assert (released.systems[released.ours].model, released.systems[released.ours].version) == ("en_x", "1.1")
    assert released.scores == read_benchmark(figures).scores
    assert json.loads(places["out"].read_text())["champion"] is None


def test_a_file_that_is_no_wheel_is_refused_and_nothing_is_released(sets, tmp_path):
    (tmp_path / "en_x-1.0.whl").write_bytes(b"no zip")
    command = [sys.executable, "scripts/promote.py", str(tmp_path / "en_x-1.0.whl"), "--data", str(tmp_path)]
    result = subprocess.run(
        [*command, "--packages", str(tmp_path / "packages")], capture_output=True, text=True, cwd=Path.cwd()
    )
    assert result.returncode == 1
    assert "not a wheel" in " ".join((result.stdout + result.stderr).split())
    assert not (tmp_path / "packages").exists()
