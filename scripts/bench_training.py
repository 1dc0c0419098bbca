"""Measure training speed in wordpieces per second, our settings beside plain float32 with spaCy's own batcher."""

import time
from pathlib import Path
from typing import Any

import typer
from spacy.schemas import ConfigSchemaTraining
from spacy.training import Corpus
from spacy.training.initialize import init_nlp
from spacy.util import load_config, registry
from wasabi import msg, table

from spacy_pii.cli.program import readable_errors, run
from spacy_pii.training.batching import create_wordpiece_length

PLAIN = {
    "components.transformer.model.cpu_autocast": False,
    "training.batcher": {
        "@batchers": "spacy.batch_by_padded.v1",
        "size": 2400,
        "buffer": 256,
        "discard_oversize": False,
        "get_length": None,
    },
}


@readable_errors
def main(
    config: Path = typer.Argument(Path("configs/cpu.cfg"), help="training config"),
    train: Path = typer.Option(Path("corpus/train"), help="converted corpus"),
    encoder: str = typer.Option("assets/encoder", help="encoder of both runs"),
    steps: int = typer.Option(10, help="updates that count, in each run", min=1),
) -> None:
    """Print wordpieces/s of both; padding does not count as work done."""
    msg.info("One update each to warm up, then the same corpus through both")
    rows = []
    for name, changes in (("plain float32, spacy.batch_by_padded", PLAIN), (f"{config}", {})):
        speed, share = _speed(config, train, encoder, steps, changes)
        rows.append((name, f"{speed:,.0f}", f"{share:.0%}"))
    print(table(rows, header=("", "wordpieces/s", "not padding"), divider=True, aligns=("l", "r", "r")))


def _speed(path: Path, train: Path, encoder: str, steps: int, changes: dict[str, Any]) -> tuple[float, float]:
    paths = {"paths.train": str(train), "paths.dev": str(train), "paths.encoder": encoder}
    config = load_config(path, overrides=paths | changes, interpolate=True)
    nlp = init_nlp(config)
    training = registry.resolve(config["training"], schema=ConfigSchemaTraining)
    length = create_wordpiece_length(encoder)
    pieces = padded = 0
    start = 0.0
    for step, batch in enumerate(training["batcher"](Corpus(train)(nlp))):
        if step == 1:
            start = time.perf_counter()
        nlp.update(batch, sgd=training["optimizer"], drop=0.1)
        if step:
            lengths = [length(example) for example in batch]
            pieces += sum(lengths)
            padded += max(lengths) * len(lengths)
        if step == steps:
            break
    return pieces / (time.perf_counter() - start), pieces / padded


if __name__ == "__main__":
    run(main)
