"""Measurements as text tables."""

from __future__ import annotations

from collections.abc import Mapping

from wasabi import table

from ..evaluation.bootstrap import MEAN, Interval
from .results import Benchmark
from .speed.latency import Measurements, Ratio


def systems_table(measured: Measurements) -> str:
    """One row for each system: words/s in batches, p50/p95 of single calls in ms, loading in s, memory in MB."""
    rows = []
    for name, figures in measured.to_dict().items():
        calls = [f"{row['p50']:.1f} / {row['p95']:.1f}" for row in figures["call_ms"].values()]
        speed, start = f"{figures['words_per_second']:,}", measured.starts[name]
        rows.append((name, speed, *calls, f"{start.load:.2f}", f"{start.first_call:.2f}", f"{start.memory:.0f}"))
    lengths = next(iter(measured.calls.values()))
    header = ("system", "words/s", *(f"{words} words, ms" for words in lengths), "load s", "first call s", "MB")
    return table(rows, header=header, divider=True, aligns=("l", *"r" * (len(header) - 1)))


def ratios_table(ratios: Mapping[str, Ratio]) -> str:
    """One row for each pair: times as fast in batches (median, range), shares of the other's p95 and loading time."""
    rows = [
        (name, f"{row.words_per_second:.2f} x", f"{row.low:.2f}-{row.high:.2f}", *map(str, row.p95.values()), row.load)
        for name, row in ratios.items()
    ]
    lengths = next(iter(ratios.values())).p95
    header = ("ratio", "words/s", "rounds", *(f"p95, {words} words" for words in lengths), "load")
    return table(rows, header=header, divider=True, aligns=("l", *"r" * (len(header) - 1)))


def comparison_table(figures: Benchmark) -> str:
    """One row for each set and system that was measured: figures in percent, leakage with its interval."""
    rows = []
    for name in [*figures.sets, *([MEAN] if len(figures.sets) > 1 else [])]:
        for system, scores in figures.scores.items():
            row = scores[name]
            numbers = (row.over, row.unjudged, row.full, row.typed, row.f1)
            rows.append((name, system, _with_interval(row.leak), *(f"{number.value:.2f}" for number in numbers)))
    header = ("set", "system", "leakage % (95 %)", "over %", "unjudged %", "redacted %", "typed %", "exact F1")
    return table(rows, header=header, divider=True, aligns=("l", "l", *"r" * 6))


def slices_table(figures: Benchmark) -> str:
    """Leakage in percent, one row for each slice, one column for each system; in brackets that of the clean texts."""
    systems = list(figures.slices)
    texts = {name: "labelled sets" if row.sets else "made up" for name, row in figures.slices[systems[0]].items()}
    rows = [
        (
            name,
            texts[name],
            *(f"{row.leak:.1f} ({row.clean_leak:.1f})" for row in (figures.slices[s][name] for s in systems)),
        )
        for name in texts
    ]
    return table(rows, header=("slice", "texts", *systems), divider=True, aligns=("l", "l", *"r" * len(systems)))


def _with_interval(number: Interval) -> str:
    return f"{number.value:.2f} ({number.low:.2f}-{number.high:.2f})"
