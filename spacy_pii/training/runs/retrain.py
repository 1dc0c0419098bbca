"""A retraining: new synthetic text, a new run, and a comparison with the champion."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

from ...components.loading import blank_pipeline
from ...docbin.conversion import convert
from ...errors import PiiError
from ...records import PiiRecord, read_records
from ...synthesis import generate
from .champion import Comparison, Gate, comparison_sets, promote_if_better
from .run_folder import RunFolder
from .steps import evaluate_run, export_run
from .train_run import train_run

PREFIX = "retrain-"
SPLIT_SEED = 0
"""The same for every retraining, so that no test record was ever trained on."""


def retrain(
    data: Path,
    project: Path,
    *,
    config: str,
    records: int,
    encoder: str = "",
    max_steps: int = 0,
    gpu_id: int = -1,
    dry_run: bool = False,
    gate: Gate | None = None,
    commit: Callable[[], None] = lambda: None,
) -> Comparison:
    """Generate, train, export, and let the gate choose between the champion and the new run.

    data: folder with `runs/`, and optionally `records/*.jsonl` to train on beside synthetic text and `sets/` to compare
    on. project: folder of the configs and templates. config: name of a training config. records: synthetic records to
    generate. encoder, max_steps: the config's own if empty or 0. commit: called whenever something is complete on
    disk. A killed retraining goes on when it is called again.
    """
    path = pending(data / "runs")
    corpus = path / "corpus"
    if not dry_run and not (corpus / "test.jsonl").is_file():
        _write_corpus(corpus, data / "records", project / "assets/templates", records, path.name)
        commit()
    run = train_run(
        path,
        corpus,
        project / "configs" / f"{config}.cfg",
        encoder=encoder,
        max_steps=max_steps,
        gpu_id=gpu_id,
        dry_run=dry_run,
        templates=project / "assets/templates",
        on_checkpoint=commit,
    )
    export_run(path)
    evaluate_run(path, corpus / "test.jsonl", gpu_id=-1 if dry_run else gpu_id)
    decision = promote_if_better(data, run, comparison_sets(data, corpus / "test.jsonl"), gate)
    commit()
    return decision


def pending(runs: Path) -> Path:
    """The newest retraining that has no decision yet, or a new one, named by the time."""
    newest = max(runs.glob(f"{PREFIX}*"), default=None)
    if newest is not None and not RunFolder(newest).metrics("promotion").is_file():
        return newest
    return runs / f"{PREFIX}{datetime.now(UTC):%Y%m%d-%H%M%S}"


def _write_corpus(out: Path, records: Path, templates: Path, count: int, name: str) -> None:
    """Convert the given records and `count` synthetic ones; other names give other synthetic records."""
    nlp = blank_pipeline("en")
    seed = int("".join(filter(str.isdigit, name)) or 0)

    def given() -> Iterator[PiiRecord]:
        for file in sorted([*records.glob("*.jsonl"), *records.glob("*.jsonl.gz")]):
            yield from read_records(file)

    if not count and not records.is_dir():
        raise PiiError("nothing to train on.", remedy="upload records, or set SPACY_PII_RECORDS.", path=records)
    source = chain(given(), generate(count, seed=seed, templates=templates))
    convert(source, out, nlp, dev=0.05, test=0.05, seed=SPLIT_SEED, max_tokens=400)
