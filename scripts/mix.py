"""Write a training mixture from several corpora; see `spacy_pii.curation.mixing` for the recipe."""

from pathlib import Path

import typer
from tqdm import tqdm
from wasabi import msg

from spacy_pii.cli.program import readable_errors, run
from spacy_pii.corpora import OnUnknown
from spacy_pii.curation.mixing import MixReport, load_mixture, mix
from spacy_pii.records import write_records


@readable_errors
def main(
    recipe: Path = typer.Argument(..., help="YAML file that lists the sources"),
    out: Path = typer.Argument(..., help="records to write, .jsonl or .jsonl.gz"),
    seed: int = typer.Option(0, help="the same seed gives the same file"),
    on_unknown_label: OnUnknown = typer.Option("error", help="stop at a label that the table lacks, or leave it out"),
) -> None:
    """Write the records of RECIPE to OUT: repeated, joined, with noise, free of duplicates."""
    report = MixReport()
    records = mix(load_mixture(recipe), seed=seed, on_unknown=on_unknown_label, report=report)
    written = write_records(out, tqdm(records, unit=" records", desc="mix", mininterval=1))
    msg.table(
        [(path, *(f"{number:,}" for number in numbers)) for path, *numbers in report.rows],
        header=("source", "read", "left out", "written"),
        divider=True,
        aligns=("l", "r", "r", "r"),
    )
    for path in report.missing:
        msg.warn(f"{path} is missing and was left out; `spacy project assets projects/release` fetches it")
    msg.good(f"{written:,} records -> {out}")


if __name__ == "__main__":
    run(main)
