"""Leave duplicates out of corpora, and what stands in files that are reported on; see `spacy_pii.curation`."""

import json
from pathlib import Path

import typer
from tqdm import tqdm
from wasabi import msg

from spacy_pii.cli.program import readable_errors, run
from spacy_pii.corpora import OnUnknown, read_corpus
from spacy_pii.curation.duplicates import Deduplicator, FileCounts, deduplicate
from spacy_pii.errors import PiiError
from spacy_pii.files import atomic_text
from spacy_pii.records import write_records


@readable_errors
def main(
    out: Path = typer.Argument(..., help="folder for one NAME.jsonl per input"),
    inputs: list[Path] = typer.Argument(..., help="corpora to train on, the most valuable first", metavar="FILE..."),
    against: list[Path] = typer.Option([], help="a file that is reported on (repeat for each)"),
    against_source: list[str] = typer.Option(
        [], help="a source within the inputs that is reported on, such as tab:dev"
    ),
    max_near: int = typer.Option(
        1, help="records that may differ only in personal data and digits; 0: any number", min=0
    ),
    on_unknown_label: OnUnknown = typer.Option("error", help="stop at a label that the table lacks, or leave it out"),
    report: Path = typer.Option(Path("metrics/duplicates.json"), help="where the counts go"),
) -> None:
    """Copy INPUTS to OUT as records, without duplicates across all of them and without what is reported on."""
    targets = {path: out / f"{path.name.removesuffix('.json').removesuffix('.jsonl')}.jsonl" for path in inputs}
    if len(set(targets.values())) < len(inputs):
        raise PiiError("two inputs would be written to the same file.", remedy="name each input once, rename one.")
    deduplicator = Deduplicator(max_near)
    for path in against:
        count = deduplicator.report_on(read_corpus(path, on_unknown="drop"))
        msg.info(f"{path}: {count} records that are reported on")
    if against_source:
        for path in inputs:
            records = read_corpus(path, on_unknown=on_unknown_label)
            deduplicator.report_on(record for record in records if record.source in against_source)
    rows = []
    for path, target in targets.items():
        counts = FileCounts(str(path))
        records = read_corpus(path, on_unknown=on_unknown_label)
        write_records(target, tqdm(deduplicate(deduplicator, records, counts), desc=str(path), unit=" records"))
        rows.append(counts)
    with atomic_text(report) as file:
        json.dump({"against": list(map(str, against)), "files": [row.to_dict() for row in rows]}, file, indent=1)
    header = tuple(rows[0].to_dict())
    msg.table([tuple(row.to_dict().values()) for row in rows], header=header, divider=True, aligns=("l", *"rrrrr"))
    msg.good(f"{sum(row.kept for row in rows)} records in {out}; counts in {report}")


if __name__ == "__main__":
    run(main)
