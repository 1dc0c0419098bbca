"""Compare what systems find: leakage, robustness, fairness, drift; see `spacy_pii.benchmark.compare`."""

import json
from collections.abc import Sequence
from pathlib import Path

import typer
from wasabi import msg

from spacy_pii.benchmark.catalog import RELEASED, TRAINED, choose, default_model, read_systems
from spacy_pii.benchmark.compare import Material, Options, compare
from spacy_pii.benchmark.gold_sets import load_sets
from spacy_pii.benchmark.origins import LOCALES, caller_names, names_of, origin_records
from spacy_pii.benchmark.public_sets import CALIBRATION, SELECTION, SETS, STAND_IN
from spacy_pii.benchmark.results import Benchmark, read_benchmark, write_benchmark
from spacy_pii.benchmark.slices import make_slices
from spacy_pii.benchmark.text_tables import comparison_table, slices_table
from spacy_pii.cli.program import readable_errors, run
from spacy_pii.records import PiiRecord, open_text


@readable_errors
def main(
    model: str = typer.Option(None, help=f"package or folder; default: {RELEASED} if installed, else {TRAINED}"),
    systems: Path = typer.Option(Path("assets/systems.yml"), help="what is compared, and its labels"),
    only: list[str] = typer.Option([], help="names of systems to compare; default: all of them"),
    data: Path = typer.Option(Path("corpus/benchmark"), help="folder of labelled sets with a sets.json"),
    templates: Path = typer.Option(Path("assets/templates"), help="templates of made-up slices"),
    documents: int = typer.Option(50, help="passages of each set in a slice", min=1),
    records: int = typer.Option(40, help="records in a made-up slice", min=1),
    names: int = typer.Option(30, help="names of each origin", min=1),
    callers: Path = typer.Option(Path("assets/corpora/evi/records.en.csv"), help="EVI's callers"),
    limit: int = typer.Option(None, help="documents of each set, for a quick look", min=1),
    samples: int = typer.Option(500, help="bootstrap samples", min=1),
    latency: Path = typer.Option(Path("metrics/latency.json"), help="figures of scripts/latency.py to include"),
    released: Path = typer.Option(Path("metrics/released.json"), help="figures of the released model"),
    show_values: bool = typer.Option(False, help="quote texts of real people, too"),
    out: Path = typer.Option(Path("metrics/benchmark.json"), help="where the figures go"),
) -> None:
    """Run all systems over the same texts, write the figures, and say what moved since the released model."""
    model = model or default_model()
    listed, published = read_systems(systems, model)
    chosen = choose(listed, only)
    sets = load_sets(data, limit)
    origins, notes = _origins(names, callers)
    if missing := [name for name in SETS if name not in {part.name for part in sets}]:
        notes.append(f"Sets left out because their corpora are missing: {', '.join(missing)}.")
    if STAND_IN in {part.name for part in sets}:
        notes.append(
            f"{STAND_IN} is made of our own templates, which our model has seen: easier for it than for others."
        )
    if model != RELEASED:
        notes.append(f"{model} stands in for the released model, {RELEASED}.")
    tuned = any(part.name in SETS for part in sets)
    if tuned:
        notes.append(SELECTION)
    slices = make_slices(sets, templates, documents, records)
    material = Material(sets, slices, origins, notes, CALIBRATION if tuned else "")
    figures = compare(
        chosen,
        published,
        material,
        Options(samples=samples, show_values=show_values),
        latency=_json(latency),
        released=read_benchmark(released) if released.is_file() else None,
        tell=lambda name: msg.info(f"Running {name}"),
    )
    write_benchmark(out, figures)
    _print(figures)
    msg.good(f"Figures in {out}")


def _origins(count: int, callers: Path) -> tuple[dict[str, Sequence[PiiRecord]], list[str]]:
    """Records by origin of the name, and what to say about missing ones."""
    names = {locale: names_of(locale, count) for locale in LOCALES}
    notes = []
    if callers.is_file():
        names["EVI callers"] = caller_names(callers, count)
    else:
        notes.append(f"Names of EVI's callers left out: {callers} is missing.")
    return {origin: origin_records(row) for origin, row in names.items()}, notes


def _json(path: Path) -> dict | None:
    if not path.is_file():
        return None
    with open_text(path) as file:
        return json.load(file)


def _print(figures: Benchmark) -> None:
    print(comparison_table(figures))
    print(slices_table(figures))
    for name, gap in figures.gaps.items():
        msg.text(f"{name}: recall of PERSON from {gap.worst} to {gap.best} differs by {gap.points:.1f} points")
    for name, info in figures.systems.items():
        if info.install:
            msg.warn(f"{name}: {info.install}")
        elif info.unmapped:
            msg.warn(f"{name}: labels without a mapping: {', '.join(info.unmapped)}")
    for note in figures.notes:
        msg.text(note)
    msg.info(figures.drift.message)
    if figures.drift.other_sets:
        msg.text(f"Not compared: {', '.join(figures.drift.other_sets)}")
    for row in figures.drift.moved or ():
        msg.text(f"{row.set} {row.figure}: {row.before:.2f} -> {row.after:.2f} (noise {row.noise:.2f})")


if __name__ == "__main__":
    run(main)
