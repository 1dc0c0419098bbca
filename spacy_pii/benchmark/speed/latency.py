"""Systems that take turns on the same texts, and the figures that come of it.

The machine's own load hits all systems alike when they take turns; ratios of one run travel, absolute times do not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from itertools import islice
from typing import Any

import numpy as np

from ...records import PiiRecord
from .texts import texts_of
from .worker import Start, Worker

LENGTHS = (20, 40, 100, 400)
"""Words of the texts in single calls."""
BATCH_WORDS = 40
"""Words of the texts in batches."""


@dataclass(frozen=True, slots=True)
class Contender:
    """A system to measure: its loader in `systems.TIMED_LOADERS`, and the package or folder that it loads."""

    kind: str
    model: str


@dataclass
class Measurements:
    """What one number of threads gave. calls: seconds by contender and length. speeds: words/s in batches, one for
    each round. memory: resident megabytes at the end."""

    starts: dict[str, Start] = field(default_factory=dict)
    calls: dict[str, dict[int, list[float]]] = field(default_factory=dict)
    speeds: dict[str, list[float]] = field(default_factory=dict)
    memory: dict[str, float] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Milliseconds, words/s (median over rounds) and megabytes for each contender."""
        return {
            name: {
                **{key: round(value, 4) for key, value in asdict(self.starts[name]).items()},
                "memory_at_end": round(self.memory[name], 1),
                "words_per_second": round(float(np.median(self.speeds[name]))),
                "call_ms": {str(words): _percentiles(seconds) for words, seconds in self.calls[name].items()},
            }
            for name in self.starts
        }


@dataclass(frozen=True, slots=True)
class Ratio:
    """One system against another. words_per_second: times as fast in batches, median over rounds; low, high: over
    rounds. p50, p95: share of the other's time in a single call, by words. load: the same for loading."""

    words_per_second: float
    low: float
    high: float
    p50: dict[str, float]
    p95: dict[str, float]
    load: float


def measure(
    contenders: Mapping[str, Contender],
    records: Iterable[PiiRecord],
    *,
    threads: int,
    rounds: int = 8,
    calls: int = 25,
    batch: int = 200,
    lengths: Iterable[int] = LENGTHS,
    cpu_time: bool = False,
    seed: int = 0,
) -> Measurements:
    """Start every contender with `threads` processors and let them take turns: `rounds` times `calls` single texts of
    each length, then `batch` texts at once. cpu_time: as for Worker. Raises PiiError if one does not run."""
    records, lengths = list(records), list(lengths)
    single = {words: texts_of(records, words, seed + words) for words in lengths}
    batches = texts_of(records, BATCH_WORDS, seed)
    result = Measurements()
    with ExitStack() as stack:
        workers = {
            name: stack.enter_context(Worker(c.kind, c.model, threads, cpu_time)) for name, c in contenders.items()
        }
        for name, worker in workers.items():
            result.starts[name] = worker.start
            result.calls[name] = {words: [] for words in lengths}
            result.speeds[name] = []
            worker.batch(list(islice(batches, 64)))
        for number in range(rounds):
            # Whoever comes first finds a cooler processor.
            order = list(workers.items())[:: -1 if number % 2 else 1]
            for words, texts in single.items():
                chunk = list(islice(texts, calls))
                for name, worker in order:
                    result.calls[name][words] += worker.call(chunk)
            chunk = list(islice(batches, batch))
            for name, worker in order:
                result.speeds[name].append(batch * BATCH_WORDS / worker.batch(chunk))
        result.memory = {name: worker.memory() for name, worker in workers.items()}
    return result


def ratio(measured: Measurements, name: str, other: str) -> Ratio:
    """`name` against `other`, both measured in the same run."""
    speeds = np.array(measured.speeds[name]) / np.array(measured.speeds[other])
    ours, theirs = (
        {str(words): _percentiles(seconds) for words, seconds in measured.calls[key].items()} for key in (name, other)
    )
    shares = {key: {words: round(ours[words][key] / theirs[words][key], 3) for words in ours} for key in ("p50", "p95")}
    low, median, high = (round(float(value), 3) for value in np.quantile(speeds, [0, 0.5, 1]))
    load = measured.starts[name].load / measured.starts[other].load
    return Ratio(median, low, high, **shares, load=round(load, 3))


def _percentiles(seconds: list[float]) -> dict[str, float]:
    """p50 and p95 in milliseconds."""
    return {key: round(1000 * float(np.percentile(seconds, rank)), 3) for key, rank in (("p50", 50), ("p95", 95))}
