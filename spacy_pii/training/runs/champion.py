"""The champion: the run that is served, and what a challenger must do to take its place."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from ...components.loading import load_pipeline
from ...components.spans import predicted_spans
from ...errors import PiiError
from ...evaluation.sets import INDEX, LabeledSet, read_sets
from ...files import atomic_text
from ...labels import ALL_LABELS, families
from ...records import PiiSpan
from .run_folder import RunFolder

if TYPE_CHECKING:
    from ...evaluation.scores import DocumentCounts

Counts = Mapping[str, "DocumentCounts"]
POINTER = "champion.json"


class Comparison(Protocol):
    """What a gate says."""

    @property
    def promote(self) -> bool: ...
    @property
    def reasons(self) -> list[str]: ...
    def to_dict(self) -> dict[str, Any]: ...


Gate = Callable[[Counts | None, Counts], Comparison]


def champion(data: Path) -> RunFolder | None:
    """The run that `data` names as its champion, if there is one."""
    pointer = data / POINTER
    if not pointer.is_file():
        return None
    return RunFolder(data / "runs" / json.loads(pointer.read_text("utf8"))["run"])


def served_model(data: Path) -> Path:
    """The champion's exported pipeline. Raises PiiError if there is none."""
    run = champion(data)
    if run is None or not run.exported.is_dir():
        raise PiiError(
            "there is no champion to serve.",
            remedy="run `retrain` once, or promote a run: modal run scripts/modal_app.py::promote --run NAME.",
            path=data,
        )
    return run.exported


def promote_if_better(
    data: Path, challenger: RunFolder, sets: list[LabeledSet], gate: Gate | None = None, *, gpu_id: int = -1
) -> Comparison:
    """Compare the exported challenger with the champion on `sets`, and make it champion only if the gate says so.

    gate: by default that of `spacy_pii.evaluation.promotion`. The decision is kept in the challenger's metrics.
    """
    from ...evaluation.promotion import count_sets, decide

    def counts(run: RunFolder) -> Counts:
        nlp = load_pipeline(str(run.exported), gpu_id)

        def detector(texts: Iterable[str]) -> Iterator[Iterable[PiiSpan]]:
            return (predicted_spans(doc) for doc in nlp.pipe(texts))

        return count_sets(detector, sets)

    before = champion(data)
    decision = (gate or decide)(None if before is None else counts(before), counts(challenger))
    names = {"challenger": challenger.name, "champion": before and before.name}
    if decision.promote:
        crown(data, challenger)
    challenger.write_metrics("promotion", {**names, **decision.to_dict()})
    return decision


def crown(data: Path, run: RunFolder) -> None:
    """Make a run the champion. Raises PiiError if it has not been exported."""
    if not run.exported.is_dir():
        raise PiiError("the run has not been exported.", remedy="export it first.", path=run.path)
    with atomic_text(data / POINTER) as file:
        json.dump({"run": run.name, "promoted": datetime.now(UTC).isoformat(timespec="seconds")}, file)


def comparison_sets(data: Path, test: Path) -> list[LabeledSet]:
    """The labelled sets in `data/sets`, or the one file `test` where there are none."""
    if (data / "sets" / INDEX).is_file():
        return read_sets(data / "sets")
    everything = families(ALL_LABELS)
    return [LabeledSet("test", test, everything, everything)]
