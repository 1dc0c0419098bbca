"""Have a language model annotate a corpus; see `spacy_pii.curation.annotation`."""

from collections.abc import Iterator
from pathlib import Path

import typer
from tqdm import tqdm
from wasabi import msg

from spacy_pii.chat import journal_paths
from spacy_pii.cli.program import readable_errors, run
from spacy_pii.components.loading import blank_pipeline, load_pipeline
from spacy_pii.corpora import OnUnknown, read_corpus
from spacy_pii.curation.annotation import (
    AnnotationReport,
    JournaledChat,
    annotate_records,
    expected_usage,
    language_model,
)
from spacy_pii.curation.disagreement import Dispute, disputes, disputes_table, write_disputes
from spacy_pii.evaluation.predict import predict_records
from spacy_pii.records import PiiRecord, read_records, write_records


@readable_errors
def main(
    source: Path = typer.Argument(..., help="corpus in any format of `convert`; its labels are not sent", metavar="IN"),
    out: Path = typer.Argument(..., help="records to write; answers go to journals/ beside it", metavar="OUT"),
    model: str = typer.Option(..., help="name of the model at the endpoint"),
    base_url: str = typer.Option(..., help="of the endpoint; texts go there and nowhere else"),
    key_variable: str = typer.Option("", help="environment variable with the endpoint's key; none is sent without"),
    answer: str = typer.Option("sparse", help="sparse, or anonymized_text"),
    label: list[str] = typer.Option([], help="look for this label only; may be repeated"),
    lang: str = typer.Option("en", help="language of the tokenizer, and of records that name none"),
    excerpt: int = typer.Option(6000, min=200, help="characters of the pieces of a long document"),
    attempts: int = typer.Option(2, min=1, help="how often a question without a usable answer is asked"),
    workers: int = typer.Option(4, min=1, help="questions at a time"),
    max_tokens: int = typer.Option(4000, min=1, help="most tokens of an answer"),
    json_schema: bool = typer.Option(True, help="ask the server to hold answers to the schema"),
    input_price: float = typer.Option(0.0, min=0.0, help="per million tokens sent"),
    output_price: float = typer.Option(0.0, min=0.0, help="per million tokens received"),
    on_unknown_label: OnUnknown = typer.Option("drop", help="of IN: leave it out, or stop"),
    dry_run: bool = typer.Option(False, "--dry-run", help="estimate only"),
    report: Path | None = typer.Option(None, help="where to write what the model and the other side dispute"),
    against: str = typer.Option("", help="the other side: a pipeline; the labels of IN without it"),
    show_values: bool = typer.Option(False, help="put the disputed texts into the report"),
) -> None:
    """Write the records of IN to OUT with what the language model finds.

    Run it again after a crash: answers that are there are not asked for again.
    """
    nlp = blank_pipeline(lang)
    settings = {
        "model": model,
        "base_url": base_url,
        "key_variable": key_variable,
        "answer": answer,
        "labels": label or None,
        "excerpt": excerpt,
        "attempts": attempts,
        "workers": workers,
        "max_tokens": max_tokens,
        "structured": json_schema,
    }
    nlp.add_pipe("pii_llm", config=settings)
    asker = language_model(nlp).asker
    asker.client = chat = JournaledChat(asker.client, journal_paths(out)[0])

    def corpus() -> Iterator[PiiRecord]:
        return read_corpus(source, language=lang, on_unknown=on_unknown_label)

    expected = expected_usage(nlp, chat, corpus())
    msg.info(
        f"{expected.requests} questions to {base_url}: about {expected.input_tokens:,} tokens in, at most "
        f"{expected.output_tokens:,} out, costing at most about {expected.cost(input_price, output_price):.2f}; up to "
        f"{attempts} times that if answers are unusable"
    )
    if dry_run:
        return
    counted = AnnotationReport()
    found: list[Dispute] = []

    def annotated() -> Iterator[PiiRecord]:
        for gold, record in annotate_records(nlp, corpus(), counted, source=f"llm:{model}"):
            if report and not against:
                found.extend(disputes(gold, record, show_values=show_values))
            yield record

    write_records(out, tqdm(annotated(), unit=" records", desc="annotate", mininterval=1))
    used = chat.usage
    msg.info(
        f"{used.requests} answers: {used.input_tokens:,} tokens in, {used.output_tokens:,} out, "
        f"{used.cost(input_price, output_price):.2f}; {asker.tally.counts['not_found']} values are not in their text"
    )
    for reason, count in counted.failed.most_common():
        msg.warn(f"{count} records left out: {reason}")
    if report:
        if against:
            written = list(read_records(out))
            pairs = zip(written, predict_records(load_pipeline(against), written), strict=True)
            found = [each for pair in pairs for each in disputes(*pair, show_values=show_values)]
        print(disputes_table(write_disputes(report, found, records=counted.records)))
        msg.good(f"{len(found)} disputes; places in {report}")
    msg.good(f"{counted.records} records -> {out}")


if __name__ == "__main__":
    run(main)
