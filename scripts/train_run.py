"""Train in a run folder on this machine, as the Modal app does; see `spacy_pii.training.runs.train_run`."""

from pathlib import Path

import typer
from wasabi import msg

from spacy_pii.cli.program import readable_errors, run
from spacy_pii.training.runs.train_run import train_run


@readable_errors
def main(
    run: Path = typer.Argument(..., help="run folder; an interrupted run goes on"),
    corpus: Path = typer.Option(Path("corpus"), help="converted corpus"),
    config: Path = typer.Option(Path("configs/gpu.cfg"), help="training config"),
    encoder: str = typer.Option("", help="folder or model hub name, in place of the config's"),
    max_steps: int = typer.Option(0, help="in place of the config's", min=0),
    seed: int = typer.Option(0, help="of weights and order"),
    gpu_id: int = typer.Option(-1, help="-1 is the CPU"),
    dry_run: bool = typer.Option(False, "--dry-run", help="random encoder, small corpus, four steps, on the CPU"),
) -> None:
    """Train, calibrate and save a pipeline in RUN."""
    trained = train_run(
        run,
        corpus,
        config,
        encoder=encoder,
        max_steps=max_steps,
        seed=seed,
        gpu_id=gpu_id,
        dry_run=dry_run,
    )
    msg.good(f"The model is in {trained.model}")


if __name__ == "__main__":
    run(main)
