"""Write the config of a second, shorter training of a trained pipeline; see `spacy_pii.training.resume`."""

from pathlib import Path

import typer
from spacy.util import load_config
from wasabi import msg

from spacy_pii.cli.program import readable_errors, run
from spacy_pii.files import atomic_text
from spacy_pii.training.distillation import with_distillation
from spacy_pii.training.resume import cycle_config


@readable_errors
def main(
    model: Path = typer.Argument(..., help="folder of a trained pipeline"),
    out: Path = typer.Argument(..., help="where the config goes"),
    steps: int = typer.Option(..., help="updates of the second training", min=1),
    rate: float = typer.Option(..., help="its highest learning rate"),
    soft_labels: float = typer.Option(0.0, help="weight of the corpus's soft labels against its gold, 0 to 1"),
    temperature: float = typer.Option(1.0, help="that the soft labels were made with"),
) -> None:
    """Write to OUT a config with which `spacy train` trains MODEL once more; paths are given on its command line."""
    config = cycle_config(load_config(model / "config.cfg"), model, steps=steps, rate=rate)
    with atomic_text(out) as file:
        file.write(with_distillation(config, soft_labels, temperature).to_str())
    msg.good(f"Go on with: python -m spacy train {out} --output FOLDER --paths.train TRAIN --paths.dev DEV")


if __name__ == "__main__":
    run(main)
