"""The speed of a run's exported pipeline; needs no torch."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ..benchmark.speed.latency import Contender, measure
from ..errors import PiiError
from ..records import read_records
from ..training.runs.run_folder import RunFolder


def latency_run(path: Path, records: Path, *, threads: int = 2, rounds: int = 4, calls: int = 25) -> dict[str, Any]:
    """Measure a run's exported pipeline on a CPU; the figures are also in `metrics/latency.json`. Raises PiiError."""
    run = RunFolder(path)
    if not run.exported.is_dir():
        raise PiiError("the run has not been exported.", remedy="export it first.", path=path)
    measured = measure(
        {"exported": Contender("exported", str(run.exported))},
        read_records(records),
        threads=threads,
        rounds=rounds,
        calls=calls,
        batch=8 * calls,
    )
    figures = {"threads": threads, **measured.to_dict()["exported"]}
    run.write_metrics("latency", figures)
    return figures
