"""A teacher's soft labels for a corpus or raw text; see `spacy_pii.training.labeling`."""

from pathlib import Path

import typer
from wasabi import msg

from spacy_pii.cli.program import readable_errors, run
from spacy_pii.components.loading import load_pipeline
from spacy_pii.training.labeling import label_corpus


@readable_errors
def main(
    teacher: str = typer.Argument(..., help="folder of a pipeline, or an installed model such as en_pii_md"),
    source: Path = typer.Argument(..., help="folder of .spacy files, or JSON Lines with a text in each row"),
    out: Path = typer.Argument(..., help="folder for .spacy files with soft labels"),
    temperature: float = typer.Option(1.0, min=0.1, help="divides the teacher's logits; higher is softer"),
    max_tokens: int = typer.Option(400, min=1, help="longer raw texts are cut"),
) -> None:
    """Write SOURCE with the tag probabilities of TEACHER to OUT; run again, it goes on where it was.

    Train on it with `scripts/cycle_config.py --soft-labels WEIGHT`.
    """
    written = label_corpus(load_pipeline(teacher), source, out, temperature=temperature, max_tokens=max_tokens)
    msg.good(f"{written} files written to {out}")


if __name__ == "__main__":
    run(main)
