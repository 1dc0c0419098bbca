"""Run a pipeline over records, or over a folder of labelled sets, and save what it finds."""

from pathlib import Path

import typer
from tqdm import tqdm
from wasabi import msg

from spacy_pii.cli.program import readable_errors, run
from spacy_pii.components.loading import load_pipeline
from spacy_pii.evaluation.predict import predict_records
from spacy_pii.evaluation.sets import read_sets
from spacy_pii.records import read_records, write_records


@readable_errors
def main(
    model: str = typer.Argument(..., help="package name or folder of a spaCy pipeline"),
    source: Path = typer.Argument(..., help="file of records, or folder with a sets.json", metavar="IN"),
    out: Path = typer.Argument(..., help="file, or folder of NAME.jsonl, for the predicted records", metavar="OUT"),
    batch_size: int = typer.Option(64, help="documents per batch", min=1),
    gpu_id: int = typer.Option(-1, help="-1 is the CPU"),
) -> None:
    """Write the records of IN to OUT with the predictions of MODEL as their spans."""
    nlp = load_pipeline(model, gpu_id)
    files = [(s.path, out / s.path.name) for s in read_sets(source)] if source.is_dir() else [(source, out)]
    for path, target in files:
        predicted = predict_records(nlp, read_records(path), batch_size)
        count = write_records(target, tqdm(predicted, desc=str(path), unit=" records", mininterval=1))
        msg.good(f"{count} predicted records in {target}")


if __name__ == "__main__":
    run(main)
