"""Write records of any known format in another one, so that other people's data sets can be extended."""

from collections.abc import Callable
from pathlib import Path
from typing import Literal

import typer
from tqdm import tqdm
from wasabi import msg

from spacy_pii.cli.program import readable_errors, run
from spacy_pii.corpora import read_corpus, write_ai4privacy, write_conll

WRITERS: dict[str, Callable[..., int]] = {"ai4privacy-d": write_ai4privacy, "conll": write_conll}


@readable_errors
def main(
    records: Path = typer.Argument(..., help="records in any format that `convert` reads"),
    out: Path = typer.Argument(..., help="file to write, gzip if it ends in .gz"),
    format: Literal["ai4privacy-d", "conll"] = typer.Option("ai4privacy-d", help="format of OUT"),
    lang: str = typer.Option("en", help="language of records that name none"),
    max_bad: int = typer.Option(0, help="stop at more bad records than this; -1: never"),
) -> None:
    """Write RECORDS to OUT in another format."""
    reader = read_corpus(records, language=lang, max_bad=max_bad)
    written = WRITERS[format](out, tqdm(reader, desc=str(records), unit=" records", mininterval=1))
    msg.good(f"{written} records -> {out}")


if __name__ == "__main__":
    run(main)
