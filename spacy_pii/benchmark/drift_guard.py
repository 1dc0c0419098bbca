"""The drift guard: are the figures of the released model still what they were when it was released?

Where the texts are the same and the released figures hold the counts of each document, the bootstrap is paired: what is
hard for both models cancels out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import hypot

from ..evaluation.bootstrap import FIGURES, MEAN, Interval, figures, paired_bootstrap
from .paired import calibration_change, counts_of
from .results import Benchmark, Documents, Drift, Moved, SetScores

NO_CHAMPION = "There is no champion: no released model has committed figures to compare with."
UNPAIRED = (
    "They hold no counts per document: sets alone were compared, as if each run had drawn texts of its own, so that "
    "small changes go unseen."
)

_Found = tuple[list[Moved], list[str]]
"""What moved, and what cannot be compared."""


def drift(after: Benchmark, released: Benchmark | None, *, samples: int = 1000) -> Drift:
    """What moved beyond noise in the figures of the model under test, where texts are those of the released figures.

    Raises PiiError for released figures whose counts cannot be read.
    """
    if released is None:
        return Drift(NO_CHAMPION)
    info = released.systems[released.ours]
    champion = f"{info.model} {info.version}".strip()
    paired = any(scores.documents for scores in released.scores[released.ours].values())
    parts = (_sets, _slices, _origins, _calibration)
    found = [part(released, after, samples) for part in parts]
    moved, others = ([row for rows in column for row in rows] for column in zip(*found, strict=True))
    if not _same_sets(released, after):
        message = f"No set has the texts on which {champion} was released: nothing can be compared."
    else:
        message = f"{len(moved) or 'No'} figure{'s differ' if len(moved) > 1 else ' differs'} beyond noise from those "
        message += f"with which {champion} was released." + ("" if paired else f" {UNPAIRED}")
    return Drift(message, champion, moved, others)


def _same_sets(before: Benchmark, after: Benchmark) -> list[str]:
    return [name for name in after.sets if name in before.sets and before.sets[name].digest == after.sets[name].digest]


def _sets(before: Benchmark, after: Benchmark, samples: int) -> _Found:
    same = _same_sets(before, after)
    others = sorted({*after.sets, *before.sets} - set(same))
    old, new = before.scores[before.ours], after.scores[after.ours]
    compared = [*same, MEAN] if len(same) > 1 and not others else same
    first, second = ({name: part for name in same if (part := rows[name].documents)} for rows in (old, new))
    if len(first) == len(second) == len(same):
        rows = _paired(first, second, FIGURES, samples) if same else []
        return [row for row in rows if row.set in compared], others
    return [row for name in compared for row in _apart(name, old[name], new[name])], others


def _slices(before: Benchmark, after: Benchmark, samples: int) -> _Found:
    """Mean leakage of each slice."""
    old, new = before.slices[before.ours], after.slices[after.ours]
    moved, others = [], []
    for name in dict.fromkeys([*new, *old]):
        first, second = (rows[name].parts if name in rows else {} for rows in (old, new))
        if not _alike(first, second):
            others.append(f"slice {name}")
            continue
        rows = _paired(first, second, ["leak"], samples)
        shown = MEAN if len(first) > 1 else next(iter(first))
        moved += [Moved(f"slice {name}", "leak", r.before, r.after, r.noise) for r in rows if r.set == shown]
    # All of them are one thing to say.
    return moved, others if len(others) < len({*old, *new}) else ["slices"]


def _origins(before: Benchmark, after: Benchmark, samples: int) -> _Found:
    """Recall of names, by origin and mean."""
    first, second = (
        {name: row.documents for name, row in run.fairness[run.ours].items() if row.documents}
        for run in (before, after)
    )
    if not _alike(first, second):
        return [], ["names by origin"]
    rows = _paired(first, second, ["typed"], samples)
    return [Moved(f"names {r.set}", "recall", r.before, r.after, r.noise) for r in rows], []


def _calibration(before: Benchmark, after: Benchmark, samples: int) -> _Found:
    sizes = {name: info.documents for name, info in after.sets.items()}
    same = len(_same_sets(before, after)) == len(sizes) == len(before.sets)
    if not same or any(run.predictions.keys() != sizes.keys() for run in (before, after)):
        return [], ["calibration"]
    value, change = calibration_change(before.predictions, after.predictions, sizes, samples=samples)
    return _moved("calibration", "error", value, change), []


def _alike(first: Mapping[str, Documents], second: Mapping[str, Documents]) -> bool:
    """Are there counts of the same texts, and of no others?"""
    digests = [{name: part.digest for name, part in parts.items()} for parts in (first, second)]
    return bool(first) and digests[0] == digests[1]


def _paired(
    before: Mapping[str, Documents], after: Mapping[str, Documents], names: Sequence[str], samples: int
) -> list[Moved]:
    """What moved in some of FIGURES, in each part and in their mean."""
    old, new = ({name: counts_of(part) for name, part in parts.items()} for parts in (before, after))
    values = {name: dict(zip(FIGURES, figures(counts.sum(axis=0)), strict=True)) for name, counts in old.items()}
    values[MEAN] = {figure: sum(row[figure] for row in values.values()) / len(old) for figure in names}
    changes = paired_bootstrap(new, old, samples=samples)
    return [
        row
        for part, intervals in changes.items()
        for figure in names
        for row in _moved(part, figure, float(values[part][figure]), intervals[figure])
    ]


def _moved(part: str, figure: str, before: float, change: Interval) -> list[Moved]:
    if not change.beyond_noise:
        return []
    noise = round((change.high - change.low) / 2, 2)
    return [Moved(part, figure, round(before, 4), round(before + change.value, 4), noise)]


def _apart(name: str, before: SetScores, after: SetScores) -> list[Moved]:
    """The same without counts per document, as if both had been measured on samples of their own."""
    rows = []
    for figure in FIGURES:
        old: Interval | None = getattr(before, figure)
        new: Interval | None = getattr(after, figure)
        if old is None or new is None:
            continue
        noise = hypot(old.high - old.low, new.high - new.low) / 2
        if abs(new.value - old.value) > noise:
            rows.append(Moved(name, figure, old.value, new.value, round(noise, 2)))
    return rows
