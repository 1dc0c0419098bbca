"""Checkpoints that survive a kill: each appears complete or not at all; the newest and the best are kept."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from spacy.language import Language

from ...files import complete_folder
from ..resume import STEP


@dataclass(frozen=True, slots=True)
class Checkpoints:
    """A folder of pipelines named by step. weights: of the scores that make up a pipeline's quality."""

    folder: Path
    weights: Mapping[str, float | None]

    def save(self, nlp: Language) -> None:
        """Save a pipeline in training, unless its step is there, and delete those that are neither newest nor best."""
        path = self.folder / f"{nlp.meta[STEP]:07d}"
        if not path.exists():
            with complete_folder(path) as partial:
                nlp.to_disk(partial)
        for old in set(self._all()) - {self.newest(), self.best()}:
            shutil.rmtree(old)

    def newest(self) -> Path | None:
        """The checkpoint of the last step, if there is one."""
        return max(self._all(), default=None)

    def best(self) -> Path | None:
        """The checkpoint with the best scores, the earliest of several."""
        return max(sorted(self._all()), key=self._quality, default=None)

    def _all(self) -> list[Path]:
        return [path for path in self.folder.glob("[0-9]*") if path.name.isdecimal()]

    def _quality(self, path: Path) -> float:
        performance = json.loads((path / "meta.json").read_text("utf8"))["performance"]
        return sum((weight or 0.0) * (performance.get(name) or 0.0) for name, weight in self.weights.items())


def keep_checkpoints(checkpoints: Checkpoints, on_checkpoint: Callable[[], None]) -> Callable[[Language], Language]:
    """A before_to_disk callback for `spacy train`: saves a checkpoint, then calls `on_checkpoint`."""

    def callback(nlp: Language) -> Language:
        if STEP in nlp.meta:
            checkpoints.save(nlp)
            on_checkpoint()
        return nlp

    return callback
