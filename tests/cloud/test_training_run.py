import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import spacy
from thinc.api import Config

from spacy_pii.errors import PiiError
from spacy_pii.training.resume import STEP
from spacy_pii.training.runs.checkpoints import Checkpoints
from spacy_pii.training.runs.run_folder import create_run, git_revision, open_run
from spacy_pii.training.runs.train_run import train_run

CONFIG = Path("configs/gpu_lora.cfg")
KILLED = """
import os, signal, sys
from pathlib import Path
from spacy_pii.training.runs.train_run import train_run
run = Path(sys.argv[1])
def kill():
    if (run / "checkpoints/0000002").is_dir():
        os.kill(os.getpid(), signal.SIGKILL)
train_run(run, run, Path(sys.argv[2]), dry_run=True, on_checkpoint=kill)
"""


def test_killed_run_goes_on_from_its_checkpoint(tmp_path):
    run = tmp_path / "run"
    result = subprocess.run([sys.executable, "-c", KILLED, str(run), str(CONFIG)], capture_output=True, text=True)
    assert result.returncode == -signal.SIGKILL, result.stderr
    with pytest.raises(PiiError, match="no model yet"):
        open_run(run)
    seen = []
    trained = train_run(run, run, CONFIG, dry_run=True, on_checkpoint=lambda: seen.append(steps(run)))
    assert seen[0] == [0, 2]
    assert seen[-1][-1] == 4
    # The dry run's config trains adapters: what is loaded here are merged weights.
    encoder = spacy.load(trained.model).get_pipe("transformer").model.transformer
    assert not any("lora_" in name for name in encoder.state_dict())
    again = (trained.model / "config.cfg").stat().st_mtime_ns
    assert train_run(run, run, CONFIG, dry_run=True).model.is_dir()
    assert (trained.model / "config.cfg").stat().st_mtime_ns == again


def steps(run: Path) -> list[int]:
    return sorted(int(path.name) for path in (run / "checkpoints").iterdir())


def test_run_with_another_config_is_refused(tmp_path):
    create_run(tmp_path, Config({"a": {"b": 1}}))
    assert create_run(tmp_path, Config({"a": {"b": 1}})).path == tmp_path
    with pytest.raises(PiiError, match="another config"):
        create_run(tmp_path, Config({"a": {"b": 2}}))


def test_missing_corpus_is_an_error_that_names_the_remedy(tmp_path):
    with pytest.raises(PiiError, match="modal run scripts/modal_app.py::upload"):
        train_run(tmp_path / "run", tmp_path / "corpus", CONFIG)


def test_newest_and_best_checkpoints_stay(tmp_path):
    checkpoints = Checkpoints(tmp_path, {"pii_f": 1.0, "pii_leakage": None})
    (tmp_path / "0000009.partial").mkdir()
    nlp = spacy.blank("en")
    for step, score in ((0, 0.1), (5, 0.9), (10, 0.3), (15, 0.2)):
        nlp.meta[STEP] = step
        nlp.meta["performance"] = {"pii_f": score, "pii_leakage": 50.0}
        checkpoints.save(nlp)
    assert checkpoints.newest() == tmp_path / "0000015"
    assert checkpoints.best() == tmp_path / "0000005"
    assert {path.name for path in tmp_path.iterdir()} == {"0000005", "0000015", "0000009.partial"}


def test_revision_is_that_of_the_environment_or_the_repository(tmp_path, monkeypatch):
    monkeypatch.delenv("SPACY_PII_REVISION", raising=False)
    assert git_revision(tmp_path) == "unknown"
    monkeypatch.setenv("SPACY_PII_REVISION", "abc")
    assert git_revision(tmp_path) == "abc"


def test_missing_token_is_an_error_that_names_the_remedy(tmp_path):
    command = [sys.executable, "scripts/check_modal.py"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MODAL_")}
    environment["MODAL_CONFIG_PATH"] = str(tmp_path / "none.toml")
    result = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert result.returncode == 1
    assert "modal token new" in " ".join(result.stderr.split())
    environment |= {"MODAL_TOKEN_ID": "ak-1", "MODAL_TOKEN_SECRET": "as-1"}
    assert subprocess.run(command, env=environment).returncode == 0


def test_manifest_is_json_that_names_what_was_installed(tmp_path):
    run = create_run(tmp_path, Config({"a": {"b": 1}}))
    manifest = json.loads(run.manifest.read_text())
    assert {"created", "git_revision", "machine", "packages", "python"} <= set(manifest)
