"""Fit the temperature of a trained pipeline's scores; see `spacy_pii.evaluation.calibrate`."""

import json
from pathlib import Path

import typer
from wasabi import msg, table

from spacy_pii.cli_errors import readable_errors
from spacy_pii.evaluation.calibrate import calibrate_pipeline
from spacy_pii.evaluation.predict import load_pipeline
from spacy_pii.records import atomic_text, read_records


@readable_errors
def main(
    model: Path = typer.Argument(..., help="folder of the trained pipeline"),
    dev: Path = typer.Argument(..., help="file of labelled development records"),
    out: Path = typer.Option(None, help="folder for the calibrated pipeline; default: MODEL itself"),
    report: Path = typer.Option(None, help="where the figures go, as JSON"),
) -> None:
    """Fit on one half of DEV, report on the other, and save the pipeline with its temperature."""
    nlp = load_pipeline(str(model))
    fit = calibrate_pipeline(nlp, read_records(dev))
    nlp.to_disk(out or model)
    if report:
        with atomic_text(report) as file:
            json.dump(fit.to_dict(), file, indent=1)
    rows = [
        (name, f"{q.nll:.3f}", "-" if q.calibration is None else f"{q.calibration.ece:.4f}")
        for name, q in (("before", fit.before), ("after", fit.after))
    ]
    print(table(rows, header=("", "NLL per document", "calibration error"), divider=True, aligns=("l", "r", "r")))
    msg.good(f"Temperature {fit.temperature:.3f}: fitted on {fit.fitted_on} records, judged on {fit.judged_on} others")


if __name__ == "__main__":
    typer.run(main)
