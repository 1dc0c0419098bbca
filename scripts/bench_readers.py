"""Measure how fast, and in how much memory, the readers stream files in the five shapes of ai4privacy."""

import csv
import io
import json
import re
import subprocess
import sys
import tempfile
import unicodedata
from collections.abc import Iterable
from pathlib import Path

import typer
from wasabi import msg

from spacy_pii.cli.program import readable_errors, run
from spacy_pii.corpora.write import AI4PRIVACY_NAMES, ai4privacy_row
from spacy_pii.errors import PiiError
from spacy_pii.records import PiiRecord
from spacy_pii.synthesis import generate

SHAPES = ("a", "b", "c", "d", "e")
COLUMNS = ("Template", "Filled Template", "Tokenised Filled Template", "Tokens")
DISTINCT = 2_000
"""Records that a file repeats until it has its size."""

READER = """
import sys, time
from pathlib import Path
from spacy_pii.corpora import read_corpus
start = time.process_time()
records = sum(1 for _ in read_corpus(sys.argv[1]))
seconds = time.process_time() - start
peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
print(records, seconds, peak.split()[1])
"""
"""Reads a file in a process of its own, whose peak memory (Linux) is that of the imports and the reader. Seconds are of
processor time, which other programs on the machine disturb less."""


@readable_errors
def main(
    megabytes: int = typer.Option(20, min=1, help="size of each file"),
    shape: list[str] = typer.Option(list(SHAPES), help="shapes to measure, of a, b, c, d, e"),
    templates: Path = typer.Option(Path("assets/templates"), help="folder of template files"),
    seed: int = typer.Option(0, help="seed of the synthetic records"),
) -> None:
    """Write MEGABYTES of each SHAPE from synthetic records, read them back, and print records/s and peak memory."""
    if not set(shape) <= set(SHAPES):
        raise PiiError("unknown shape.", remedy=f"choose of {', '.join(SHAPES)}.")
    records = list(generate(DISTINCT, seed=seed, templates=templates))
    table = []
    for name in shape:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "corpus"
            _fill(path, name, records, megabytes * 1_000_000)
            command = [sys.executable, "-c", READER, str(path)]
            output = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
        count, seconds, peak = int(output[0]), float(output[1]), int(output[2])
        row = (name.upper(), count, f"{seconds:.1f}", f"{count / seconds:,.0f}", f"{megabytes / seconds:.1f}")
        table.append((*row, f"{peak / 1024:.0f}"))
    header = ("shape", "records", "CPU s", "records/s", "MB/s", "peak MB")
    msg.table(table, header=header, divider=True, aligns=("l", *"rrrrr"))


def _fill(path: Path, shape: str, records: Iterable[PiiRecord], size: int) -> None:
    out = io.StringIO(newline="")
    if shape == "a":
        csv.writer(out).writerows(_row_a(record) for record in records)
    else:
        row = {"b": _row_b, "c": _row_c, "d": lambda record: ai4privacy_row(record, 1), "e": _row_e}[shape]
        out.writelines(json.dumps(row(record), ensure_ascii=False) + "\n" for record in records)
    block = out.getvalue().encode()
    with path.open("wb") as file:
        if shape == "a":
            file.write(",".join(COLUMNS).encode() + b"\r\n")
        for _ in range(max(1, round(size / len(block)))):
            file.write(block)


def _row_a(record: PiiRecord) -> tuple[str, str, str, str]:
    pieces, tags = _pieces(record)
    return ai4privacy_row(record, 1)["target_text"], record.text, str(pieces), str(tags)


def _row_b(record: PiiRecord) -> dict[str, object]:
    pieces, tags = _pieces(record)
    target = ai4privacy_row(record, 1)["target_text"]
    return {
        "masked_text": target,
        "unmasked_text": record.text,
        "token_entity_labels": tags,
        "tokenised_unmasked_text": pieces,
    }


def _row_c(record: PiiRecord) -> dict[str, object]:
    row = ai4privacy_row(record, 1)
    pieces, tags = _pieces(record)
    tiles = json.loads(row["span_labels"])
    numbered = [[start, end, label if label == "O" else f"{label}_{i}"] for i, (start, end, label) in enumerate(tiles)]
    return {
        "masked_text": row["target_text"],
        "unmasked_text": record.text,
        "privacy_mask": str({f"[{label}]": record.text[a:b] for a, b, label in numbered if label != "O"}),
        "span_labels": str(numbered),
        "bio_labels": tags,
        "tokenised_text": pieces,
    }


def _row_e(record: PiiRecord) -> dict[str, object]:
    row = ai4privacy_row(record, 1)
    pieces, tags = _pieces(record)
    return {
        "source_text": record.text,
        "masked_text": row["target_text"],
        "privacy_mask": [{**entry, "label_index": i} for i, entry in enumerate(row["privacy_mask"], 1)],
        "split": "train",
        "uid": 1,
        "language": record.language,
        "region": "US",
        "script": "Latn",
        "mbert_tokens": pieces,
        "mbert_token_classes": tags,
    }


def _pieces(record: PiiRecord) -> tuple[list[str], list[str]]:
    """Pieces of at most five letters, as many as BERT would make, and their BIO tags."""
    pieces, tags = [], []
    for match in re.finditer(r"[^\W_]{1,5}|[^\w\s]|_", record.text):
        if unicodedata.category(match[0][0]) in ("Mn", "Cc", "Cf"):
            continue
        inside = re.match(r"[^\W_]", match[0]) and match.start() and record.text[match.start() - 1].isalnum()
        pieces.append("##" * bool(inside) + match[0].lower())
        span = next((span for span in record.spans if span.start < match.end() and match.start() < span.end), None)
        tag = "O"
        if span is not None:
            label = AI4PRIVACY_NAMES.get(span.label, span.label)
            tag = ("B-" if match.start() <= span.start else "I-") + label
        tags.append(tag)
    return pieces, tags


if __name__ == "__main__":
    run(main)
