"""Print what tokenizing costs on long repeats without spaces, where a careless pattern takes quadratic time."""

import time

import spacy
import typer
from wasabi import msg

from spacy_pii.cli.program import readable_errors, run

CONFIG = {"nlp": {"tokenizer": {"@tokenizers": "spacy_pii.Tokenizer.v1"}}}
UNITS = ["a", "7", "1-", "@", '"', "a7", "a.", "a.aa.", "can't", "'s", "-", "\\n", "%20", "01T", "e\u0301", "\u0301"]
UNITS += ["漢", "👋", "\u200b", "\n", " \n", "://"]


@readable_errors
def main(
    short: int = typer.Option(5_000, help="characters of the shorter text", min=100),
    factor: int = typer.Option(10, help="how many times longer the longer one is", min=2),
    rounds: int = typer.Option(3, help="the least of so many times counts", min=1),
) -> None:
    """Print seconds for both lengths, and their ratio: about FACTOR where time grows linearly, its square otherwise."""
    rows = []
    for unit in UNITS:
        brief, long = (_seconds(unit, length, rounds) for length in (short, short * factor))
        rows.append((repr(unit), f"{brief * 1000:.1f}", f"{long * 1000:.1f}", f"{long / brief:.1f}"))
    msg.table(rows, header=("unit", f"ms for {short}", f"ms for {short * factor}", "ratio"), divider=True)


def _seconds(unit: str, length: int, rounds: int) -> float:
    text = unit * (length // len(unit))
    times = []
    for _ in range(rounds):
        # A new one each time: tokenizers cache words.
        tokenizer = spacy.blank("en", config=CONFIG).tokenizer
        start = time.process_time()
        tokenizer(text)
        times.append(time.process_time() - start)
    return min(times)


if __name__ == "__main__":
    run(main)
