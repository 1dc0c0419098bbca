"""How much of each family leaks, over all sets."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from ..benchmark.origins import wilson
from ..benchmark.results import Benchmark
from ..evaluation.bootstrap import MEAN


@dataclass(frozen=True)
class FamilyLeak:
    """gold: spans. leaked: percent of them that no prediction covers whole, with its 95 % interval (Wilson)."""

    gold: int
    leaked: float
    low: float
    high: float


def leaks_by_family(benchmark: Benchmark) -> dict[str, dict[str, FamilyLeak]]:
    """By family and system; what leaks most from our model comes first."""
    counts: defaultdict[str, defaultdict[str, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    for system, by_set in benchmark.scores.items():
        for name, scores in by_set.items():
            for family, row in scores.families.items() if name != MEAN else ():
                counts[family][system][0] += row.gold - row.covered
                counts[family][system][1] += row.gold
    leaks = {
        family: {system: _leak(*row) for system, row in rows.items() if row[1]}
        for family, rows in counts.items()
        if rows[benchmark.ours][1]
    }
    return dict(sorted(leaks.items(), key=lambda item: -item[1][benchmark.ours].leaked))


def _leak(leaked: int, gold: int) -> FamilyLeak:
    low, high = wilson(leaked, gold)
    return FamilyLeak(gold, 100 * leaked / gold, 100 * low, 100 * high)
