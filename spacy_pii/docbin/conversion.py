"""Corpora in, DocBins out: one pass over any number of files, nothing half-written."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import IO, get_args

from spacy.language import Language
from spacy.tokens import DocBin

from ..errors import PiiError
from ..files import atomic_text, complete_folder
from ..records import PiiRecord
from .alignment import AlignmentReport, cut_record, new_docbin, record_to_doc
from .splits import Split, assign_split

SHARD_DOCS = 10_000
"""Documents per `.spacy` file, so that memory does not grow with the corpus."""
SPLITS: tuple[Split, ...] = get_args(Split)


class _SplitWriter:
    """One split: a folder of `.spacy` shards, and the same records as JSON Lines."""

    def __init__(self, folder: Path, lines: IO[str], nlp: Language, max_tokens: int, report: AlignmentReport):
        self.folder, self.lines, self.nlp, self.max_tokens, self.report = folder, lines, nlp, max_tokens, report
        self.records = self.shards = 0
        self.docbin: DocBin = new_docbin()

    def add(self, record: PiiRecord) -> None:
        self.records += 1
        self.lines.write(json.dumps(record.to_dict(), ensure_ascii=False) + "\n")
        pieces = list(cut_record(self.nlp, record, self.max_tokens))
        self.report.count_pieces(len(pieces))
        for piece in pieces:
            self.docbin.add(record_to_doc(self.nlp, piece, self.report))
        if len(self.docbin) >= SHARD_DOCS:
            self.flush()

    def flush(self) -> None:
        if len(self.docbin):
            self.docbin.to_disk(self.folder / f"{self.shards:05d}.spacy")
            self.shards += 1
            self.docbin = new_docbin()


def convert(
    records: Iterable[PiiRecord],
    out: Path,
    nlp: Language,
    *,
    dev: float,
    test: float,
    seed: int,
    max_tokens: int,
    show_values: bool = False,
) -> tuple[AlignmentReport, dict[Split, int]]:
    """Write `out/{train,dev,test}/*.spacy` and `out/{train,dev,test}.jsonl`; returns the report and records per split.

    show_values: let the report's examples hold their text.
    Raises PiiError, with the old files untouched, if a record is bad or a split that was asked for stays empty.
    """
    report = AlignmentReport(show_values=show_values)
    shares = {"train": 1 - dev - test, "dev": dev, "test": test}
    with ExitStack() as stack:
        writers: dict[Split, _SplitWriter] = {}
        for split in SPLITS:
            lines = stack.enter_context(atomic_text(out / f"{split}.jsonl"))
            folder = stack.enter_context(complete_folder(out / split))
            writers[split] = _SplitWriter(folder, lines, nlp, max_tokens, report)
        for record in records:
            writers[assign_split(record, dev=dev, test=test, seed=seed)].add(record)
        counts = {split: writer.records for split, writer in writers.items()}
        for split, writer in writers.items():
            writer.flush()
            if not counts[split] and shares[split]:
                raise PiiError(
                    f"the {split} split is empty ({sum(counts.values())} records in all).",
                    remedy="add records, or change the shares or the seed of the split.",
                )
    return report, counts


def count_labels(folders: Sequence[Path]) -> dict[str, list[int]]:
    """Entities per label in each folder of `.spacy` files. Raises PiiError for a folder without any."""
    from spacy.vocab import Vocab

    counts: dict[str, list[int]] = {}
    for column, folder in enumerate(folders):
        shards = sorted(folder.glob("*.spacy"))
        if not shards:
            raise PiiError("no .spacy files here.", remedy="run the convert step first.", path=folder)
        for shard in shards:
            for doc in DocBin().from_disk(shard).get_docs(Vocab()):
                for ent in doc.ents:
                    counts.setdefault(ent.label_, [0] * len(folders))[column] += 1
    return counts
