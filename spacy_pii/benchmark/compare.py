"""One run of all systems over the same sets, slices and names."""

from __future__ import annotations

import os
import platform
import subprocess
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from ..errors import PiiError
from ..evaluation.bootstrap import MEAN, bootstrap
from ..records import PiiRecord
from .catalog import System
from .detectors import Detector, Spans
from .drift_guard import NO_CHAMPION, drift
from .gold_sets import GoldSet, mean_scores, set_scores
from .mistakes import add_confusion, false_alarms, worst_leaks
from .origins import largest_gap, score_origins
from .paired import documents, predictions
from .results import Benchmark, Drift, Example, Machine, OriginScores, Published, SetScores, SliceScores
from .slices import Slice, score_slices
from .tuning import operating_points, pooled_calibration, threshold_curve


@dataclass(frozen=True)
class Material:
    """What every system goes through, and what the results say about it in `notes` and beside the calibration."""

    sets: list[GoldSet]
    slices: dict[str, Slice]
    origins: dict[str, Sequence[PiiRecord]]
    notes: list[str]
    calibration_note: str = ""


@dataclass(frozen=True)
class Options:
    """samples: of the bootstrap. examples: shown of each kind. show_values: do not mask texts of real people."""

    samples: int = 1000
    examples: int = 30
    slice_examples: int = 3
    show_values: bool = False


@dataclass
class _Figures:
    scores: dict[str, dict[str, SetScores]] = field(default_factory=dict)
    slices: dict[str, dict[str, SliceScores]] = field(default_factory=dict)
    fairness: dict[str, dict[str, OriginScores]] = field(default_factory=dict)
    predicted: list[list[Spans]] = field(default_factory=list)
    """Of the first system of ours, by set."""


def compare(
    systems: Sequence[System],
    published: list[Published],
    material: Material,
    options: Options,
    *,
    latency: dict[str, Any] | None = None,
    released: Benchmark | None = None,
    tell: Callable[[str], None] = lambda message: None,
) -> Benchmark:
    """Measure the systems that are installed and list the others.

    The first system that is the model under test alone is `ours`. tell: hears what is running. Raises PiiError if
    there is none or its model is not installed.
    """
    ours = next((system for system in systems if system.ours and system.kind == "spacy"), None)
    if ours is None:
        raise PiiError(
            "none of the systems is the model under test alone, which the figures are about.",
            remedy="compare a system of kind spacy without a model, too, such as `ours`.",
        )
    if not ours.installed:
        raise PiiError(
            "there is no model of ours to measure.", remedy="train one with `make demo`, or name one with --model."
        )
    figures = _Figures()
    for system in systems:
        if system.installed:
            tell(system.name)
            _measure(system, system.load(), material, options, figures, keep=system is ours)
    benchmark = Benchmark(
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        revision=_revision(),
        machine=Machine(os.cpu_count() or 1, platform.platform(), platform.python_version()),
        ours=ours.name,
        notes=material.notes,
        systems={system.name: system.info() for system in systems},
        sets={part.name: part.summary() for part in material.sets},
        scores=figures.scores,
        slices=figures.slices,
        fairness=figures.fairness,
        gaps={name: largest_gap(origins) for name, origins in figures.fairness.items()},
        latency=latency,
        published=published,
        drift=Drift(NO_CHAMPION),
        calibration_note=material.calibration_note,
        **_about_ours(ours, material.sets, figures.predicted, options),
    )
    return replace(benchmark, drift=drift(benchmark, released, samples=options.samples))


def _measure(
    system: System, detector: Detector, material: Material, options: Options, figures: _Figures, *, keep: bool
) -> None:
    counts, scores = {}, {}
    for part in material.sets:
        found = list(detector(part.texts))
        scores[part.name], counts[part.name] = part.count(found)
        if keep:
            figures.predicted.append(found)
    intervals = bootstrap(counts, samples=options.samples)
    kept = {part.name: documents(part.records, counts[part.name]) for part in material.sets} if keep else {}
    figures.scores[system.name] = {
        name: set_scores(intervals[name], row, kept.get(name)) for name, row in scores.items()
    }
    figures.scores[system.name][MEAN] = mean_scores(intervals)
    figures.slices[system.name] = score_slices(
        detector,
        material.slices,
        samples=options.samples,
        examples=options.slice_examples,
        show_values=options.show_values,
        keep=keep,
    )
    figures.fairness[system.name] = score_origins(detector, material.origins, keep=keep)


def _about_ours(
    ours: System, sets: Sequence[GoldSet], predicted: Sequence[Sequence[Spans]], options: Options
) -> dict[str, Any]:
    """The fields of the results that are about one model."""
    leaks: list[Example] = []
    alarms: list[Example] = []
    confusion: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for part, found in zip(sets, predicted, strict=True):
        show = part.info.synthetic or options.show_values
        judged = part.info.judged
        leaks += worst_leaks(part.name, part.records, found, limit=options.examples, show_values=show)
        alarms += false_alarms(part.name, part.records, found, judged, limit=options.examples, show_values=show)
        add_confusion(confusion, part.records, found, judged)
    return {
        "thresholds": threshold_curve(sets, predicted),
        "operating_points": operating_points(ours.model, sets, samples=options.samples),
        "calibration": pooled_calibration(sets, predicted),
        "predictions": {
            part.name: predictions(part.records, found, part.info.complete)
            for part, found in zip(sets, predicted, strict=True)
        },
        "confusion": {name: dict(row.most_common()) for name, row in sorted(confusion.items())},
        "worst_leaks": sorted(leaks, key=lambda example: -example.characters)[: options.examples],
        "false_alarms": sorted(alarms, key=lambda example: -(example.score or 0))[: options.examples],
    }


def _revision() -> str:
    """The commit that is checked out, with -dirty where files differ from it; empty outside a repository."""
    command = ["git", "describe", "--always", "--dirty", "--abbrev=12"]
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""
