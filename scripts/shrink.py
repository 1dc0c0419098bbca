"""Make the encoder of a trained pipeline smaller; see `spacy_pii.training.shrink`."""

from itertools import islice
from pathlib import Path

import typer
from wasabi import msg

from spacy_pii.cli.program import readable_errors, run
from spacy_pii.components.loading import load_pipeline
from spacy_pii.errors import PiiError
from spacy_pii.files import complete_folder
from spacy_pii.records import read_records
from spacy_pii.training.shrink import even_layers, keep_layers, keep_neurons, layers_of, multiplications


@readable_errors
def main(
    model: Path = typer.Argument(..., help="folder of a trained pipeline"),
    out: Path = typer.Argument(..., help="folder for the smaller pipeline, to be trained once more"),
    layers: int = typer.Option(0, min=0, help="layers to keep, evenly spread; 0: all"),
    neurons: int = typer.Option(0, min=0, help="feed-forward neurons to keep in each layer; 0: all"),
    records: Path | None = typer.Option(None, help="records whose texts say which neurons matter"),
    texts: int = typer.Option(300, min=1, help="how many of these texts"),
) -> None:
    """Write to OUT the pipeline MODEL with a smaller encoder."""
    nlp = load_pipeline(str(model))
    if layers:
        keep_layers(nlp, even_layers(layers, layers_of(nlp)))
    if neurons:
        if records is None:
            raise PiiError("which neurons matter is measured on text.", remedy="name a file with --records.")
        keep_neurons(nlp, neurons, (record.text for record in islice(read_records(records), texts)))
    with complete_folder(out) as folder:
        nlp.to_disk(folder)
    msg.good(f"{multiplications(nlp):,} multiplications a wordpiece in {out}; train it with scripts/cycle_config.py")


if __name__ == "__main__":
    run(main)
