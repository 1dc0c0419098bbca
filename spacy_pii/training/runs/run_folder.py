"""A run folder: everything that a training used and left, in one place.

run.json          name, creation time, git revision, versions of all packages, machine
config.cfg        the complete training config, overrides included
checkpoints/STEP  pipelines in training: the newest and the best; a restarted run goes on from the newest
model/            the best pipeline, calibrated
exported/         the same in ONNX
metrics/*.json    test, calibration, latency, promotion
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

from thinc.api import Config

from ...errors import PiiError
from ...files import atomic_text

REVISION = "SPACY_PII_REVISION"
"""Environment variable that names the git revision where there is no repository."""


@dataclass(frozen=True, slots=True)
class RunFolder:
    """Where the parts of a run lie, whether they exist or not."""

    path: Path

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def manifest(self) -> Path:
        return self.path / "run.json"

    @property
    def config(self) -> Path:
        return self.path / "config.cfg"

    @property
    def checkpoints(self) -> Path:
        return self.path / "checkpoints"

    @property
    def model(self) -> Path:
        return self.path / "model"

    @property
    def exported(self) -> Path:
        return self.path / "exported"

    def metrics(self, name: str) -> Path:
        return self.path / "metrics" / f"{name}.json"

    def write_metrics(self, name: str, figures: dict[str, Any]) -> None:
        """Write `metrics/NAME.json`."""
        with atomic_text(self.metrics(name)) as file:
            json.dump(figures, file, indent=1)

    def read_manifest(self) -> dict[str, Any]:
        """The content of run.json. Raises PiiError if this is no run folder."""
        if not self.manifest.is_file():
            raise PiiError("this is no run folder: it holds no run.json.", remedy="train first.", path=self.path)
        return json.loads(self.manifest.read_text("utf8"))


def create_run(path: Path, config: Config) -> RunFolder:
    """Start a run, or return to one. Raises PiiError if the folder holds a run with another config."""
    run = RunFolder(path)
    text = config.to_str()
    if run.config.is_file():
        if run.config.read_text("utf8") != text:
            raise PiiError(
                "this run was started with another config.",
                remedy="choose another name for the run, or delete its folder.",
                path=path,
            )
        return run
    manifest = {
        "version": 1,
        "name": run.name,
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "git_revision": git_revision(),
        "python": platform.python_version(),
        "machine": {"platform": platform.platform(), "processors": os.cpu_count(), "gpu": _gpu()},
        "packages": dict(sorted((d.name.lower(), d.version) for d in distributions())),
    }
    with atomic_text(run.manifest) as file:
        json.dump(manifest, file, indent=1)
    # The config comes last: its presence says that the run has begun.
    with atomic_text(run.config) as file:
        file.write(text)
    return run


def open_run(path: Path) -> RunFolder:
    """A run that has been trained. Raises PiiError otherwise."""
    run = RunFolder(path)
    run.read_manifest()
    if not run.model.is_dir():
        raise PiiError("the run has no model yet.", remedy="run the training again: it goes on.", path=path)
    return run


def git_revision(folder: Path = Path()) -> str:
    """The commit of this repository, with `-dirty` if files have changed; "unknown" outside of one."""
    if revision := os.environ.get(REVISION):
        return revision
    command = ["git", "-C", str(folder), "describe", "--always", "--dirty", "--abbrev=40", "--exclude=*"]
    try:
        result = subprocess.run(command, capture_output=True, text=True)
    except FileNotFoundError:
        return "unknown"
    return result.stdout.strip() or "unknown"


def _gpu() -> str | None:
    import torch

    return torch.cuda.get_device_name() if torch.cuda.is_available() else None
