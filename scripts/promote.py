"""Compare a challenger with the released model, and release it if it wins; see `spacy_pii.evaluation.promotion`."""

import json
import tempfile
import zipfile
from dataclasses import replace
from pathlib import Path

import typer
from wasabi import msg, table

from spacy_pii.benchmark.detectors import load_our_analyzer
from spacy_pii.benchmark.results import Benchmark, read_benchmark, write_benchmark
from spacy_pii.cli.program import readable_errors, run
from spacy_pii.errors import PiiError
from spacy_pii.evaluation.bootstrap import FIGURES
from spacy_pii.evaluation.promotion import Decision, count_sets, decide
from spacy_pii.evaluation.scores import DocumentCounts
from spacy_pii.evaluation.sets import LabeledSet, read_sets
from spacy_pii.files import atomic_bytes, atomic_text

MAX_BYTES = 25_000_000


@readable_errors
def main(
    challenger: Path = typer.Argument(..., help="wheel of the model that may be released"),
    packages: Path = typer.Option(Path("packages"), help="folder of the released wheel"),
    data: Path = typer.Option(Path("corpus/benchmark"), help="folder of labelled development sets with a sets.json"),
    out: Path = typer.Option(Path("metrics/promotion.json"), help="where the comparison goes"),
    samples: int = typer.Option(2000, help="bootstrap samples", min=100),
    figures: Path = typer.Option(None, help="the challenger's benchmark; it becomes the released model's"),
    released: Path = typer.Option(Path("metrics/released.json"), help="where the released model's benchmark is"),
    against: Path = typer.Option(None, help="wheel of another model to beat; default: the released one of this name"),
    dry_run: bool = typer.Option(False, help="compare and write the comparison, release nothing"),
) -> None:
    """Put CHALLENGER into the packages folder, in place of the champion, if it leaks less and is no worse otherwise."""
    if challenger.is_file() and challenger.stat().st_size > MAX_BYTES:
        raise PiiError(
            f"the wheel has {challenger.stat().st_size / 1e6:.0f} MB.",
            remedy=f"a released wheel has at most {MAX_BYTES / 1e6:.0f} MB.",
            path=challenger,
        )
    # Before anything is replaced: a file that cannot be read must not leave half a release.
    benchmark = _named(read_benchmark(figures), challenger) if figures else None
    sets = read_sets(data)
    name = challenger.name.split("-")[0]
    champions = sorted(packages.glob(f"{name}-*.whl"))
    beaten = against or (champions[-1] if champions else None)
    msg.info(f"{challenger.name} against {beaten.name if beaten else 'nobody'} on {len(sets)} sets")
    champion = _counts(beaten, sets) if beaten else None
    decision = decide(champion, _counts(challenger, sets), samples=samples)
    with atomic_text(out) as file:
        names = {"challenger": challenger.name, "champion": beaten.name if beaten else None}
        json.dump({**names, **decision.to_dict()}, file, indent=1)
    _print(decision)
    if not decision.promote:
        msg.warn(f"{challenger.name} is not released; the comparison is in {out}")
        raise typer.Exit(1)
    if not dry_run:
        _release(challenger, packages, champions)
        if benchmark:
            write_benchmark(released, benchmark)
    msg.good(f"{challenger.name} {'would be' if dry_run else 'is'} released; the comparison is in {out}")


def _counts(wheel: Path, sets: list[LabeledSet]) -> dict[str, DocumentCounts]:
    with tempfile.TemporaryDirectory() as scratch:
        try:
            with zipfile.ZipFile(wheel) as archive:
                archive.extractall(scratch)
        except (FileNotFoundError, zipfile.BadZipFile):
            raise PiiError("not a wheel.", remedy="build one with the package step.", path=wheel) from None
        config = next(Path(scratch).glob("*/*/config.cfg"), None)
        if config is None:
            raise PiiError("the wheel holds no pipeline.", remedy="build it with the package step.", path=wheel)
        return count_sets(load_our_analyzer(str(config.parent), ()), sets)


def _release(wheel: Path, packages: Path, champions: list[Path]) -> None:
    """Put the wheel and its model card into the folder, in place of the champions."""
    packages.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(wheel) as archive:
        name, version = wheel.name.split("-")[:2]
        card = archive.read(f"{name}/{name}-{version}/README.md")
    _replace(packages / wheel.name, wheel.read_bytes())
    _replace(packages / f"{name}.md", card)
    for champion in champions:
        if champion.name != wheel.name:
            champion.unlink()


def _named(figures: Benchmark, wheel: Path) -> Benchmark:
    """The figures of a pipeline in a folder under the name of its wheel."""
    name, version = wheel.name.split("-")[:2]
    before = figures.systems[figures.ours]
    systems = {**figures.systems, figures.ours: replace(before, model=name, version=version)}
    return replace(figures, systems=systems, notes=[note for note in figures.notes if before.model not in note])


def _replace(path: Path, content: bytes) -> None:
    with atomic_bytes(path) as file:
        file.write(content)


def _print(decision: Decision) -> None:
    rows = [
        (name, *(f"{row[figure].value:+.2f} [{row[figure].low:+.2f}, {row[figure].high:+.2f}]" for figure in FIGURES))
        for name, row in decision.differences.items()
    ]
    if rows:
        print("Challenger - champion, in points, with 95 % intervals:")
        print(table(rows, header=("set", *FIGURES), divider=True))
    for reason in decision.reasons:
        print(reason)


if __name__ == "__main__":
    run(main)
