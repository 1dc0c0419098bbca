"""Fetch the corpora that the assets of projects/release cannot name: their published files have to be joined first."""

from pathlib import Path

import typer
from wasabi import msg

from spacy_pii.cli.program import readable_errors, run
from spacy_pii.corpora.assembled import fetch_assembled
from spacy_pii.corpora.published import fetch_btc, fetch_tab


@readable_errors
def main(folder: Path = typer.Argument(..., help="folder of the corpora, one folder for each in it")) -> None:
    """Fetch into FOLDER what is not there: the Broad Twitter Corpus, TAB, and what is joined of several files."""
    for name, fetch in {"btc": fetch_btc, "tab": fetch_tab}.items():
        msg.good(f"{folder / name}: {'fetched' if fetch(folder / name) else 'already there'}")
    for name in fetch_assembled(folder):
        msg.good(f"{folder / name}: fetched")


if __name__ == "__main__":
    run(main)
