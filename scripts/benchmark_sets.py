"""Build the benchmark's sets from public corpora; see `spacy_pii.benchmark.public_sets`."""

from pathlib import Path

import typer
from wasabi import msg

from spacy_pii.benchmark.public_sets import STAND_IN, build_sets
from spacy_pii.cli.program import readable_errors, run


@readable_errors
def main(
    out: Path = typer.Argument(Path("corpus/benchmark"), help="folder for NAME.jsonl and sets.json"),
    corpora: Path = typer.Option(Path("assets/corpora"), help="folder of the public corpora"),
    test: Path = typer.Option(Path("corpus/test.jsonl"), help="held-out synthetic records, where a corpus is missing"),
) -> None:
    """Write the labelled sets that scripts/benchmark.py compares systems on."""
    counts, missing = build_sets(corpora, test, out)
    for name, count in counts.items():
        msg.good(f"{count} documents in {out / name}.jsonl")
    if missing:
        stand_in = f"; {STAND_IN}, made of our own templates, stands in" if STAND_IN in counts else ""
        msg.warn(f"Left out: {', '.join(missing)}. Their corpora are not in {corpora}{stand_in}.")


if __name__ == "__main__":
    run(main)
