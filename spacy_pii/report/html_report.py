"""The benchmark's report: one HTML page, and its plots as PNG files."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from ..benchmark.results import OUTSIDE, Benchmark, SliceScores
from ..evaluation.bootstrap import MEAN
from ..files import atomic_text
from .accuracy_plot import accuracy_plot
from .condition_plots import fairness_plot, slices_plot, speed_plot
from .displacy_examples import rendered
from .families import leaks_by_family
from .model_plots import calibration_plot, confusion_plot, thresholds_plot
from .speed import read_speeds
from .style import Plot
from .system_plots import families_plot, means_plot, sets_plot

CONFUSIONS = 15
"""Rows of the table of confusions."""


@dataclass(frozen=True)
class Confusion:
    """Gold spans of one family that a prediction of another covers; percent: of all gold spans of that family."""

    gold: str
    predicted: str
    count: int
    percent: float


def write_report(benchmark: Benchmark, out: Path) -> list[Path]:
    """Write the page, and its plots beside it as `report_NAME.png`; returns all paths, the page first.

    Raises PiiError for latency figures of another form.
    """
    plots = draw(benchmark)
    with atomic_text(out) as file:
        file.write(render(benchmark, plots))
    images = {out.with_name(f"{out.stem}_{plot.name}.png"): plot.png for plot in plots}
    for path, png in images.items():
        path.write_bytes(png)
    return [out, *images]


def draw(benchmark: Benchmark) -> list[Plot]:
    """All plots that the figures allow."""
    plots = [means_plot(benchmark), sets_plot(benchmark), slices_plot(benchmark), fairness_plot(benchmark)]
    if leaks_by_family(benchmark):
        plots.append(families_plot(benchmark))
    if benchmark.thresholds:
        plots.append(thresholds_plot(benchmark))
    if benchmark.calibration:
        plots.append(calibration_plot(benchmark.calibration))
    if benchmark.confusion:
        plots.append(confusion_plot(benchmark.confusion))
    if benchmark.latency:
        speeds = read_speeds(benchmark.latency)
        plots.append(speed_plot(speeds))
        if accuracy := accuracy_plot(benchmark, speeds):
            plots.append(accuracy)
    return plots


def render(benchmark: Benchmark, plots: list[Plot]) -> str:
    """The HTML page, which needs no other file and no network."""
    loader = PackageLoader("spacy_pii.report", ".")
    pages = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    pages.filters |= {"number": _number, "base64": lambda data: b64encode(data).decode()}
    css, _, _ = loader.get_source(pages, "style.css")
    sets = [MEAN, *benchmark.sets]
    return pages.get_template("page.html").render(
        b=benchmark,
        css=css,
        plots={plot.name: plot for plot in plots},
        measured=list(benchmark.scores),
        by_set={name: [(system, rows[name]) for system, rows in benchmark.scores.items()] for name in sets},
        leaks=leaks_by_family(benchmark),
        confusions=_confusions(benchmark.confusion),
        speeds=read_speeds(benchmark.latency) if benchmark.latency else None,
        worst_leaks=rendered(benchmark.worst_leaks),
        false_alarms=rendered(benchmark.false_alarms),
        slices=_by_kind(benchmark.slices[benchmark.ours]),
        slice_leaks={
            name: rendered(part.worst) for name, part in benchmark.slices[benchmark.ours].items() if part.worst
        },
    )


def _by_kind(slices: Mapping[str, SliceScores]) -> dict[str, dict[str, SliceScores]]:
    """Slices of the labelled sets, and those of texts that are made up, apart."""
    return {
        "labelled": {name: row for name, row in slices.items() if row.sets},
        "made_up": {name: row for name, row in slices.items() if not row.sets},
    }


def _number(value: float, digits: int) -> str:
    return f"{value:,.{digits}f}"


def _confusions(table: Mapping[str, Mapping[str, int]]) -> list[Confusion]:
    """The most frequent ones of two families."""
    rows = [
        Confusion(gold, predicted, count, 100 * count / sum(row.values()))
        for gold, row in table.items()
        for predicted, count in row.items()
        if gold not in (predicted, OUTSIDE) and predicted != OUTSIDE
    ]
    return sorted(rows, key=lambda row: -row.count)[:CONFUSIONS]
