"""Average the weights of two trained pipelines; see `spacy_pii.training.average`."""

from pathlib import Path

import typer
from wasabi import msg

from spacy_pii.cli.program import readable_errors, run
from spacy_pii.components.loading import load_pipeline
from spacy_pii.files import complete_folder
from spacy_pii.training.average import average_weights


@readable_errors
def main(
    first: Path = typer.Argument(..., help="folder of a trained pipeline, whose settings are kept"),
    second: Path = typer.Argument(..., help="folder of one that was trained on from the first, or from the same start"),
    out: Path = typer.Argument(..., help="folder for the pipeline with the mean of their weights"),
) -> None:
    """Write to OUT a pipeline whose weights lie half way between those of FIRST and SECOND."""
    nlp = load_pipeline(str(first))
    average_weights(nlp, load_pipeline(str(second)))
    with complete_folder(out) as folder:
        nlp.to_disk(folder)
    msg.good(f"Averaged pipeline in {out}")


if __name__ == "__main__":
    run(main)
