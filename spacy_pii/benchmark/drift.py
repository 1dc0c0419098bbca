"""The drift guard: are the figures of the released model still what they were when it was released?"""

from __future__ import annotations

from collections.abc import Mapping
from math import hypot

from ..evaluation.bootstrap import FIGURES, MEAN, Interval
from .results import Benchmark, Drift, Moved, SetInfo, SetScores

NO_CHAMPION = "There is no champion: no released model has committed figures to compare with."


def drift(sets: Mapping[str, SetInfo], scores: Mapping[str, SetScores], released: Benchmark | None) -> Drift:
    """What moved beyond noise, on the sets whose texts are the same, in the scores of the model under test.

    The noise of a figure is the half-width of the interval of a difference, as if both had been measured on samples of
    their own; on the same texts that is cautious: what it reports did move.
    """
    if released is None:
        return Drift(NO_CHAMPION)
    info, before = released.systems[released.ours], released.scores[released.ours]
    champion = f"{info.model} {info.version}".strip()
    same = [name for name in sets if name in released.sets and released.sets[name].digest == sets[name].digest]
    others = sorted({*sets, *released.sets} - set(same))
    compared = [*same, MEAN] if len(same) > 1 and not others else same
    moved = [row for name in compared for row in _moved(name, before[name], scores[name])]
    if not same:
        message = f"No set has the texts on which {champion} was released: nothing can be compared."
    elif moved:
        message = f"{len(moved)} figures differ beyond noise from those with which {champion} was released."
    else:
        message = f"No figure differs beyond noise from those with which {champion} was released."
    return Drift(message, champion, moved, others)


def _moved(name: str, before: SetScores, after: SetScores) -> list[Moved]:
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
