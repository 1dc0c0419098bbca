"""Our model alone: thresholds and operating points, calibration, confusion."""

from __future__ import annotations

from matplotlib.axes import Axes

from ..benchmark.results import OUTSIDE, Benchmark, CurvePoint
from ..evaluation.bootstrap import Interval
from ..evaluation.calibration_error import BINS, Calibration
from .style import HATCHES, Plot, canvas, finish

_NAMED_THRESHOLDS = (0.0, 0.25, 0.5, 0.75, 0.9, 0.95)
_POINT_MARKERS = "sD^vP"
_CELL = 0.34
"""Inches of a cell of the confusion."""


def thresholds_plot(benchmark: Benchmark) -> Plot:
    """Recall against over-redaction and against precision with the operating points, and the figures by threshold."""
    points = benchmark.thresholds
    with canvas(12.5) as figure:
        trade, exact, masked, whole = figure.subplots(4, 1, height_ratios=(1.5, 1.5, 1, 1))
        _trade(trade, benchmark)
        _exact(exact, benchmark)
        at = [point.threshold for point in points]
        _line(masked, at, [point.leak for point in points], "-o", "leakage")
        _line(masked, at, [point.over for point in points], "--s", "over-redaction")
        _line(whole, at, [point.full for point in points], "-o", "fully redacted")
        _line(whole, at, [point.f1 for point in points], "--s", "exact F1")
        for ax in (masked, whole):
            ax.set_ylabel("%")
            ax.set_ylim(bottom=0)
            ax.legend()
        masked.set_title("Leakage and over-redaction by threshold")
        whole.set_title("Fully redacted documents and exact F1 by threshold")
        whole.set_xlabel("threshold: less probable spans are dropped")
        return finish("thresholds", _thresholds_alt(benchmark), figure)


def _trade(ax: Axes, benchmark: Benchmark) -> None:
    curve = [(point.threshold, point.over, 100 - point.leak) for point in benchmark.thresholds]
    points = {
        name: (row.over, Interval(100 - row.leak.value, 100 - row.leak.high, 100 - row.leak.low))
        for name, row in benchmark.operating_points.items()
    }
    _curve(ax, curve, points)
    ax.set_title("Recall against over-redaction, means over sets")
    ax.set_xlabel("over-redaction, % of other characters")
    ax.set_ylabel("recall, % of personal characters")


def _exact(ax: Axes, benchmark: Benchmark) -> None:
    curve = [
        (point.threshold, point.recall, point.precision)
        for point in benchmark.thresholds
        if point.recall is not None and point.precision is not None
    ]
    points = {
        name: (row.recall, row.precision)
        for name, row in benchmark.operating_points.items()
        if row.recall is not None and row.precision is not None
    }
    _curve(ax, curve, points)
    ax.set_title("Precision against recall of exact spans, means over sets")
    ax.set_xlabel("recall, % of gold spans")
    ax.set_ylabel("precision, % of predicted spans")


def _curve(ax: Axes, curve: list[tuple[float, float, float]], points: dict[str, tuple[Interval, Interval]]) -> None:
    """A line over (threshold, x, y) with some thresholds named, and operating points with their intervals."""
    ax.plot([x for _, x, _ in curve], [y for _, _, y in curve], "-", color="#555555", label="thresholds")
    for threshold, x, y in curve:
        if threshold in _NAMED_THRESHOLDS:
            ax.plot(x, y, "o", color="#555555", markersize=4)
            ax.annotate(f"{threshold:g}", (x, y), xytext=(6, -10), textcoords="offset points")
    for marker, (name, (right, up)) in zip(_POINT_MARKERS, points.items(), strict=False):
        ax.errorbar(
            right.value,
            up.value,
            xerr=[[right.value - right.low], [right.high - right.value]],
            yerr=[[up.value - up.low], [up.high - up.value]],
            fmt=marker,
            color="#d55e00",
            markerfacecolor="white",
            elinewidth=0.8,
            label=name,
        )
    ax.margins(0.1)
    ax.legend(loc="best")


def _named(points: list[CurvePoint]) -> list[CurvePoint]:
    return [point for point in points if point.threshold in _NAMED_THRESHOLDS]


def _line(ax: Axes, x: list[float], y: list[float], style: str, label: str) -> None:
    ax.plot(x, y, style, markevery=2, markersize=5, markerfacecolor="white", label=label)


def _thresholds_alt(benchmark: Benchmark) -> str:
    points = "; ".join(
        f"{name}: recall {100 - scores.leak.value:.1f} %, over-redaction {scores.over.value:.1f} %"
        for name, scores in benchmark.operating_points.items()
    )
    ends = "; ".join(f"{p.threshold:g}: {100 - p.leak:.1f} % and {p.over:.1f} %" for p in _named(benchmark.thresholds))
    return f"Recall and over-redaction by threshold, {ends}. Operating points, {points or 'none'}."


def calibration_plot(calibration: Calibration) -> Plot:
    """Share of right predictions by score, and how many have that score."""
    scores = [bin.confidence for bin in calibration.bins]
    with canvas(5.4) as figure:
        right, count = figure.subplots(2, 1, sharex=True, height_ratios=(2.5, 1))
        right.plot((0, 1), (0, 1), "--", color="#777777", label="perfect calibration")
        right.plot(scores, [bin.accuracy for bin in calibration.bins], "-o", color="black", label="this model")
        right.set_ylabel("share that is right")
        right.set_ylim(0, 1.02)
        right.legend(loc="upper left")
        error, chance = (f"{100 * value:.1f}" for value in (calibration.ece, calibration.by_chance))
        right.set_title(f"Expected calibration error {error} points\n({chance} of it if the scores were exactly right)")
        centers = [(min(int(score * BINS), BINS - 1) + 0.5) / BINS for score in scores]
        heights = [bin.count for bin in calibration.bins]
        count.bar(centers, heights, 0.9 / BINS, color="white", edgecolor="black", hatch=HATCHES[1])
        count.set_yscale("log")
        count.set_ylabel("predictions")
        count.set_xlabel("score")
        count.set_xlim(0, 1)
        bins = ", ".join(f"{bin.confidence:.2f} {bin.accuracy:.2f}" for bin in calibration.bins)
        return finish("calibration", f"Mean score and share that is right, by bin: {bins}.", figure)


def confusion_plot(confusion: dict[str, dict[str, int]]) -> Plot:
    """Counts of gold families (rows) by predicted family (columns), shaded by the share of the row."""
    rows = sorted(confusion, key=lambda name: (name == OUTSIDE, -sum(confusion[name].values())))
    found = {name for row in confusion.values() for name in row}
    columns = [name for name in rows if name in found and name != OUTSIDE]
    columns += [*sorted(found - {*columns, OUTSIDE}), OUTSIDE]
    with canvas(_CELL * len(rows) + 1.8, _CELL * len(columns) + 1.8) as figure:
        ax = figure.subplots()
        shares = [[confusion[row].get(name, 0) / sum(confusion[row].values()) for name in columns] for row in rows]
        ax.imshow(shares, cmap="Greys", vmin=0, vmax=1, aspect="auto")
        for y, row in enumerate(rows):
            for x, name in enumerate(columns):
                if count := confusion[row].get(name, 0):
                    color = "white" if shares[y][x] > 0.5 else "black"
                    ax.text(x, y, _short(count), ha="center", va="center", color=color, fontsize=8)
        ax.set_xticks(range(len(columns)), [*columns[:-1], "(missed)"], rotation=60, ha="left", rotation_mode="anchor")
        ax.set_yticks(range(len(rows)), [name if name != OUTSIDE else "(no gold)" for name in rows])
        ax.xaxis.tick_top()
        ax.grid(visible=False)
        ax.spines[:].set_visible(True)
        alt = "Gold families by predicted family; the most frequent confusions are in the table below."
        return finish("confusion", alt, figure)


def _short(count: int) -> str:
    return str(count) if count < 10_000 else f"{count / 1000:.0f}k"
