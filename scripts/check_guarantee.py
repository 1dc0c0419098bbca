"""Check that a guarantee holds on labelled sets, split many times; see `spacy_pii.evaluation.guarantee`."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import typer
from tqdm import tqdm
from wasabi import msg

from spacy_pii.cli.guarantee import LossOption
from spacy_pii.cli.program import readable_errors, run
from spacy_pii.components.loading import load_pipeline
from spacy_pii.evaluation.guarantee import (
    Curves,
    Promise,
    Unreachable,
    check_across,
    check_scipy,
    check_splits,
    measure,
)
from spacy_pii.evaluation.sets import read_sets
from spacy_pii.files import atomic_text
from spacy_pii.records import read_records


@readable_errors
def main(
    model: str = typer.Argument(..., help="package name or folder of a spaCy pipeline"),
    data: Path = typer.Argument(..., help="file of labelled records, or folder with a sets.json"),
    cache: Path = typer.Option(..., help="folder for the counts; what is there already is not predicted again"),
    out: Path = typer.Option(..., help="file for the tables, in Markdown"),
    alpha: list[float] = typer.Option([0.05, 0.02], help="shares that may leak"),
    delta: float = typer.Option(0.1, help="chance that a promise is broken all the same"),
    loss: LossOption = typer.Option(LossOption.characters, help="what is to be rare"),
    splits: int = typer.Option(200, help="random splits of each set", min=1),
    share: float = typer.Option(0.5, help="of a set that calibrates; the rest is measured"),
    base: str = typer.Option("balanced", help="operating point to build on"),
    beside: list[str] = typer.Option(["high_recall"], help="other operating points to show"),
) -> None:
    """Calibrate on one part of each set, measure on the other, and across sets; write how often promises were kept."""
    check_scipy()
    points = [base, *beside]
    counts = _counts(model, data, cache, points)
    promises = [Promise(each, delta, loss.value) for each in alpha]
    lines = [*_splits(counts, points, promises, splits, share), "", *_across(counts, base, promises)]
    with atomic_text(out) as file:
        file.write("\n".join(lines) + "\n")
    msg.good(f"Tables in {out}")


def _counts(model: str, data: Path, cache: Path, points: list[str]) -> dict[str, dict[str, Curves]]:
    """Counts of each set on top of each operating point."""
    nlp = None
    counts: dict[str, dict[str, Curves]] = {}
    sets = [(s.name, s.path, s.judged) for s in read_sets(data)] if data.is_dir() else [(data.stem, data, None)]
    for name, path, judged in sets:
        files = {point: cache / f"{name}.{point}.npz" for point in points}
        if not all(file.is_file() for file in files.values()):
            nlp = nlp or load_pipeline(model)
            records = tqdm(read_records(path), desc=name, unit=" records", mininterval=1)
            for point, curves in measure(nlp, records, points, judged=judged).items():
                curves.save(files[point])
        counts[name] = {point: Curves.load(file) for point, file in files.items()}
    return counts


def _splits(
    counts: dict[str, dict[str, Curves]], points: list[str], promises: list[Promise], splits: int, share: float
) -> Iterator[str]:
    head = [f"{point}: lost / over" for point in points]
    for promise in promises:
        head += [f"{100 * promise.alpha:g} % asked: lost / over", "kept, other part", "kept, whole set"]
    yield "| set | documents | " + " | ".join(head) + " |"
    yield "| --- | ---: |" + " ---: |" * len(head)
    for name, curves in tqdm(counts.items(), desc="splits"):
        cells = [name, str(len(curves[points[0]]))]
        for point in points:
            cells.append(_pair(curves[point].losses(promises[0].loss)[:, 0].mean(), curves[point].over_redaction()[0]))
        for promise in promises:
            try:
                check = check_splits(curves[points[0]], promise, splits, share=share)
            except Unreachable as refusal:
                cells += [f"refused: {refusal.short}", "", ""]
            else:
                refused = f" ({check.refused:.0%} refused)" if check.refused else ""
                cells += [_pair(check.loss, check.over_redaction) + refused]
                cells += [f"{check.kept:.1%}", f"{check.kept_in_set:.1%}"]
        yield _row(cells)


def _across(counts: dict[str, dict[str, Curves]], base: str, promises: list[Promise]) -> Iterator[str]:
    promise = promises[0]
    yield f"Lost % / drift index where {100 * promise.alpha:g} % was promised with one set and used on another:"
    yield ""
    yield "| made with \\ used on | " + " | ".join(counts) + " |"
    yield "| --- |" + " ---: |" * len(counts)
    for name, curves in counts.items():
        cells = [name]
        for other in counts.values():
            try:
                check = check_across(curves[base], other[base], promise)
                cells.append(f"{100 * check.loss:.2f} / {check.drift:.2f}")
            except Unreachable:
                cells.append("refused")
        yield _row(cells)


def _pair(lost: float, over: float) -> str:
    return f"{100 * lost:.2f} / {100 * over:.2f}"


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"


if __name__ == "__main__":
    run(main)
