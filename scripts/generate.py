"""Write synthetic records from templates; see `spacy_pii.synthesis`."""

from pathlib import Path

import typer
from tqdm import tqdm

from spacy_pii.cli.program import readable_errors, run
from spacy_pii.records import write_records
from spacy_pii.synthesis import WALK_LIMIT, generate, walk


@readable_errors
def main(
    out: Path = typer.Argument(..., help="records to write, .jsonl or .jsonl.gz"),
    templates: Path = typer.Option(Path("assets/templates"), help="folder of template files, one per genre"),
    count: int = typer.Option(1000, min=1, help="number of records"),
    seed: int = typer.Option(0, help="the same seed gives the same file"),
    noise: float = typer.Option(0.15, min=0.0, max=1.0, help="share of texts with typos, other case, markup"),
    documents: float = typer.Option(0.06, min=0.0, max=1.0, help="share of texts that join several templates"),
    every: bool = typer.Option(
        False, "--walk", help="every template once with every combination of its choices, instead of COUNT"
    ),
    walk_limit: int = typer.Option(WALK_LIMIT, min=1, help="combinations of one template at most, with --walk"),
) -> None:
    """Fill templates with surrogate values and write COUNT records to OUT."""
    if every:
        records, total = walk(seed=seed, templates=templates, noise=noise, limit=walk_limit), None
    else:
        records, total = generate(count, seed=seed, templates=templates, noise=noise, documents=documents), count
    written = write_records(out, tqdm(records, total=total, unit="record", desc="generate"))
    typer.echo(f"{written} records -> {out}")


if __name__ == "__main__":
    run(main)
