"""Make a trainable pipeline of a released model; see `spacy_pii.training.warm_start`."""

from pathlib import Path

import typer
from spacy.util import load_config
from wasabi import msg

from spacy_pii.cli.program import readable_errors, run
from spacy_pii.components.loading import load_pipeline
from spacy_pii.files import complete_folder
from spacy_pii.training.warm_start import warm_start


@readable_errors
def main(
    released: str = typer.Argument(..., help="package name or folder of a released model, such as en_pii_sm"),
    config: Path = typer.Argument(..., help="training config of the pipeline to be"),
    out: Path = typer.Argument(..., help="folder for it"),
    encoder: str = typer.Option("assets/encoder", help="encoder of the same shape, for its tokenizer"),
) -> None:
    """Write to OUT a torch pipeline of CONFIG with the weights of RELEASED; go on with scripts/cycle_config.py."""
    settings = load_config(config, overrides={"paths.encoder": encoder})
    nlp = warm_start(load_pipeline(released), settings)
    with complete_folder(out) as folder:
        nlp.to_disk(folder)
    msg.good(f"{out} finds what {released} finds, up to rounding")


if __name__ == "__main__":
    run(main)
