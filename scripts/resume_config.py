"""Write the config that resumes an interrupted training; see `spacy_pii.training.resume`."""

from pathlib import Path

import typer
from spacy.util import load_config
from wasabi import msg

from spacy_pii.cli.program import readable_errors, run
from spacy_pii.files import atomic_text
from spacy_pii.training.resume import resume_config


@readable_errors
def main(
    checkpoint: Path = typer.Argument(..., help="the run's model-last"),
    out: Path = typer.Argument(..., help="where the config goes"),
) -> None:
    """Write to OUT a config with which `spacy train` goes on from CHECKPOINT."""
    config = resume_config(load_config(checkpoint / "config.cfg", interpolate=True), checkpoint)
    with atomic_text(out) as file:
        file.write(config.to_str())
    msg.good(f"Go on with: python -m spacy train {out} --output {checkpoint.parent}-resumed")


if __name__ == "__main__":
    run(main)
