"""Export a trained pipeline to ONNX; see `spacy_pii.training.export`."""

from pathlib import Path

import typer
from wasabi import msg

from spacy_pii.cli.program import readable_errors, run
from spacy_pii.components.loading import load_pipeline
from spacy_pii.files import complete_folder
from spacy_pii.training.export import export_pipeline


@readable_errors
def main(
    model: str = typer.Argument(..., help="trained pipeline: a folder or an installed package"),
    out: Path = typer.Argument(..., help="folder for the exported pipeline"),
    int8: bool = typer.Option(True, help="int8 weights; --no-int8 keeps float32"),
) -> None:
    """Export MODEL to OUT: the same spans and scores, without torch."""
    exported = export_pipeline(load_pipeline(model), int8=int8)
    with complete_folder(out) as folder:
        exported.to_disk(folder)
    size = sum(path.stat().st_size for path in out.rglob("*") if path.is_file())
    msg.good(f"{out} ({size / 1e6:.1f} MB)")


if __name__ == "__main__":
    run(main)
