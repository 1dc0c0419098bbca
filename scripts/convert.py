"""Convert records of any known format to DocBin; see `spacy_pii.conversion`."""

import json
from collections.abc import Iterator
from pathlib import Path

import spacy
import typer
from tqdm import tqdm
from wasabi import msg

from spacy_pii.cli_errors import readable_errors
from spacy_pii.conversion import convert
from spacy_pii.corpora import ReadReport, read_corpus
from spacy_pii.docbin import AlignmentReport
from spacy_pii.pipeline.tokenizer import create_tokenizer
from spacy_pii.records import PiiRecord, atomic_text


@readable_errors
def main(
    out: Path = typer.Argument(..., help="folder for {train,dev,test}/*.spacy and {train,dev,test}.jsonl"),
    inputs: list[Path] = typer.Argument(..., help="files of records", metavar="FILE..."),
    format: str = typer.Option("auto", help="the format of all inputs; auto detects it per file"),
    lang: str = typer.Option("en", help="language of the tokenizer, and of records that name none"),
    dev: float = typer.Option(0.1, help="share of the development split"),
    test: float = typer.Option(0.1, help="share of the test split"),
    seed: int = typer.Option(0, help="seed of the split"),
    max_tokens: int = typer.Option(400, help="longer documents are cut between entities"),
    max_bad: int = typer.Option(0, help="stop at more bad records than this"),
    on_unknown_label: str = typer.Option("error", help="error or drop"),
    report: Path = typer.Option(Path("metrics/alignment.json"), help="where the alignment report goes"),
) -> None:
    """Convert INPUTS to DocBin, split without near-duplicates across the splits."""
    nlp = spacy.blank(lang)
    nlp.tokenizer = create_tokenizer()(nlp)
    read = ReadReport()

    def records() -> Iterator[PiiRecord]:
        for path in inputs:
            reader = read_corpus(
                path, format=format, language=lang, on_unknown=on_unknown_label, max_bad=max_bad, report=read
            )
            yield from tqdm(reader, desc=str(path), unit=" records", mininterval=1)

    alignment, counts = convert(records(), out, nlp, dev=dev, test=test, seed=seed, max_tokens=max_tokens)
    with atomic_text(report) as file:
        json.dump({"read": read.to_dict(), "splits": counts, **alignment.to_dict()}, file, indent=1)
    _print(alignment, counts, report)


def _print(alignment: AlignmentReport, counts: dict, report: Path) -> None:
    msg.table(
        alignment.rows(),
        header=("source", "label", "aligned", "expanded", "lost"),
        divider=True,
        aligns=("l", "l", "r", "r", "r"),
    )
    if alignment.cut_docs:
        msg.info(f"{alignment.cut_docs} long documents were cut into {alignment.cut_pieces} pieces, between entities")
    splits = ", ".join(f"{count} {split}" for split, count in counts.items())
    msg.good(f"{splits}; {alignment.aligned_share:.2f} % of spans lie on token borders; details in {report}")


if __name__ == "__main__":
    typer.run(main)
