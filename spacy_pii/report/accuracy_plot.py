"""Accuracy against speed: what a system leaks, and how many words it reads in a second."""

from __future__ import annotations

from ..benchmark.results import Benchmark, SystemInfo
from ..evaluation.bootstrap import MEAN
from .speed import Speeds
from .style import Plot, canvas, finish, marks, point

_TIMED = {"our-analyzer": "our analyzer", "presidio": "presidio"}
"""Names of scripts/latency.py by kind of system."""


def timed_name(system: SystemInfo, speeds: Speeds) -> str | None:
    """The name under which the speed of a benchmark's system was measured, or None if it was not."""
    if system.kind == "spacy" and system.ours:
        name = "exported"
    elif system.kind == "spacy":
        name = next((name for name, model in speeds.models.items() if model == system.model), "")
    else:
        name = _TIMED.get(system.kind, "")
    fastest = speeds.threads[max(speeds.threads, key=int)]
    return name if name in fastest.systems else None


def accuracy_plot(benchmark: Benchmark, speeds: Speeds) -> Plot | None:
    """Mean leakage against words/s in batches with the most threads; None where fewer than two systems have both."""
    threads = max(speeds.threads, key=int)
    rows = {
        name: (speeds.threads[threads].systems[timed].words_per_second, scores[MEAN].leak)
        for name, scores in benchmark.scores.items()
        if (timed := timed_name(benchmark.systems[name], speeds)) is not None
    }
    if len(rows) < 2:
        return None
    styles = marks(list(benchmark.scores), benchmark.ours)
    with canvas(3.4) as figure:
        ax = figure.subplots()
        for name, (words, leak) in rows.items():
            ax.plot((words, words), (leak.low, leak.high), color=styles[name].color, linewidth=1.2, zorder=2)
            point(ax, words, leak.value, styles[name], label=name)
        ax.set_xlim(left=0)
        ax.set_ylim(bottom=0)
        ax.set_xlabel(f"words/s in batches, {threads} thread{'s' * (threads != '1')} (more is better)")
        ax.set_ylabel("leakage, %")
        ax.set_title("Lower and further right is better")
        ax.legend(loc="best")
        alt = "; ".join(f"{name} {leak.value:.1f} % at {words:,.0f} words/s" for name, (words, leak) in rows.items())
        return finish("accuracy", f"Leakage against speed: {alt}.", figure)
