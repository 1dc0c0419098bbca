"""Other texts, other names, other machines: robustness, fairness, speed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from matplotlib.axes import Axes
from matplotlib.ticker import LogLocator

from ..benchmark.results import Benchmark
from .speed import Speeds
from .style import HATCHES, Mark, Plot, canvas, finish, legend, marks, name_rows, point


def slices_plot(benchmark: Benchmark) -> Plot:
    """Leakage of our model on changed texts, a line from that of the same texts before; hollow where made up."""
    slices = benchmark.slices[benchmark.ours]
    (mark,) = marks([benchmark.ours], benchmark.ours).values()
    with canvas(0.3 * len(slices) + 1.2) as figure:
        ax = figure.subplots()
        name_rows(ax, list(slices))
        seen: set[Mark] = set()
        for row, part in enumerate(slices.values()):
            ax.plot((part.clean_leak, part.leak), (row, row), ":", color="black", linewidth=1)
            ax.plot(part.clean_leak, row, "|", color="black", markersize=11, label=None if row else "before the change")
            face = replace(mark, filled=bool(part.sets))
            label = "changed" if part.sets else "changed, made-up texts"
            point(ax, part.leak, row, face, ends=(part.low, part.high), label=label if face not in seen else None)
            seen.add(face)
        ax.set_xlim(left=0)
        ax.set_xlabel("leakage, % of personal characters")
        legend(figure, ax)
        alt = ", ".join(f"{name} {part.leak:.1f} % (before {part.clean_leak:.1f} %)" for name, part in slices.items())
        return finish("slices", f"Leakage of {benchmark.ours} on changed texts: {alt}.", figure)


def fairness_plot(benchmark: Benchmark) -> Plot:
    """Recall of names by origin, one mark for each system; ours has its interval and gives the order."""
    ours = benchmark.fairness[benchmark.ours]
    origins = sorted(ours, key=lambda origin: ours[origin].recall)
    systems = list(benchmark.fairness)
    styles = marks(systems, benchmark.ours)
    with canvas(0.24 * len(origins) + 1.4) as figure:
        ax = figure.subplots()
        name_rows(ax, origins)
        for system in systems:
            for row, origin in enumerate(origins):
                score = benchmark.fairness[system][origin]
                ends = (score.low, score.high) if system == benchmark.ours else None
                point(ax, score.recall, row, styles[system], ends=ends, label=None if row else system)
        ax.set_xlim(0, 100)
        ax.set_xlabel("names found whole, %")
        legend(figure, ax)
        alt = ", ".join(f"{origin} {ours[origin].recall:.0f} %" for origin in origins)
        return finish("fairness", f"Names found by {benchmark.ours}, by origin: {alt}.", figure)


def speed_plot(speeds: Speeds) -> Plot:
    """Words per second in batches, time of single calls, and size on disk."""
    names = list(dict.fromkeys(name for part in speeds.threads.values() for name in part.systems))
    rows = len(names) * len(speeds.threads)
    heights = (0.28 * rows + 0.8, 3.2, 0.3 * len(speeds.megabytes) + 0.8)
    with canvas(sum(heights)) as figure:
        words, calls, size = figure.subplots(3, 1, height_ratios=heights)
        _words_per_second(words, speeds, names)
        _calls(calls, speeds, names)
        _bars(size, range(len(speeds.megabytes)), speeds.megabytes.values(), 0.6, "", "{:,.1f}")
        name_rows(size, list(speeds.megabytes))
        size.set_title("Size on disk, megabytes")
        alt = "; ".join(
            f"{name} {row.words_per_second:,.0f} words/s with {number} thread(s)"
            for number, part in speeds.threads.items()
            for name, row in part.systems.items()
        )
        return finish("speed", f"Speed and size: {alt}.", figure)


def _words_per_second(ax: Axes, speeds: Speeds, names: list[str]) -> None:
    step = 0.8 / len(speeds.threads)
    for i, (number, part) in enumerate(speeds.threads.items()):
        rows = [names.index(name) + step * (i - (len(speeds.threads) - 1) / 2) for name in part.systems]
        _bars(
            ax,
            rows,
            [row.words_per_second for row in part.systems.values()],
            step * 0.9,
            HATCHES[i % len(HATCHES)],
            "{:,.0f}",
        )
        ax.containers[-1].set_label("1 thread" if number == "1" else f"{number} threads")
    name_rows(ax, names)
    ax.set_title("Words/s in batches (more is better)")
    ax.legend(loc="lower right")


def _bars(ax: Axes, rows: Iterable[float], values: Iterable[float], height: float, hatch: str, form: str) -> None:
    bars = ax.barh(list(rows), list(values), height, color="#e8e8e8", edgecolor="black", hatch=hatch)
    ax.bar_label(bars, fmt=form, padding=4)
    ax.margins(x=0.2)


def _calls(ax: Axes, speeds: Speeds, names: list[str]) -> None:
    number, part = next(iter(speeds.threads.items()))
    for name, mark in marks(names, names[0]).items():
        if name in part.systems:
            lengths = list(part.systems[name].call_ms)
            p95 = [row.p95 for row in part.systems[name].call_ms.values()]
            x = list(map(int, lengths))
            ax.plot(x, p95, f"-{mark.marker}", color=mark.color, markerfacecolor=mark.face, label=name)
            ax.set_xticks(x, lengths)
    ax.set(xscale="log", yscale="log", xlabel="words in the text")
    ax.set_xticks(x, lengths)
    ax.minorticks_off()
    ax.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    ax.yaxis.set_major_formatter("{x:g}")
    ax.set_title(f"Single calls, p95 in ms, {number} thread{'s' * (number != '1')}")
    ax.legend()
