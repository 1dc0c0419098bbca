"""Our model beside its peers: means, sets, families."""

from __future__ import annotations

from ..benchmark.results import Benchmark, SetScores
from ..evaluation.bootstrap import MEAN, Interval
from .families import leaks_by_family
from .style import Mark, Plot, canvas, finish, legend, marks, name_rows, offsets, point

_PANELS = {
    "leak": "Leakage, % (less is better)",
    "over": "Over-redaction, % (less is better)",
    "full": "Fully redacted, % (more is better)",
    "f1": "Exact F1, % (more is better)",
}


def means_plot(benchmark: Benchmark) -> Plot:
    """Means over sets, one panel for each figure, one row for each system."""
    names = list(benchmark.scores)
    styles = marks(names, benchmark.ours)
    with canvas(4 * (0.3 * len(names) + 0.6)) as figure:
        for ax, (key, title) in zip(figure.subplots(len(_PANELS), 1), _PANELS.items(), strict=True):
            ax.set_title(title)
            name_rows(ax, names)
            for row, name in enumerate(names):
                interval: Interval = getattr(benchmark.scores[name][MEAN], key)
                point(ax, interval.value, row, styles[name], ends=(interval.low, interval.high))
                ax.annotate(
                    f"{interval.value:.1f}",
                    (interval.high, row),
                    xytext=(7, 0),
                    textcoords="offset points",
                    va="center",
                )
            ax.set_xlim(left=0)
            ax.margins(x=0.15)
        alt = "; ".join(f"{name} {_brief(scores[MEAN])}" for name, scores in benchmark.scores.items())
        return finish("means", f"Means over sets with 95 % intervals: {alt}.", figure)


def _brief(scores: SetScores) -> str:
    return f"leaks {scores.leak.value:.1f} %, exact F1 {scores.f1.value:.1f} %"


def sets_plot(benchmark: Benchmark) -> Plot:
    """Leakage on each set, one mark for each system."""
    systems, names = list(benchmark.scores), list(benchmark.sets)
    styles = marks(systems, benchmark.ours)
    with canvas(_height(len(names), len(systems))) as figure:
        ax = figure.subplots()
        name_rows(ax, names)
        for offset, system in zip(offsets(len(systems)), systems, strict=True):
            for row, name in enumerate(names):
                leak = benchmark.scores[system][name].leak
                label = system if row == 0 else None
                point(ax, leak.value, row + offset, styles[system], ends=(leak.low, leak.high), label=label)
        ax.set_xlim(left=0)
        ax.set_xlabel("leakage, % of personal characters")
        legend(figure, ax)
        ours = benchmark.scores[benchmark.ours]
        alt = ", ".join(f"{name} {ours[name].leak.value:.1f} %" for name in names)
        return finish("sets", f"Leakage by set and system. {benchmark.ours}: {alt}.", figure)


def families_plot(benchmark: Benchmark) -> Plot:
    """Share of spans that are not covered whole, by family, one mark for each system; ours has its interval."""
    leaks, systems = leaks_by_family(benchmark), list(benchmark.scores)
    styles: dict[str, Mark] = marks(systems, benchmark.ours)
    with canvas(_height(len(leaks), len(systems))) as figure:
        ax = figure.subplots()
        name_rows(ax, [f"{name} (n={rows[benchmark.ours].gold:,})" for name, rows in leaks.items()])
        for offset, system in zip(offsets(len(systems)), systems, strict=True):
            for row, rows in enumerate(leaks.values()):
                leak = rows[system]
                ends = (leak.low, leak.high) if system == benchmark.ours else None
                label = system if row == 0 else None
                point(ax, leak.leaked, row + offset, styles[system], ends=ends, label=label)
        ax.set_xlim(0, 100)
        ax.set_xlabel("spans not covered whole, %")
        legend(figure, ax)
        worst = ", ".join(f"{name} {rows[benchmark.ours].leaked:.1f} %" for name, rows in list(leaks.items())[:3])
        return finish("labels", f"Leakage by label and system. {benchmark.ours} leaks most of {worst}.", figure)


def _height(rows: int, systems: int) -> float:
    return rows * max(0.3, 0.1 + 0.1 * systems) + 0.7 + 0.12 * systems
