"""Bring the figures of a data card up to date; see `spacy_pii.report.data_card`."""

from pathlib import Path

import typer
from tqdm import tqdm
from wasabi import msg

from spacy_pii.cli.program import readable_errors, run
from spacy_pii.corpora import OnUnknown, read_corpus
from spacy_pii.errors import PiiError
from spacy_pii.files import atomic_text
from spacy_pii.records import open_text
from spacy_pii.report.data_card import count_corpus, label_counts_table, replace_section, sizes_table
from spacy_pii.report.data_plots import labels_plot, lengths_plot


@readable_errors
def main(
    card: Path = typer.Argument(..., help="Markdown with the sections sizes and labels", metavar="CARD"),
    inputs: list[Path] = typer.Argument(..., help="corpora in any known format", metavar="FILE..."),
    on_unknown_label: OnUnknown = typer.Option("error", help="stop at a label that the table lacks, or leave it out"),
) -> None:
    """Replace the tables in CARD and draw labels.svg and lengths.svg beside it. A corpus is named after its folder."""
    with open_text(card) as file:
        text = file.read()
    corpora = []
    for path in inputs:
        records = read_corpus(path, on_unknown=on_unknown_label)
        corpora.append(count_corpus(f"{path.parent.name}/{path.name}", tqdm(records, desc=str(path), unit=" records")))
    try:
        updated = replace_section(text, "sizes", sizes_table(corpora))
        updated = replace_section(updated, "labels", label_counts_table(corpora))
    except PiiError as error:
        raise error.at(card) from None
    outputs = {card: updated, card.with_name("labels.svg"): labels_plot(corpora)}
    outputs[card.with_name("lengths.svg")] = lengths_plot(corpora)
    for path, content in outputs.items():
        with atomic_text(path) as file:
            file.write(content)
    msg.good(f"{len(corpora)} corpora in {', '.join(str(path) for path in outputs)}")


if __name__ == "__main__":
    run(main)
