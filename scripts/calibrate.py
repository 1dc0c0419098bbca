"""Fit the scores and the operating points of a trained pipeline; see `spacy_pii.training.calibration`.

Where a language model gives all spans, the table of agreement is fitted: `spacy_pii.training.agreement_calibration`.
"""

import json
from pathlib import Path

import typer
from spacy.language import Language
from wasabi import msg, table

from spacy_pii.cli.program import readable_errors, run
from spacy_pii.components.loading import load_pipeline
from spacy_pii.errors import PiiError
from spacy_pii.files import atomic_text, complete_folder
from spacy_pii.records import read_records
from spacy_pii.training.agreement_calibration import calibrate_agreement, scored_by_agreement
from spacy_pii.training.calibration import Quality, calibrate_pipeline
from spacy_pii.training.operating_points import set_outside_bias
from spacy_pii.training.samples import trainable_tagger


@readable_errors
def main(
    model: Path = typer.Argument(..., help="folder of the trained pipeline"),
    dev: Path = typer.Argument(..., help="file of labelled development records"),
    out: Path = typer.Option(None, help="folder for the calibrated pipeline; default: MODEL itself"),
    fit_points: bool = typer.Option(True, help="fit the operating points, or keep those of the config"),
    outside_bias: list[str] = typer.Option([], help="NAME=BIAS of an operating point, instead of fitting them"),
    report: Path = typer.Option(None, help="where the figures go, as JSON"),
) -> None:
    """Fit scores and operating points on one half of DEV, report on the other, and save the pipeline."""
    nlp = load_pipeline(str(model))
    if scored_by_agreement(nlp):
        _calibrate_agreement(nlp, dev, out or model, report)
        return
    if outside_bias:
        set_outside_bias(nlp, trainable_tagger(nlp), dict(map(_named_bias, outside_bias)))
    fit = calibrate_pipeline(nlp, read_records(dev), fit_points=fit_points and not outside_bias)
    with complete_folder(out or model) as folder:
        nlp.to_disk(folder)
    if report:
        with atomic_text(report) as file:
            json.dump(fit.to_dict(), file, indent=1)
    rows = [_row("before", fit.before), _row("after", fit.after)]
    header = ("", "NLL per document", "calibration error", "by chance alone")
    print(table(rows, header=header, divider=True, aligns=("l", "r", "r", "r")))
    if fit.operating_points:
        print(
            table(
                [
                    (
                        name,
                        f"{p.beta:g}",
                        f"{p.outside_bias:+.1f}",
                        *(f"{x:.2f}" for x in (p.leakage, p.over_redaction, p.f1)),
                    )
                    for name, p in fit.operating_points.items()
                ],
                header=("operating point", "beta", "outside bias", "leakage %", "over-redaction %", "exact F1"),
                divider=True,
                aligns=("l", "r", "r", "r", "r", "r"),
            )
        )
    msg.good(f"Temperature {fit.temperature:.3f}: fitted on {fit.fitted_on} records, judged on {fit.judged_on} others")


def _named_bias(option: str) -> tuple[str, float]:
    name, _, bias = option.partition("=")
    try:
        return name, float(bias)
    except ValueError:
        raise PiiError(f"{option!r} is not NAME=BIAS.", remedy="write --outside-bias balanced=-1.0.") from None


def _calibrate_agreement(nlp: Language, dev: Path, out: Path, report: Path | None) -> None:
    fit = calibrate_agreement(nlp, read_records(dev))
    with complete_folder(out) as folder:
        nlp.to_disk(folder)
    if report:
        with atomic_text(report) as file:
            json.dump(fit.to_dict(), file, indent=1)
    rows = [(voice, f"{share:.3f}") for voice, share in sorted(fit.table.voices.items())]
    print(table(rows, header=("found by", "right"), divider=True, aligns=("l", "r")))
    error = "-" if fit.calibration is None else f"{fit.calibration.ece:.4f}"
    msg.good(
        f"Table of agreement: fitted on {fit.fitted_on} records; calibration error on {fit.judged_on} others {error}"
    )


def _row(name: str, quality: Quality) -> tuple[str, ...]:
    measured = quality.calibration
    errors = ("-", "-") if measured is None else (f"{measured.ece:.4f}", f"{measured.by_chance:.4f}")
    return (name, f"{quality.nll:.3f}", *errors)


if __name__ == "__main__":
    run(main)
