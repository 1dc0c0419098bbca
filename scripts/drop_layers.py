"""Leave layers out of a trained pipeline's encoder; see `spacy_pii.training.depth`."""

from pathlib import Path

import typer
from wasabi import msg

from spacy_pii.cli.program import readable_errors, run
from spacy_pii.components.loading import load_pipeline
from spacy_pii.training.depth import drop_layers


@readable_errors
def main(
    model: Path = typer.Argument(..., help="folder of a trained pipeline"),
    out: Path = typer.Argument(..., help="folder for the pipeline with fewer layers, to be trained once more"),
    drop: list[int] = typer.Option(..., help="number of a layer, 0 for the lowest; may be repeated"),
) -> None:
    """Write to OUT the pipeline MODEL with fewer layers in its encoder."""
    nlp = load_pipeline(str(model))
    left = drop_layers(nlp, drop)
    nlp.to_disk(out)
    msg.good(f"{left} layers in {out}; train it with the config of scripts/cycle_config.py")


if __name__ == "__main__":
    run(main)
