"""The promotion gate: a challenger replaces the released model only when it leaks less and nothing else gets worse."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from ..records import PiiSpan
from .bootstrap import MEAN, Interval, Intervals, paired_bootstrap
from .scores import DocumentCounts, score_documents
from .sets import LabeledSet

SpanFinder = Callable[[Iterable[str]], Iterator[Iterable[PiiSpan]]]

RULES = (("leak", -1, True), ("f1", 1, False), ("over", -1, False))
"""Figure, the sign of an improvement, and whether it must improve; the others must only not get worse."""


@dataclass(frozen=True)
class Decision:
    """promote: does the challenger win? reasons: one sentence per rule. differences: challenger - champion, in points,
    by set and figure; empty where there is no champion."""

    promote: bool
    reasons: list[str]
    differences: dict[str, Intervals] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """The JSON form."""
        return asdict(self)


def count_sets(detector: SpanFinder, sets: Sequence[LabeledSet]) -> dict[str, DocumentCounts]:
    """What a detector gets right and wrong in each document of each set. Raises PiiError for records it cannot read."""
    counts = {}
    for labeled in sets:
        records = list(labeled.records())
        predicted = detector([record.text for record in records])
        counts[labeled.name] = score_documents(records, predicted, judged=labeled.judged, complete=labeled.complete)[1]
    return counts


def decide(
    champion: Mapping[str, DocumentCounts] | None,
    challenger: Mapping[str, DocumentCounts],
    *,
    samples: int = 2000,
    seed: int = 0,
    confidence: float = 0.95,
) -> Decision:
    """Compare the means over sets of two models on the same documents; `champion` None means there is none.

    A difference counts where its paired bootstrap interval leaves out zero. Raises PiiError where the two were not
    scored on the same documents.
    """
    if champion is None:
        return Decision(True, ["There is no champion."])
    differences = paired_bootstrap(challenger, champion, samples=samples, seed=seed, confidence=confidence)
    mean = differences[MEAN if MEAN in differences else next(iter(differences))]
    verdicts = [_verdict(figure, mean[figure], sign, must) for figure, sign, must in RULES]
    return Decision(all(passed for passed, _ in verdicts), [reason for _, reason in verdicts], differences)


def _verdict(figure: str, difference: Interval, sign: int, must_improve: bool) -> tuple[bool, str]:
    better = difference.beyond_noise and difference.value * sign > 0
    worse = difference.beyond_noise and difference.value * sign < 0
    word = "better" if better else "worse" if worse else "the same within noise"
    passed = better if must_improve else not worse
    text = f"{figure} {difference.value:+.2f} points [{difference.low:+.2f}, {difference.high:+.2f}]: {word}"
    return passed, text if passed else f"{text}, which keeps the champion"
