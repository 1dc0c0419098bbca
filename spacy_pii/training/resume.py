"""Going on from a pipeline that `spacy train` saved: where it stopped, or with a second, shorter training.

`spacy train` saves `model-last` at every evaluation, but thinc's optimizer cannot be saved: weights, step and schedule
go on where they were, the optimizer's moments start cold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import srsly
from spacy.language import Language
from thinc.api import Config

from ..errors import PiiError

STEP = "pii_training_step"
"""Key in a pipeline's meta.json: updates that it has seen."""


def create_remember_step() -> Callable[[Language, dict[str, Any]], None]:
    """`spacy_pii.remember_step.v1`, a before_update callback: notes the step in the pipeline's meta."""

    def remember_step(nlp: Language, args: dict[str, Any]) -> None:
        nlp.meta[STEP] = nlp.meta.get(f"{STEP}_before", 0) + args["step"]

    return remember_step


def create_shifted(schedule: Iterable[float], steps: int) -> Iterator[float]:
    """`spacy_pii.shifted.v1`: a schedule without its first `steps` values."""
    return islice(iter(schedule), steps, None)


def resume_config(config: Config, checkpoint: Path) -> Config:
    """A training config that goes on where a checkpoint (`training/model-last`) stopped.

    config: the one that the checkpoint was trained with, interpolated, with its overrides. The components come from the
    checkpoint, max_steps shrinks by the steps done, and the learning rate goes on where it was. Raises PiiError if the
    checkpoint holds no step or the training is over.
    """
    meta = checkpoint / "meta.json"
    done = srsly.read_json(meta).get(STEP) if meta.is_file() else None
    if done is None:
        raise PiiError(
            "this is no checkpoint to resume from: its meta.json holds no training step.",
            remedy="name the model-last of a run with spacy_pii.remember_step.v1 as its training.before_update.",
            path=checkpoint,
        )
    resumed = config.copy()
    training = resumed["training"]
    left = training["max_steps"] - done
    if left <= 0:
        raise PiiError(
            f"the training is over: {done} of {training['max_steps']} steps are done.",
            remedy="raise training.max_steps and its schedule's total_steps to train longer.",
            path=checkpoint,
        )
    training["max_steps"] = left
    rate = training["optimizer"]["learn_rate"]
    if isinstance(rate, dict):
        training["optimizer"]["learn_rate"] = {"@schedules": "spacy_pii.shifted.v1", "steps": done, "schedule": rate}
    _take_components(resumed, checkpoint)
    resumed["initialize"]["before_init"] = {"@callbacks": "spacy_pii.start_at_step.v1", "step": done}
    return resumed


def cycle_config(config: Config, model: Path, *, steps: int, rate: float) -> Config:
    """A training config that trains a finished pipeline once more, with a warm-up and a linear decay of its own.

    config: the one that it was trained with. rate: the highest learning rate; a twentieth of the steps leads up to it.
    """
    cycle = config.copy()
    training = cycle["training"]
    training["max_steps"] = steps
    training["eval_frequency"] = max(1, steps // 2)
    training["optimizer"]["learn_rate"] = {
        "@schedules": "warmup_linear.v1",
        "warmup_steps": max(1, steps // 20),
        "total_steps": steps,
        "initial_rate": rate,
    }
    _take_components(cycle, model)
    return cycle


def _take_components(config: Config, model: Path) -> None:
    config["components"] = {name: {"source": str(model)} for name in config["nlp"]["pipeline"]}


def create_start_at_step(step: int) -> Callable[[Language], Language]:
    """`spacy_pii.start_at_step.v1`, a before_init callback: counts the steps of a resumed run on from `step`."""

    def start_at_step(nlp: Language) -> Language:
        nlp.meta[f"{STEP}_before"] = step
        return nlp

    return start_at_step
