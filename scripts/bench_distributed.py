"""Rows per second of one machine's processes, Spark and Ray over the same Parquet file, and their workers' memory.

Each run has a process of its own, from a started session to the last row. Processor time is that of the workers alone:
on a busy machine it is what an idle one would show. Spark needs a Java 17 or newer (JAVA_HOME). Linux only.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread
from typing import Any

import typer
from wasabi import msg

from spacy_pii.cli.program import readable_errors, run
from spacy_pii.components.loading import default_model
from spacy_pii.files import atomic_text

ENGINES = ("pipe", "spark", "ray", "presidio")
WORKERS = ("pyspark.daemon", "ray::", "multiprocessing.spawn")
"""What the command lines of worker processes hold."""


@readable_errors
def main(
    rows: int = typer.Option(50_000, help="rows of the table; every engine also runs on a tenth of them", min=10),
    model: str = typer.Option(None, help="package or folder; default: the best that is installed"),
    workers: int = typer.Option(2, help="processes, each with one thread", min=1),
    engine: list[str] = typer.Option(list(ENGINES), help="repeat it for several"),
    presidio_rows: int = typer.Option(2_000, help="rows for Presidio's sample, which takes one at a time", min=10),
    templates: Path = typer.Option(Path("assets/templates"), help="what the texts are made from"),
    out: Path = typer.Option(Path("metrics/distributed.json"), help="where the figures go"),
    job: str = typer.Option("", hidden=True, help="what a process of its own measures, as JSON"),
) -> None:
    """All engines side by side in one run."""
    if job:
        measure(json.loads(job))
        return
    if unknown := set(engine).difference(ENGINES):
        raise typer.BadParameter(f"no engine {', '.join(sorted(unknown))}: choose among {', '.join(ENGINES)}")
    model = model or default_model()
    measured: dict[str, list[dict[str, Any]]] = {name: [] for name in engine}
    with TemporaryDirectory() as scratch:
        for name in engine:
            most = min(rows, presidio_rows) if name == "presidio" else rows
            for number in (most // 10, most):
                source = Path(scratch) / f"{number}.parquet"
                write_table(source, number, templates)
                task = {"engine": name, "source": str(source), "model": model, "workers": workers}
                measured[name].append(in_process(task))
                msg.text(f"{name}: {measured[name][-1]}")
    figures = {
        "model": model,
        "rows": rows,
        "workers": workers,
        "processors": os.cpu_count(),
        "load": os.getloadavg()[2],
        "engines": measured,
    }
    with atomic_text(out) as file:
        json.dump(figures, file, indent=1)
    show(measured)
    msg.good(f"Figures in {out}")


def show(measured: dict[str, list[dict[str, Any]]]) -> None:
    """The table on standard output: what the rows beyond the first tenth took, so that no start-up counts."""
    shown, first = [], 0.0
    for name, (small, large) in measured.items():
        more = large["rows"] - small["rows"]
        speed = more / max(1e-9, large["seconds"] - small["seconds"])
        per_core = more / max(1e-9, large["worker_seconds"] - small["worker_seconds"])
        first = first or per_core
        memory = f"{small['worker_megabytes']:.0f} and {large['worker_megabytes']:.0f}"
        shown.append((name, large["rows"], f"{speed:.0f}", f"{per_core:.0f}", f"{per_core / first:.0%}", memory))
    header = ("engine", "rows", "rows/s", "rows/s of a processor", "of the first", "peak MB a worker")
    msg.table(shown, header=header, divider=True)


def write_table(path: Path, rows: int, templates: Path) -> None:
    """Short texts from templates, no two alike, in eight groups of rows."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    from spacy_pii.synthesis import generate

    texts = [record.text[:200] for record in generate(2_000, seed=0, templates=templates, noise=0.15, documents=0.0)]
    notes = [f"{number}: {texts[number % len(texts)]}" for number in range(rows)]
    pq.write_table(pa.table({"id": range(rows), "note": notes}), path, row_group_size=max(1, rows // 8))


def in_process(job: dict[str, Any]) -> dict[str, Any]:
    """Run one engine in a fresh process. One thread each, as Spark and Ray would give a worker with one processor."""
    settings = {"OMP_NUM_THREADS": "1", "RAY_USAGE_STATS_ENABLED": "0", "PYSPARK_PYTHON": sys.executable}
    command = [sys.executable, __file__, "--job", json.dumps(job)]
    done = subprocess.run(command, env={**os.environ, **settings}, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def measure(job: dict[str, Any]) -> None:
    """Print the figures of one engine as JSON."""
    import pyarrow.parquet as pq

    rows = pq.read_metadata(job["source"]).num_rows
    start = {"pipe": start_pipe, "spark": start_spark, "ray": start_ray, "presidio": start_presidio}[job["engine"]]
    go = start(job)
    with Workers() as peaks:
        before = time.perf_counter()
        assert go() == rows
        seconds = time.perf_counter() - before
    figures = {"rows": rows, "seconds": seconds, "worker_seconds": sum(time for _, time in peaks.values())}
    print(json.dumps(figures | {"worker_megabytes": max((megabytes for megabytes, _ in peaks.values()), default=0.0)}))


def start_pipe(job: dict[str, Any]) -> Any:
    """`Anonymizer.pipe` in as many processes, each with a part of the file."""

    def go() -> int:
        with multiprocessing.get_context("spawn").Pool(job["workers"]) as pool:
            parts = [(job["source"], job["model"], job["workers"], number) for number in range(job["workers"])]
            return sum(pool.map(pipe_part, parts, chunksize=1))

    return go


def pipe_part(part: tuple[str, str, int, int]) -> int:
    """Anonymize every n-th group of rows."""
    import pyarrow.parquet as pq

    from spacy_pii import Anonymizer, create_analyzer

    source, model, workers, number = part
    anonymizer = Anonymizer(analyzer=create_analyzer(model, threads=1))
    file = pq.ParquetFile(source)
    groups = range(number, file.num_row_groups, workers)
    return sum(
        len([result.anonymized_text for result in anonymizer.pipe(file.read_row_group(group)["note"].to_pylist())])
        for group in groups
    )


def start_spark(job: dict[str, Any]) -> Any:
    """`anonymize_frame`."""
    from spacy_pii.distributed import AnonymizerSpec
    from spacy_pii.distributed.spark import anonymize_frame

    frame = spark_frame(job)
    spec = AnonymizerSpec(columns=["note"], model=job["model"])
    return lambda: written(anonymize_frame(frame, spec))


def start_presidio(job: dict[str, Any]) -> Any:
    """Presidio's sample for Databricks: a broadcast analyzer, asked for one row after the other by `Series.apply`."""
    import pandas as pd
    from presidio_anonymizer import AnonymizerEngine
    from pyspark.sql.functions import pandas_udf

    from spacy_pii import create_analyzer

    frame = spark_frame(job)
    context = frame.sparkSession.sparkContext
    analyzer = context.broadcast(create_analyzer(job["model"], threads=1))
    anonymizer = context.broadcast(AnonymizerEngine())

    def anonymize_text(text: str) -> str:
        results = analyzer.value.analyze(text=text, language="en")
        return anonymizer.value.anonymize(text=text, analyzer_results=results).text

    def anonymize_series(series: pd.Series) -> pd.Series:
        return series.apply(anonymize_text)

    anonymize_series.__annotations__ = {"series": pd.Series, "return": pd.Series}
    anonymized = pandas_udf(anonymize_series, returnType="string")
    return lambda: written(frame.withColumn("note", anonymized("note")))


def spark_frame(job: dict[str, Any]) -> Any:
    """The file as a frame, in four partitions a worker."""
    from pyspark.sql import SparkSession

    spark = (
        SparkSession.builder.master(f"local[{job['workers']}]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .getOrCreate()
    )
    spark.sparkContext.setLogLevel("OFF")
    frame = spark.read.parquet(job["source"]).repartition(4 * job["workers"]).cache()
    frame.count()
    return frame


def written(frame: Any) -> int:
    """Write a frame, and count the rows that arrived."""
    with TemporaryDirectory() as scratch:
        frame.write.parquet(f"{scratch}/out")
        return frame.sparkSession.read.parquet(f"{scratch}/out").count()


def start_ray(job: dict[str, Any]) -> Any:
    """`AnonymizeBatch` in a pool of actors."""
    import ray

    from spacy_pii.distributed import AnonymizerSpec
    from spacy_pii.distributed.ray import AnonymizeBatch

    ray.init(num_cpus=job["workers"], include_dashboard=False, log_to_driver=False, logging_level="ERROR")
    ray.data.DataContext.get_current().enable_progress_bars = False
    spec = AnonymizerSpec(columns=["note"], model=job["model"])
    # A small file would be one block, and busy one worker.
    data = ray.data.read_parquet(job["source"]).repartition(4 * job["workers"]).materialize()

    def go() -> int:
        pool = ray.data.ActorPoolStrategy(size=job["workers"])
        masked = data.map_batches(
            AnonymizeBatch, fn_constructor_args=(spec,), compute=pool, batch_format="pyarrow", batch_size=1000
        )
        return masked.materialize().count()

    return go


class Workers(dict[int, tuple[float, float]]):
    """Peak resident megabytes and processor seconds of the workers below this process, looked up every half second."""

    def __enter__(self) -> Workers:
        self._stop = Event()
        self._thread = Thread(target=self._watch, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._look()
        self._stop.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._stop.wait(0.5):
            self._look()

    def _look(self) -> None:
        parents, found = {}, {}
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
                # After the name, which may hold anything: fields 14 and 15 of proc(5).
                ticks = sum(map(int, (folder / "stat").read_text().rpartition(")")[2].split()[11:13]))
                status = dict(line.split(":", 1) for line in (folder / "status").read_text().splitlines())
            except OSError:
                continue
            parents[int(folder.name)] = int(status["PPid"])
            if any(name in command for name in WORKERS) and "VmHWM" in status:
                found[int(folder.name)] = (int(status["VmHWM"].split()[0]) / 1000, ticks / os.sysconf("SC_CLK_TCK"))
        for pid, used in found.items():
            above = pid
            while above in parents and above != os.getpid():
                above = parents[above]
            # Ray's processes have left their parent.
            if above == os.getpid() or parents[pid] == 1:
                self[pid] = used


if __name__ == "__main__":
    run(main)
