"""What a model that never saw a record and the record's gold labels dispute: the likeliest places of wrong labels."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from spacy.language import Language
from wasabi import table

from ..components.loading import load_pipeline
from ..docbin.conversion import convert
from ..docbin.splits import near_duplicate_key
from ..errors import PiiError
from ..evaluation.pairs import pair_records
from ..evaluation.predict import predict_records
from ..files import atomic_text
from ..labels import families, family
from ..records import PiiRecord, PiiSpan

Kind = Literal["missing", "spurious", "label", "border"]

DEV_SHARE = 0.1
"""Share of the k-1 folds that `spacy train` evaluates on; the last model counts, whatever that says."""


@dataclass(frozen=True, slots=True)
class Dispute:
    """One disputed place. missing: gold has no span where the model is sure of one. spurious: the model finds nothing
    at a gold span. label, border: they overlap with other families, or with the same family and other characters.

    start, end: characters of the gold span, or of the model's where gold has none. score: the model's own, None at a
    spurious span. text: the disputed characters, only if they were asked for.
    """

    kind: Kind
    source: str
    id: str
    start: int
    end: int
    gold: str | None
    model: str | None
    score: float | None
    text: str | None = None

    def to_dict(self) -> dict[str, Any]:
        return {key: value for key, value in asdict(self).items() if value is not None}


def fold_of(record: PiiRecord, folds: int) -> int:
    """The fold that a record belongs to; near-duplicates share theirs."""
    return int(near_duplicate_key(record)[:12], 16) % folds


def cross_predict(
    records: Sequence[PiiRecord],
    nlp: Language,
    work: Path,
    config: Path,
    *,
    folds: int,
    overrides: Mapping[str, Any],
    max_tokens: int = 400,
    seed: int = 0,
    gpu_id: int = -1,
) -> Iterator[tuple[PiiRecord, PiiRecord]]:
    """Train on all folds but one, with `spacy train`, and predict that one; yield (gold, predicted) of every record.

    nlp: its tokenizer cuts the training documents. work: a folder for corpora and models, one per fold. overrides: of
    the training config. Raises PiiError if a fold is empty or its training fails.
    """
    held_out: list[list[PiiRecord]] = [[] for _ in range(folds)]
    for record in records:
        held_out[fold_of(record, folds)].append(record)
    if folds < 2 or not all(held_out):
        raise PiiError(
            f"{len(records)} records do not fill {folds} folds.", remedy="choose 2 to 10 folds, or add records."
        )
    for number, gold in enumerate(held_out):
        folder = work / f"fold-{number}"
        others = (record for i, fold in enumerate(held_out) if i != number for record in fold)
        convert(others, folder, nlp, dev=DEV_SHARE, test=0, seed=seed, max_tokens=max_tokens)
        paths = {"paths.train": str(folder / "train"), "paths.dev": str(folder / "dev")}
        _train(config, folder / "model", {**overrides, **paths}, gpu_id)
        model = load_pipeline(str(folder / "model" / "model-last"), gpu_id)
        yield from pair_records(gold, predict_records(model, gold))


def _train(config: Path, output: Path, overrides: Mapping[str, Any], gpu_id: int) -> None:
    # A process of its own gives the memory of each fold back.
    command = [sys.executable, "-m", "spacy", "train", str(config), "--output", str(output), "--gpu-id", str(gpu_id)]
    command += [
        f"--{name}={value if isinstance(value, str) else json.dumps(value)}" for name, value in overrides.items()
    ]
    if subprocess.run(command).returncode:
        raise PiiError("the training of a fold failed.", remedy="see the messages of spacy train above.", path=config)


def disputes(
    gold: PiiRecord, predicted: PiiRecord, *, min_score: float = 0.5, show_values: bool = False
) -> Iterator[Dispute]:
    """The disputed places of a record.

    Predictions below `min_score`, of labels that the record's source does not annotate, or in stretches that it does
    not want judged are no disputes.
    """
    judged = families(gold.annotated)
    spans = [span for span in predicted.spans if family(span.label) in judged and _is_sure(span, min_score)]

    def dispute(kind: Kind, place: PiiSpan, own: PiiSpan | None, other: PiiSpan | None) -> Dispute:
        text = gold.text[place.start : place.end] if show_values else None
        labels = (own.label if own else None, other.label if other else None)
        score = other.score if other else None
        return Dispute(kind, gold.source, gold.id, place.start, place.end, *labels, score, text)

    for own in gold.spans:
        # The prediction that shares most with it speaks for the model.
        rivals = sorted((span for span in spans if span.overlaps(own)), key=lambda span: -_shared(span, own))
        if not rivals:
            yield dispute("spurious", own, own, None)
        elif family(rivals[0].label) != family(own.label):
            yield dispute("label", own, own, rivals[0])
        elif (rivals[0].start, rivals[0].end) != (own.start, own.end):
            yield dispute("border", own, own, rivals[0])
    for span in spans:
        ignored = any(start < span.end and span.start < end for start, end in gold.ignore)
        if not ignored and not any(span.overlaps(own) for own in gold.spans):
            yield dispute("missing", span, None, span)


def write_disputes(path: Path, found: Iterable[Dispute], **facts: int) -> list[Dispute]:
    """Write a disagreement report, the surest predictions first; returns the disputes in that order.

    facts: what else the report says, such as the number of records.
    """
    # That is where the gold is likeliest to be wrong.
    ranked = sorted(found, key=lambda dispute: -(dispute.score or 0))
    with atomic_text(path) as file:
        rows = [dispute.to_dict() for dispute in ranked]
        json.dump({**facts, "disputes": rows}, file, indent=1, ensure_ascii=False)
    return ranked


def disputes_table(found: Iterable[Dispute]) -> str:
    """How many disputes there are of each kind, source and pair of labels."""
    counts = Counter((dispute.kind, dispute.source, dispute.gold or "-", dispute.model or "-") for dispute in found)
    header = ("dispute", "source", "gold", "model", "count")
    rows = [(*key, count) for key, count in counts.most_common()]
    return table(rows, header=header, divider=True, aligns=("l", "l", "l", "l", "r"))


def _is_sure(span: PiiSpan, min_score: float) -> bool:
    return span.score is None or span.score >= min_score


def _shared(span: PiiSpan, other: PiiSpan) -> int:
    return min(span.end, other.end) - max(span.start, other.start)
