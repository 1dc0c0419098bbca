"""Look for inconsistent labels in corpora; see `spacy_pii.curation.audit`."""

import json
from collections.abc import Iterator
from pathlib import Path

import typer
from tqdm import tqdm
from wasabi import msg

from spacy_pii.cli.program import readable_errors, run
from spacy_pii.corpora import OnUnknown, read_corpus
from spacy_pii.curation.audit import audit, presidio_patterns
from spacy_pii.files import atomic_text
from spacy_pii.records import PiiRecord


@readable_errors
def main(
    inputs: list[Path] = typer.Argument(..., help="corpora in any known format", metavar="FILE..."),
    on_unknown_label: OnUnknown = typer.Option("error", help="stop at a label that the table lacks, or leave it out"),
    show_values: bool = typer.Option(False, help="put the texts of the examples into the report"),
    report: Path = typer.Option(Path("metrics/labels.json"), help="where the findings go"),
) -> None:
    """Count surfaces with several labels, labelled surfaces that elsewhere have none, and patterns without a label."""

    def records() -> Iterator[PiiRecord]:
        for path in inputs:
            yield from tqdm(read_corpus(path, on_unknown=on_unknown_label), desc=str(path), unit=" records")

    found = audit(records, presidio_patterns(), show_values=show_values)
    with atomic_text(report) as file:
        json.dump(found.to_dict(), file, indent=1, ensure_ascii=False)
    header = ("finding", "in", "label", "count")
    msg.table(list(found.rows()), header=header, divider=True, aligns=("l", "l", "l", "r"))
    msg.good(f"{found.records} records; places in {report}")


if __name__ == "__main__":
    run(main)
