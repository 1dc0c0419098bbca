"""Convert records of any known format to DocBin; see `spacy_pii.docbin.conversion`."""

import json
import re
import warnings
from collections.abc import Iterator
from pathlib import Path

import typer
from tqdm import tqdm
from wasabi import msg

from spacy_pii.cli.program import readable_errors, run
from spacy_pii.components.loading import blank_pipeline
from spacy_pii.corpora import Offsets, OnUnknown, ReadReport, read_corpus
from spacy_pii.docbin.alignment import AlignmentReport
from spacy_pii.docbin.conversion import convert
from spacy_pii.docbin.splits import Split
from spacy_pii.errors import LicenseWarning
from spacy_pii.files import atomic_text
from spacy_pii.records import PiiRecord

OURS = "assets/samples.jsonl"
"""Our own records, in the shape of somebody else's."""


@readable_errors
def main(
    out: Path = typer.Argument(..., help="folder for {train,dev,test}/*.spacy and {train,dev,test}.jsonl"),
    inputs: list[Path] = typer.Argument(..., help="files of records", metavar="FILE..."),
    format: str = typer.Option("auto", help="the format of all inputs; auto detects it per file"),
    lang: str = typer.Option("en", help="language of the tokenizer, and of records that name none"),
    dev: float = typer.Option(0.1, help="share of the development split"),
    test: float = typer.Option(0.1, help="share of the test split"),
    seed: int = typer.Option(0, help="seed of the split"),
    encoding: str = typer.Option("utf8", help="of the inputs, such as cp1252 or utf-16; what is written is UTF-8"),
    offsets: Offsets = typer.Option("codepoints", help="how the inputs count offsets: JavaScript's are utf16"),
    max_tokens: int = typer.Option(400, min=1, help="longer documents are cut between entities"),
    max_bad: int = typer.Option(0, help="stop at more bad records than this; -1: never"),
    on_unknown_label: OnUnknown = typer.Option("error", help="stop at a label that the table lacks, or leave it out"),
    show_values: bool = typer.Option(False, help="print examples with their text, and put it into the report"),
    report: Path = typer.Option(Path("metrics/alignment.json"), help="where the alignment report goes"),
) -> None:
    """Convert INPUTS to DocBin, split without near-duplicates across the splits."""
    warnings.filterwarnings("ignore", re.escape(OURS), LicenseWarning)
    nlp = blank_pipeline(lang)
    read = ReadReport()

    def records() -> Iterator[PiiRecord]:
        for path in inputs:
            reader = read_corpus(
                path,
                format=format,
                language=lang,
                on_unknown=on_unknown_label,
                max_bad=max_bad,
                report=read,
                offsets=offsets,
                encoding=encoding,
            )
            yield from tqdm(reader, desc=str(path), unit=" records", mininterval=1)

    alignment, counts = convert(
        records(), out, nlp, dev=dev, test=test, seed=seed, max_tokens=max_tokens, show_values=show_values
    )
    with atomic_text(report) as file:
        json.dump({"read": read.to_dict(), "splits": counts, **alignment.to_dict()}, file, indent=1)
    _print(alignment, read, counts, report)


def _print(alignment: AlignmentReport, read: ReadReport, counts: dict[Split, int], report: Path) -> None:
    msg.table(
        alignment.rows(),
        header=("source", "label", "aligned", "expanded", "lost"),
        divider=True,
        aligns=("l", "l", "r", "r", "r"),
    )
    for place in alignment.places:
        if "text" in place:
            print(f"{place['outcome']}  {place['source']}  {place['id']}  {place['label']}  {place['text']!r}")
    for path, line, problem in read.problems:
        msg.warn(f"{path}:{line}: {problem}")
    if read.bad or read.unknown:
        msg.warn(f"{read.bad} bad records and {read.unknown.total()} spans of unknown labels were left out")
    if read.unverified:
        msg.warn(
            f"{read.unverified} records hold an emoji or the like and no values of their spans: if the offsets were "
            "counted by JavaScript, give --offsets utf16"
        )
    if alignment.cut_docs:
        msg.info(f"{alignment.cut_docs} long documents were cut into {alignment.cut_pieces} pieces, between entities")
    splits = ", ".join(f"{count} {split}" for split, count in counts.items())
    msg.good(f"{splits}; {alignment.aligned_share:.2f} % of spans lie on token borders; details in {report}")


if __name__ == "__main__":
    run(main)
