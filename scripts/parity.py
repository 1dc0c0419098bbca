"""Compare exported pipelines with the trained one, and fail where they differ; see `spacy_pii.training.parity`."""

import json
from pathlib import Path

import typer
from wasabi import msg, table

from spacy_pii.cli.program import readable_errors, run
from spacy_pii.components.loading import load_pipeline
from spacy_pii.files import atomic_text
from spacy_pii.records import read_records
from spacy_pii.training.parity import measure_parity


@readable_errors
def main(
    trained: str = typer.Argument(..., help="trained pipeline"),
    fp32: str = typer.Argument(..., help="its export with --no-int8"),
    int8: str = typer.Argument(..., help="its export"),
    records: Path = typer.Argument(..., help="file of labelled records that were not trained on"),
    out: Path = typer.Option(Path("metrics/parity.json"), help="where the figures go"),
    max_windows: int = typer.Option(20, help="size of the longest document joined from records", min=1),
    score_tolerance: float = typer.Option(1e-3, help="how far a score may be off in float32"),
    min_same: float = typer.Option(99.9, help="least share of equal documents in float32, in percent"),
    max_f1_loss: float = typer.Option(0.3, help="most points of exact F1 that int8 may lose"),
    max_leakage_gain: float = typer.Option(0.2, help="most points that int8 may leak more"),
    seed: int = typer.Option(0, help="which records are joined"),
) -> None:
    """Exit with code 1 unless FP32 finds what TRAINED finds and INT8 is nearly as good."""
    parity = measure_parity(
        load_pipeline(trained),
        load_pipeline(fp32),
        load_pipeline(int8),
        read_records(records),
        max_windows=max_windows,
        score_tolerance=score_tolerance,
        seed=seed,
    )
    with atomic_text(out) as file:
        json.dump(parity.to_dict(), file, indent=1)
    rows = [
        ("documents", f"{parity.documents} ({parity.long_documents} of 2 to {parity.windows} windows)"),
        ("float32: same spans and scores", f"{parity.same:.2f} %"),
        ("float32: largest score difference", f"{parity.score_difference:.1e}"),
        ("int8: arithmetic", parity.arithmetic),
        ("int8: loss of exact F1", f"{parity.f1_loss:.3f}"),
        ("int8: more leakage", f"{parity.leakage_gain:.3f}"),
    ]
    print(table(rows, aligns=("l", "r")))
    parity.check(min_same=min_same, max_f1_loss=max_f1_loss, max_leakage_gain=max_leakage_gain)
    msg.good(f"The exports keep up with {trained}")


if __name__ == "__main__":
    run(main)
