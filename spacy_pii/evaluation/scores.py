"""Leakage, over-redaction and exact F1 of predicted spans; every figure of the project comes from here.

Types are compared by family (`spacy_pii.labels.family`): all parts of an address are one family. A family is *judged*
where the gold annotates it, so that a prediction elsewhere is wrong, and *complete* where the gold has every mention
with its exact borders, so that exact F1 means something.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, fields
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from ..labels import families, family
from ..records import PiiRecord, PiiSpan
from .pairs import pair_records

annotated_families = lru_cache(maxsize=1024)(families)

COUNTS = (
    "documents_with_gold",
    "redacted",
    "personal",
    "leaked",
    "others",
    "over",
    "unjudged",
    "count",
    "found",
    "tp",
    "fp",
    "fn",
)
"""What is counted in one document; every figure is a ratio of sums of these."""
DocumentCounts = npt.NDArray[np.int64]
"""Counts of a set, (documents, len(COUNTS))."""


@dataclass(frozen=True, slots=True)
class LabelScores:
    """Counts for one gold label or family.

    count: gold spans. found: those that a prediction of the same family overlaps. covered: those with every character
    under some prediction. tp, fp, fn: exact matches, over complete families only.
    """

    count: int = 0
    found: int = 0
    covered: int = 0
    tp: int = 0
    fp: int = 0
    fn: int = 0

    @property
    def f1(self) -> float | None:
        """Exact F1 in percent; None where no complete family has a span."""
        total = 2 * self.tp + self.fp + self.fn
        return 200 * self.tp / total if total else None


@dataclass(frozen=True, slots=True)
class Scores:
    """The figures of one set, in percent; 0 where there is nothing to count.

    leakage: gold characters that no prediction covers, whatever its label. over_redaction: other characters, outside
    ignored stretches, under a prediction of a judged family. unjudged: those only under predictions of other families.
    fully_redacted: documents with gold in which nothing leaks. typed: gold spans that a prediction of their family
    overlaps. precision, recall, f1: same characters and family, over complete families; a wrong prediction that
    touches an ignored stretch does not count.
    """

    leakage: float
    over_redaction: float
    unjudged: float
    fully_redacted: float
    typed: float
    precision: float
    recall: float
    f1: float
    documents: int
    documents_with_gold: int
    spans: int
    families: dict[str, LabelScores] = field(repr=False)
    labels: dict[str, LabelScores] = field(repr=False)

    def to_dict(self) -> dict[str, Any]:
        """The JSON form, percentages with four decimals."""
        figures = {f.name: getattr(self, f.name) for f in fields(self) if f.name not in ("families", "labels")}
        figures = {name: round(value, 4) if isinstance(value, float) else value for name, value in figures.items()}
        for name in ("families", "labels"):
            figures[name] = {key: asdict(row) for key, row in getattr(self, name).items()}
        return figures


def score(
    gold: Iterable[PiiRecord],
    predicted: Iterable[PiiRecord],
    *,
    judged: frozenset[str] | None = None,
    complete: frozenset[str] | None = None,
) -> Scores:
    """Score predicted records against gold records of the same texts, in one pass.

    judged, complete: families; by default those of each gold record's annotated labels. Raises PiiError where gold
    and predicted do not belong together.
    """
    counts = _Counts(judged, complete)
    for record, prediction in pair_records(gold, predicted):
        counts.add(record, prediction.spans)
    return counts.scores()


def score_spans(
    gold: Iterable[PiiRecord],
    predicted: Iterable[Iterable[PiiSpan]],
    *,
    judged: frozenset[str] | None = None,
    complete: frozenset[str] | None = None,
) -> Scores:
    """The same for bare predictions, which may overlap: one iterable of spans for each gold record, in order.

    Raises ValueError where there are more or fewer of them.
    """
    return score_documents(gold, predicted, judged=judged, complete=complete)[0]


def score_documents(
    gold: Iterable[PiiRecord],
    predicted: Iterable[Iterable[PiiSpan]],
    *,
    judged: frozenset[str] | None = None,
    complete: frozenset[str] | None = None,
) -> tuple[Scores, DocumentCounts]:
    """As `score_spans`, with the counts of each document, from which intervals are drawn."""
    counts = _Counts(judged, complete)
    sums = []
    for record, spans in zip(gold, predicted, strict=True):
        counts.add(record, spans)
        sums.append([counts.total[name] for name in COUNTS])
    array = np.array(sums, dtype=np.int64).reshape(-1, len(COUNTS))
    return counts.scores(), np.diff(array, axis=0, prepend=0)


# start, end, label, family
_Typed = tuple[int, int, str, str]
_Mask = npt.NDArray[np.bool_]


class _Counts:
    def __init__(self, judged: frozenset[str] | None, complete: frozenset[str] | None) -> None:
        self.judged, self.complete = judged, complete
        self.total: Counter[str] = Counter()
        self.families: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self.labels: defaultdict[str, Counter[str]] = defaultdict(Counter)

    def add(self, record: PiiRecord, predicted: Iterable[PiiSpan]) -> None:
        """Count one document."""
        annotated = annotated_families(record.annotated)
        gold, spans = _typed(record.spans), _typed(predicted)
        ignored = _paint(len(record.text), record.ignore)
        shown = _paint(len(record.text), (span[:2] for span in spans))
        self._add_characters(gold, spans, ignored, shown, annotated if self.judged is None else self.judged)
        self._add_overlaps(gold, spans, shown)
        self._add_exact(gold, spans, ignored, annotated if self.complete is None else self.complete)

    def _add_characters(
        self, gold: list[_Typed], spans: list[_Typed], ignored: _Mask, shown: _Mask, judged: frozenset[str]
    ) -> None:
        personal = _paint(len(shown), (span[:2] for span in gold))
        others = ~(personal | ignored)
        wrong = _paint(len(shown), (span[:2] for span in spans if span[3] in judged)) & others
        leaked = int((personal & ~shown).sum())
        self.total.update(
            documents=1,
            documents_with_gold=bool(gold),
            redacted=bool(gold) and not leaked,
            personal=int(personal.sum()),
            leaked=leaked,
            others=int(others.sum()),
            over=int(wrong.sum()),
            unjudged=int((shown & others & ~wrong).sum()),
        )

    def _add_overlaps(self, gold: list[_Typed], spans: list[_Typed], shown: _Mask) -> None:
        by_family = {
            name: _paint(len(shown), (span[:2] for span in spans if span[3] == name))
            for name in {span[3] for span in gold}
        }
        for start, end, label, name in gold:
            found, covered = bool(by_family[name][start:end].any()), bool(shown[start:end].all())
            for row in (self.total, self.families[name], self.labels[label]):
                row.update(count=1, found=found, covered=covered)

    def _add_exact(self, gold: list[_Typed], spans: list[_Typed], ignored: _Mask, complete: frozenset[str]) -> None:
        expected = {(start, end, name): label for start, end, label, name in gold if name in complete}
        given = {(start, end, name): label for start, end, label, name in spans if name in complete}
        for key, label in expected.items():
            self._add_match("tp" if key in given else "fn", key[2], label)
        for key, label in given.items():
            if key not in expected and not ignored[key[0] : key[1]].any():
                self._add_match("fp", key[2], label)

    def _add_match(self, kind: str, name: str, label: str) -> None:
        for row in (self.total, self.families[name], self.labels[label]):
            row[kind] += 1

    def scores(self) -> Scores:
        total = self.total
        return Scores(
            leakage=_percent(total["leaked"], total["personal"]),
            over_redaction=_percent(total["over"], total["others"]),
            unjudged=_percent(total["unjudged"], total["others"]),
            fully_redacted=_percent(total["redacted"], total["documents_with_gold"]),
            typed=_percent(total["found"], total["count"]),
            precision=_percent(total["tp"], total["tp"] + total["fp"]),
            recall=_percent(total["tp"], total["tp"] + total["fn"]),
            f1=_percent(2 * total["tp"], 2 * total["tp"] + total["fp"] + total["fn"]),
            documents=total["documents"],
            documents_with_gold=total["documents_with_gold"],
            spans=total["count"],
            families=_rows(self.families),
            labels=_rows(self.labels),
        )


def _typed(spans: Iterable[PiiSpan]) -> list[_Typed]:
    return [(span.start, span.end, span.label, family(span.label)) for span in spans]


def _paint(length: int, stretches: Iterable[tuple[int, ...]]) -> _Mask:
    mask = np.zeros(length, dtype=np.bool_)
    for start, end in stretches:
        mask[start:end] = True
    return mask


def _percent(part: int, whole: int) -> float:
    return 100 * part / max(1, whole)


def _rows(counters: dict[str, Counter[str]]) -> dict[str, LabelScores]:
    return {name: LabelScores(**counters[name]) for name in sorted(counters)}
