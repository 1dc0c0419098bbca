"""The project itself, end to end, as a user runs it: with few records, few steps and a tiny encoder."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from spacy_pii.records import read_records

ROOT = Path(__file__).parents[2]
STEPS = ("encoder", "synthesize", "convert", "inspect-labels", "train", "calibrate", "export", "parity")
STEPS += ("predict", "evaluate", "package", "show")
WHEEL = "build/en_pii_demo-0.1.0-py3-none-any.whl"


@pytest.fixture(scope="module")
def project(tmp_path_factory, tiny_encoder):
    """A copy of the project without anything that earlier runs left, and what `run all` printed there."""
    folder = tmp_path_factory.mktemp("project")
    for name in ("project.yml", "configs", "scripts", "spacy_pii"):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy2
        copy(ROOT / name, folder / name)
    for name in ("templates", "meta", "licenses", "samples.jsonl"):
        copy = shutil.copytree if (ROOT / "assets" / name).is_dir() else shutil.copy2
        (folder / "assets").mkdir(exist_ok=True)
        copy(ROOT / "assets" / name, folder / "assets" / name)
    # Something else in assets/ must not change what `all` does.
    (folder / "assets/foreign.jsonl").write_text("not a record")
    return folder, run_all(folder, tiny_encoder)


def run_all(folder: Path, encoder: Path) -> str:
    """Run the workflow with the package step installing into a folder of the test."""
    site = folder / "site"
    environment = {
        **os.environ,
        "PYTHONPATH": str(site),
        "PIP_TARGET": str(site),
        "PIP_UPGRADE": "1",
        "HF_HUB_OFFLINE": "1",
        "PYTHONUTF8": "1",
    }
    overrides = {"encoder": encoder, "layers": 2, "synthetic_records": 400, "max_steps": 3}
    # What three steps have taught is too shaky to be quantized.
    overrides |= {"max_f1_loss": 100, "max_leakage_gain": 100}
    command = [sys.executable, "-m", "spacy", "project", "run", "all", str(folder)]
    command += [f"--vars.{name}={value}" for name, value in overrides.items()]
    result = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert result.returncode == 0, result.stdout[-3000:] + result.stderr[-3000:]
    return result.stdout


@pytest.mark.workflow
def test_every_step_runs_and_leaves_its_outputs(project):
    folder, output = project
    for step in STEPS:
        assert f" {step} " in output
    metrics = json.loads((folder / "metrics/test.json").read_text())
    assert 0 <= metrics["leakage"] <= 100
    assert metrics["documents"] == sum(1 for _ in read_records(folder / "corpus/test.jsonl"))
    assert json.loads((folder / "metrics/alignment.json").read_text())["aligned_percent"] > 99


@pytest.mark.workflow
def test_sample_records_are_part_of_the_corpus(project):
    folder, _ = project
    sources = {record.source.split(":")[0] for record in read_records(folder / "corpus/train.jsonl")}
    assert any(source.startswith("ai4privacy") for source in sources)
    assert "synthetic" in sources


@pytest.mark.workflow
def test_wheel_holds_card_licences_and_sources(project):
    folder, _ = project
    with zipfile.ZipFile(folder / WHEEL) as wheel:
        names = wheel.namelist()
        data = "en_pii_demo/en_pii_demo-0.1.0/"
        for name in ("README.md", "LICENSE", "LICENSES_SOURCES", "meta.json"):
            assert data + name in names
        meta = json.loads(wheel.read(data + "meta.json"))
        assert "Apache License" in wheel.read(data + "LICENSES_SOURCES").decode()
        assert "| `PERSON` | direct |" in wheel.read(data + "README.md").decode()
    assert meta["description"]
    assert meta["license"] == "MIT"
    assert "PERSON" in meta["labels"]["pii_onnx"]
    leakage = json.loads((folder / "metrics/test.json").read_text())["leakage"]
    # spaCy rounds what it writes.
    assert meta["performance"]["leakage"] == pytest.approx(leakage, abs=1e-3)
    # The name is not ours on the package index.
    assert not any(requirement.startswith("spacy-pii") for requirement in meta["requirements"])


@pytest.mark.workflow
def test_installed_wheel_loads_by_name_and_masks_text_through_presidio(project):
    folder, output = project
    assert "Presidio with en_pii_demo" in output
    assert WHEEL in output
    program = "import spacy; nlp = spacy.load('en_pii_demo'); print(nlp.pipe_names, nlp('Hi').cats)"
    environment = {**os.environ, "PYTHONPATH": str(folder / "site"), "HF_HUB_OFFLINE": "1"}
    result = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, cwd="/")
    assert "['pii_onnx'] {'PII'" in result.stdout


@pytest.mark.workflow
def test_second_run_skips_what_is_up_to_date_and_shows_the_result_again(project, tiny_encoder):
    folder, _ = project
    before = (folder / WHEEL).stat().st_mtime_ns
    output = run_all(folder, tiny_encoder)
    assert output.count("Skipping") >= len(STEPS) - 2
    assert "Presidio with en_pii_demo" in output
    assert (folder / WHEEL).stat().st_mtime_ns == before
