"""The part of a benchmark that scripts/latency.py writes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from pydantic import TypeAdapter, ValidationError

from ..benchmark.results import Machine
from ..errors import PiiError


@dataclass(frozen=True)
class Percentiles:
    """Milliseconds of a single call."""

    p50: float
    p95: float


@dataclass(frozen=True)
class SystemSpeed:
    """load: seconds. memory_at_end: resident megabytes. call_ms: by number of words."""

    load: float
    memory_at_end: float
    words_per_second: float
    call_ms: dict[str, Percentiles]


@dataclass(frozen=True)
class SpeedRatio:
    """One system against another. low, high: over rounds. p95: share of the other's time, by number of words."""

    words_per_second: float
    low: float
    high: float
    p95: dict[str, float]
    load: float


@dataclass(frozen=True)
class Threads:
    """What one number of threads gave. ratios: by `a : b`."""

    systems: dict[str, SystemSpeed]
    ratios: dict[str, SpeedRatio]


@dataclass(frozen=True)
class Speeds:
    """clock: wall or cpu. megabytes: on disk, of systems and of the wheel. threads: by their number. models: package or
    folder of each system."""

    machine: Machine
    clock: str
    megabytes: dict[str, float]
    threads: dict[str, Threads]
    models: dict[str, str] = field(default_factory=dict)


_ADAPTER = TypeAdapter(Speeds)


def read_speeds(latency: dict[str, Any]) -> Speeds:
    """The typed form. Raises PiiError for another one."""
    try:
        return _ADAPTER.validate_python(latency)
    except ValidationError as error:
        place = ".".join(map(str, error.errors()[0]["loc"]))
        raise PiiError(
            f"the latency figures have another form: {error.error_count()} fields are wrong, the first is {place}.",
            remedy="write them again with scripts/latency.py, then the benchmark.",
        ) from None
