"""What follows a training, each step on a run folder: predict, evaluate, export."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ...components.loading import load_pipeline
from ...evaluation.predict import predict_records
from ...evaluation.saved import evaluate_file
from ...files import complete_folder
from ...records import read_records, write_records
from ..export import export_pipeline
from .run_folder import RunFolder, open_run


def predict_run(path: Path, records: Path, out: Path, *, gpu_id: int = -1) -> int:
    """Write records with the predictions of a run's model as their spans; returns how many. Raises PiiError."""
    nlp = load_pipeline(str(open_run(path).model), gpu_id)
    return write_records(out, predict_records(nlp, read_records(records)))


def evaluate_run(path: Path, records: Path, *, gpu_id: int = -1) -> dict[str, Any]:
    """Score a run's model on labelled records; the figures are also in `metrics/test.json`. Raises PiiError."""
    predicted = path / "predicted.jsonl"
    predict_run(path, records, predicted, gpu_id=gpu_id)
    figures = evaluate_file(records, predicted).to_dict()
    RunFolder(path).write_metrics("test", figures)
    return figures


def export_run(path: Path, *, int8: bool = True) -> Path:
    """Export a run's model to ONNX, into `exported/`. Raises PiiError."""
    run = open_run(path)
    exported = export_pipeline(load_pipeline(str(run.model)), int8=int8)
    with complete_folder(run.exported) as partial:
        exported.to_disk(partial)
    return run.exported
