"""Training in a run folder: interrupted at any time, the same call goes on."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import srsly
from spacy.util import load_config, registry
from thinc.api import Config

from ...components.loading import load_pipeline
from ...errors import PiiError
from ...files import complete_folder
from ...records import read_records
from ..calibration import calibrate_pipeline
from ..resume import STEP, resume_config
from . import dry_run as dry
from .checkpoints import Checkpoints, keep_checkpoints
from .run_folder import RunFolder, create_run, open_run

CALLBACK = "spacy_pii.keep_checkpoints.v1"


def train_run(
    path: Path,
    corpus: Path,
    config: Path,
    *,
    encoder: str = "",
    max_steps: int = 0,
    seed: int = 0,
    gpu_id: int = -1,
    dry_run: bool = False,
    templates: Path = Path("assets/templates"),
    overrides: Mapping[str, Any] | None = None,
    on_checkpoint: Callable[[], None] = lambda: None,
) -> RunFolder:
    """Train, calibrate and save a pipeline in the run folder `path`, or go on where a killed call stopped.

    corpus: a folder as `scripts/convert.py` writes it. config: a training config. encoder, max_steps: the config's
    own if empty or 0. dry_run: a random encoder, a small corpus and four steps on the CPU, through the same
    code. overrides: more config values, by dotted name. on_checkpoint: called when a checkpoint is complete on disk.
    Raises PiiError if the corpus is missing or the run was started with another config.
    """
    changes: dict[str, Any] = {"system.seed": seed}
    if encoder:
        changes["paths.encoder"] = encoder
    if max_steps:
        changes |= {"training.max_steps": max_steps, "training.optimizer.learn_rate.total_steps": max_steps}
    if dry_run:
        gpu_id, corpus = -1, dry.small_corpus(path / "corpus", templates)
        changes |= {"paths.encoder": str(dry.random_encoder(path / "encoder")), **dry.OVERRIDES}
    changes |= {"paths.train": str(corpus / "train"), "paths.dev": str(corpus / "dev"), **(overrides or {})}
    if not (corpus / "train").is_dir():
        raise PiiError(
            "there is no corpus to train on.",
            remedy="convert records first; on Modal, upload them with `modal run scripts/modal_app.py::upload`.",
            path=corpus,
        )
    full = load_config(config, overrides=changes, interpolate=True)
    run = create_run(path, full)
    if not run.model.is_dir():
        checkpoints = Checkpoints(run.checkpoints, full["training"]["score_weights"])
        _train(full, checkpoints, gpu_id, on_checkpoint)
        _calibrate(run, checkpoints, corpus / "dev.jsonl", gpu_id)
        on_checkpoint()
    return open_run(path)


def _train(config: Config, checkpoints: Checkpoints, gpu_id: int, on_checkpoint: Callable[[], None]) -> None:
    from spacy.cli.train import train

    newest = checkpoints.newest()
    if newest is not None:
        if srsly.read_json(newest / "meta.json")[STEP] >= config["training"]["max_steps"]:
            return
        config = resume_config(config, newest)
    config = config.copy()
    config["training"]["before_to_disk"] = {"@callbacks": CALLBACK}
    registry.callbacks.register(CALLBACK, func=lambda: keep_checkpoints(checkpoints, on_checkpoint))
    # What spaCy saves itself is not safe against a kill, so it goes elsewhere.
    with tempfile.TemporaryDirectory() as scratch:
        config.to_disk(Path(scratch) / "config.cfg")
        train(Path(scratch) / "config.cfg", Path(scratch) / "training", use_gpu=gpu_id)


def _calibrate(run: RunFolder, checkpoints: Checkpoints, dev: Path, gpu_id: int) -> None:
    nlp = load_pipeline(str(checkpoints.best()), gpu_id)
    run.write_metrics("calibration", calibrate_pipeline(nlp, read_records(dev)).to_dict())
    # The callback exists only while a run is trained.
    nlp.config["training"]["before_to_disk"] = None
    nlp.meta["name"] = run.name
    nlp.meta["version"] = run.read_manifest()["created"][:10].replace("-", ".")
    with complete_folder(run.model) as partial:
        nlp.to_disk(partial)
