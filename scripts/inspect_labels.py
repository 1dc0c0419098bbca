"""Print the label table of converted corpora: every label, what it identifies, and its count in every split."""

from pathlib import Path

import typer
from wasabi import msg

from spacy_pii.cli.program import readable_errors, run
from spacy_pii.docbin.conversion import count_labels
from spacy_pii.labels import LABELS


@readable_errors
def main(folders: list[Path] = typer.Argument(..., help="folders of .spacy files", metavar="FOLDER...")) -> None:
    """Count every label in FOLDERS; labels of the table that never occur are listed below."""
    counts = count_labels(folders)
    rows = [
        (label, LABELS[label].identifier if label in LABELS else "?", *numbers)
        for label, numbers in sorted(counts.items(), key=lambda item: -sum(item[1]))
    ]
    header = ("label", "identifier", *(folder.name for folder in folders))
    msg.table(rows, header=header, divider=True, aligns=("l", "l", *("r" for _ in folders)))
    missing = sorted(LABELS.keys() - counts.keys())
    if missing:
        msg.info(f"No examples of: {', '.join(missing)}")


if __name__ == "__main__":
    run(main)
