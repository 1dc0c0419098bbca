"""Labelled sets in memory, scored as often as there are systems."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from ..errors import PiiError
from ..evaluation.bootstrap import MEAN, Intervals
from ..evaluation.scores import DocumentCounts, Scores, score_documents
from ..evaluation.sets import INDEX, LabeledSet, read_sets
from ..records import PiiRecord, PiiSpan
from .paired import digest
from .results import Documents, FamilyCounts, SetInfo, SetScores


@dataclass(frozen=True)
class GoldSet:
    """A labelled set and its records."""

    info: LabeledSet
    records: list[PiiRecord]

    @property
    def name(self) -> str:
        return self.info.name

    @property
    def texts(self) -> list[str]:
        return [record.text for record in self.records]

    def count(self, predicted: Iterable[Iterable[PiiSpan]]) -> tuple[Scores, DocumentCounts]:
        """Scores of predictions, and the counts of each document."""
        return score_documents(self.records, predicted, judged=self.info.judged, complete=self.info.complete)

    def summary(self) -> SetInfo:
        return SetInfo(
            documents=len(self.records),
            families=sorted(self.info.judged),
            f1=sorted(self.info.complete),
            synthetic=self.info.synthetic,
            digest=digest(self.records),
        )


def load_sets(folder: Path, limit: int | None = None) -> list[GoldSet]:
    """The sets of a folder, at most `limit` documents of each. Raises PiiError."""
    sets = [GoldSet(info, list(islice(info.records(), limit))) for info in read_sets(folder)]
    if not sets:
        raise PiiError("no sets are listed.", remedy="build them with scripts/benchmark_sets.py.", path=folder / INDEX)
    return sets


def set_scores(intervals: Intervals, scores: Scores | None = None, documents: Documents | None = None) -> SetScores:
    """Intervals in the form of the results, with counts by family where there are any."""
    rows = {} if scores is None else scores.families
    families = {name: FamilyCounts(row.count, row.found, row.covered) for name, row in rows.items() if row.count}
    return SetScores(**intervals, families=families, documents=documents)


def mean_scores(intervals: dict[str, Intervals]) -> SetScores:
    """The mean over sets; where there is one set, that set."""
    return set_scores(intervals.get(MEAN) or next(iter(intervals.values())))
