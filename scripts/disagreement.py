"""List what models trained on the other folds and the gold labels dispute; see `spacy_pii.curation.disagreement`."""

from pathlib import Path
from random import Random

import typer
from wasabi import msg

from spacy_pii.cli.program import readable_errors, run
from spacy_pii.components.loading import blank_pipeline
from spacy_pii.corpora import OnUnknown, read_corpus
from spacy_pii.curation.disagreement import cross_predict, disputes, disputes_table, write_disputes


@readable_errors
def main(
    inputs: list[Path] = typer.Argument(..., help="corpora in any known format", metavar="FILE..."),
    config: Path = typer.Option(Path("configs/cpu.cfg"), help="training config"),
    encoder: str = typer.Option("assets/encoder", help="folder saved by transformers, or model hub name"),
    lang: str = typer.Option("en", help="language of the tokenizer"),
    folds: int = typer.Option(4, help="models to train, each on all folds but one", min=2, max=10),
    max_steps: int = typer.Option(200, help="training steps of each", min=1),
    limit: int = typer.Option(0, help="at most this many records, drawn at random; 0: all", min=0),
    min_score: float = typer.Option(0.5, help="a prediction below this score disputes nothing"),
    seed: int = typer.Option(0, help="seed of the draw and the trainings"),
    gpu_id: int = typer.Option(-1, help="-1 is the CPU"),
    on_unknown_label: OnUnknown = typer.Option("error", help="stop at a label that the table lacks, or leave it out"),
    show_values: bool = typer.Option(False, help="put the disputed texts into the report"),
    work: Path = typer.Option(Path("training/disagreement"), help="folder for the folds and their models"),
    report: Path = typer.Option(Path("metrics/disagreement.json"), help="where the disputes go"),
) -> None:
    """Train --folds models on INPUTS and report where each one and the gold of its held-out fold differ."""
    records = [record for path in inputs for record in read_corpus(path, on_unknown=on_unknown_label)]
    if 0 < limit < len(records):
        records = Random(seed).sample(records, limit)
    nlp = blank_pipeline(lang)
    overrides = {
        "paths.encoder": encoder,
        "nlp.lang": lang,
        "system.seed": seed,
        "training.max_steps": max_steps,
        "training.eval_frequency": max_steps,
        "training.optimizer.learn_rate.total_steps": max_steps,
        "training.optimizer.learn_rate.warmup_steps": max(1, max_steps // 10),
    }
    pairs = cross_predict(records, nlp, work, config, folds=folds, overrides=overrides, seed=seed, gpu_id=gpu_id)
    found = [
        dispute
        for gold, predicted in pairs
        for dispute in disputes(gold, predicted, min_score=min_score, show_values=show_values)
    ]
    print(disputes_table(write_disputes(report, found, records=len(records), folds=folds)))
    msg.good(f"{len(found)} disputes in {len(records)} records; places in {report}")


if __name__ == "__main__":
    run(main)
