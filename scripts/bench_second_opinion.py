"""What a second opinion does to leakage and over-redaction, with an annotator whose errors are known.

The annotator knows the gold of development sets, forgets a share of it and invents some: it stands in for a language
model behind an endpoint, and is asked through everything that asks one (question, JSON answer, looking values up).
"""

import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from random import Random

import numpy as np
import typer
from spacy.tokens import Doc
from wasabi import msg, table

from spacy_pii.chat import Reply, Request
from spacy_pii.cli.program import readable_errors, run
from spacy_pii.components.loading import default_model, load_pipeline
from spacy_pii.components.spans import predicted_spans
from spacy_pii.curation.annotation import language_model
from spacy_pii.errors import PiiError
from spacy_pii.evaluation.bootstrap import FIGURES, figures
from spacy_pii.evaluation.scores import score_documents
from spacy_pii.evaluation.sets import LabeledSet, read_sets
from spacy_pii.labels import LABELS, family
from spacy_pii.records import PiiRecord, read_json_lines

BANDS = ("0.9-1", "0.7-1", "0.4-1")
# The gold of the sets may name families.
NAMES = {label.family: label.name for label in reversed(LABELS.values())} | {"LOCATION": "LOCATION", "ID": "ID"}


class SimulatedAnnotator:
    """Answers with the gold values in the text asked about, less `forgets`, and with ordinary words, as many as
    `invents` of the gold; seeded per text."""

    def __init__(self, records: list[PiiRecord], *, forgets: float, invents: float, seed: int):
        self._values: dict[str, list[tuple[str, str]]] = {}
        for record in records:
            self._values[record.text] = list(_answer(record, forgets, invents, Random(f"{seed}:{record.text}")))

    def ask(self, request: Request) -> Reply:
        """Answer a question of `pii_llm`."""
        text = request.user.split("\n", 1)[1].rsplit("\n", 1)[0]
        # An excerpt is a part of its document.
        known = text if text in self._values else next(document for document in self._values if text in document)
        values = [pair for pair in self._values[known] if pair[0] in text]
        entities = [{"value": value, "label": label, "occurrence": 1} for value, label in dict(values).items()]
        answer = json.dumps({"entities": entities})
        return Reply(answer, True, (len(request.system) + len(request.user)) // 4, len(answer) // 4)


def _answer(record: PiiRecord, forgets: float, invents: float, rng: Random) -> Iterator[tuple[str, str]]:
    words = [word.strip(".,;:()'\"") for word in record.text.split()]
    gold = {record.text[span.start : span.end]: span for span in record.spans}
    # Words that stand there once, so that as many spans as values are invented.
    ordinary = [w for w in words if len(w) > 3 and record.text.count(w) == 1 and not any(w in value for value in gold)]
    for value, span in gold.items():
        if rng.random() >= forgets:
            yield value, NAMES[family(span.label)]
        if ordinary and rng.random() < invents:
            yield rng.choice(ordinary), rng.choice(["PERSON", "LOCATION", "ORGANIZATION"])


@readable_errors
def main(
    sets: Path = typer.Argument(..., help="folder of labelled sets (sets.json)"),
    model: str = typer.Option(default_model(), help="package name or folder of the pipeline that is asked first"),
    documents: int = typer.Option(100, min=1, help="documents, drawn evenly from the sets"),
    band: list[str] = typer.Option(list(BANDS), help="LOW-HIGH uncertainty of what is sent; may be repeated"),
    max_share: float = typer.Option(1.0, min=0.0, max=1.0, help="most of the documents that may be sent"),
    rule: str = typer.Option("union", help="union, or veto"),
    forgets: float = typer.Option(0.2, min=0.0, max=1.0, help="share of gold values that the annotator forgets"),
    invents: float = typer.Option(0.05, min=0.0, max=1.0, help="values that it invents, as a share of the gold"),
    seed: int = typer.Option(0, help="of the draw and the annotator"),
) -> None:
    """Print a table: the pipeline alone, a second opinion at each band, and one on everything."""
    drawn = _draw(read_sets(sets), documents, seed)
    records = [record for _, record in drawn]
    annotator = SimulatedAnnotator(records, forgets=forgets, invents=invents, seed=seed)
    nlp = load_pipeline(model)
    docs = list(nlp.pipe(record.text for record in records))
    rows: list[tuple[str, ...]] = [("the pipeline alone", "0", *_figures(drawn, docs))]
    asked = [(f"band {each.replace('-', ' to ')}", [float(x) for x in each.split("-")], max_share) for each in band]
    for name, bounds, share in [*asked, ("everything sent", [0.0, 1.0], 1.0)]:
        settings = {"model": "simulated", "base_url": "http://localhost/v1", "mode": "second_opinion", "rule": rule}
        nlp.add_pipe("pii_llm", config={**settings, "band": bounds, "max_share": share})
        pipe = language_model(nlp)
        pipe.asker.client = annotator
        advised = list(pipe.pipe(doc.copy() for doc in docs))
        rows.append((name, f"{100 * pipe.asker.tally.counts['sent'] / len(docs):.0f}", *_figures(drawn, advised)))
        nlp.remove_pipe("pii_llm")
    header = ("second opinion", "sent %", "leakage %", "over-redaction %", "fully redacted %", "exact F1")
    print(table(rows, header=header, divider=True, aligns=("l", *"r" * (len(header) - 1))))
    msg.info(f"{len(records)} documents of {len({s.name for s, _ in drawn})} sets, {model}, counts added up over sets")


def _draw(sets: list[LabeledSet], count: int, seed: int) -> list[tuple[LabeledSet, PiiRecord]]:
    """Documents with a word in them, as evenly from the sets as their sizes allow."""
    shuffled = []
    for each in sets:
        records = [record for record in _usable(each) if record.text.strip()]
        Random(f"{seed}:{each.name}").shuffle(records)
        shuffled.append([(each, record) for record in records])
    taken = [row[place] for place in range(max(map(len, shuffled))) for row in shuffled if place < len(row)][:count]
    return sorted(taken, key=lambda pair: pair[0].name)


def _usable(labeled: LabeledSet) -> Iterator[PiiRecord]:
    """The records of a set, less those whose gold overlaps itself."""
    for _, row in read_json_lines(labeled.path):
        with suppress(PiiError):
            yield PiiRecord.from_dict(row)


def _figures(drawn: list[tuple[LabeledSet, PiiRecord]], docs: list[Doc]) -> tuple[str, ...]:
    """Leakage, over-redaction, fully redacted and exact F1 of all documents together, in percent."""
    counts = []
    for labeled in {s.name: s for s, _ in drawn}.values():
        mine = [(record, doc) for (s, record), doc in zip(drawn, docs, strict=True) if s.name == labeled.name]
        gold, found = [record for record, _ in mine], [predicted_spans(doc) for _, doc in mine]
        counts.append(score_documents(gold, found, judged=labeled.judged, complete=labeled.complete)[1])
    values = dict(zip(FIGURES, figures(np.concatenate(counts).sum(axis=0)).tolist(), strict=True))
    return tuple(f"{values[key]:.1f}" for key in ("leak", "over", "full", "f1"))


if __name__ == "__main__":
    run(main)
