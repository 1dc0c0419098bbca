"""Score saved predictions: leakage, over-redaction, exact F1, calibration; see `spacy_pii.evaluation`."""

import json
from pathlib import Path

import typer
from wasabi import msg

from spacy_pii.cli.program import readable_errors, run
from spacy_pii.errors import PiiError
from spacy_pii.evaluation.saved import evaluate_file, evaluate_sets
from spacy_pii.evaluation.table import label_scores_table, scores_table
from spacy_pii.files import atomic_text


@readable_errors
def main(
    gold: Path = typer.Argument(..., help="file of labelled records"),
    predicted: Path = typer.Argument(..., help="the same records as scripts/predict.py writes them"),
    out: Path = typer.Option(Path("metrics/test.json"), help="where the figures go"),
    sets: Path = typer.Option(None, help="folder of labelled sets (sets.json) to score as well"),
    sets_predicted: Path = typer.Option(None, help="folder that scripts/predict.py made of --sets"),
) -> None:
    """Print the scores of PREDICTED against GOLD and write them as JSON."""
    if (sets is None) != (sets_predicted is None):
        raise PiiError("--sets and --sets-predicted belong together.", remedy="give both, or neither.")
    main_set = evaluate_file(gold, predicted)
    others = {} if sets is None else evaluate_sets(sets, sets_predicted)
    figures = main_set.to_dict()
    if others:
        figures["sets"] = {name: evaluation.to_dict() for name, evaluation in others.items()}
    with atomic_text(out) as file:
        json.dump(figures, file, indent=1)
    print(scores_table({gold.stem: main_set.scores}))
    print(label_scores_table(main_set.scores))
    if others:
        print(scores_table({name: evaluation.scores for name, evaluation in others.items()}))
    if main_set.calibration is not None:
        msg.text(f"Expected calibration error of {gold.stem}: {main_set.calibration.ece:.3f}")
    msg.good(f"Scores in {out}")


if __name__ == "__main__":
    run(main)
