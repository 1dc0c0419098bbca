"""What leaks and what is masked in each document, at every threshold: from here on, no text is needed."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, fields, replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import numpy.typing as npt

from ...components.borders import standing_entities
from ...components.coverage import Evidence
from ...components.drift import bin_counts
from ...components.spans import SPANS_KEY
from ...components.taggers import tag_logits, tagger_of
from ...errors import PiiError
from ...files import atomic_bytes
from ...records import PiiRecord, PiiSpan
from ..scores import COUNTS, score_documents

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

Loss = Literal["characters", "documents"]
"""What is promised to be rare: leaked characters in a document, or documents with any leak."""
Counts = npt.NDArray[np.int64]
Losses = npt.NDArray[np.float64]

_WORD = re.compile(r"\S+")
TAUS = np.concatenate([[1.0], 10.0 ** -(np.arange(1, 101) / 20)])
"""Thresholds that may be chosen, falling from 1 to 0.00001: fixed before any document is seen."""


@dataclass(frozen=True, slots=True)
class Curves:
    """Character counts of U units (documents, or groups of them) at the G thresholds of TAUS.

    personal, others: characters inside gold, without spaces, and outside, (U,). leaked: personal characters in clear,
    (U, G). over, unjudged: other characters masked under labels that the gold annotates, and under the rest, (U, G).
    histogram: counts of token probabilities in the bins of `drift.EDGES`, (U, bins).
    """

    personal: Counts
    others: Counts
    leaked: Counts
    over: Counts
    unjudged: Counts
    histogram: Counts

    def __len__(self) -> int:
        return len(self.personal)

    def take(self, units: npt.NDArray[Any]) -> Curves:
        """The curves of some units, by number or mask."""
        return Curves(**{each.name: getattr(self, each.name)[units] for each in fields(self)})

    def grouped(self, groups: Sequence[Hashable]) -> Curves:
        """One unit for each group, whose documents count as one long document; groups: one for each unit here."""
        numbers = {group: number for number, group in enumerate(dict.fromkeys(groups))}
        rows = np.array([numbers[group] for group in groups], dtype=np.intp)
        sums = {}
        for each in fields(self):
            values = getattr(self, each.name)
            sums[each.name] = np.zeros((len(numbers), *values.shape[1:]), dtype=np.int64)
            np.add.at(sums[each.name], rows, values)
        return Curves(**sums)

    def losses(self, loss: Loss) -> Losses:
        """The loss of each unit at each threshold, in [0, 1], (U, G); 0 where nothing is personal."""
        if loss == "documents":
            return (self.leaked > 0).astype(np.float64)
        return self.leaked / np.maximum(1, self.personal)[:, None]

    def over_redaction(self) -> Losses:
        """Share of the other characters that is masked under a judged label, over all units, (G,)."""
        return self.over.sum(axis=0) / max(1, int(self.others.sum()))

    def save(self, path: Path) -> None:
        """Write the counts; they hold no text."""
        with atomic_bytes(path) as file:
            np.savez_compressed(file, taus=TAUS, **{each.name: getattr(self, each.name) for each in fields(self)})

    @classmethod
    def load(cls, path: Path) -> Curves:
        """Read what `save` wrote. Raises PiiError for a file of other thresholds."""
        with np.load(path, allow_pickle=False) as arrays:
            if not np.array_equal(arrays["taus"], TAUS):
                raise PiiError("made with other thresholds.", remedy="delete the file.", path=path)
            return cls(**{each.name: arrays[each.name] for each in fields(cls)})


def measure(
    nlp: Language,
    records: Iterable[PiiRecord],
    operating_points: Sequence[str],
    *,
    judged: frozenset[str] | None = None,
    batch_size: int = 32,
) -> dict[str, Curves]:
    """Run the pipeline's tagger over records, and count at every threshold on top of each operating point.

    judged: families that the gold annotates, those of each record's annotated labels if None. What comes after the
    tagger, such as `pii_patterns`, only covers more and is not counted. Raises PiiError for another pipeline and for an
    unknown operating point.
    """
    from spacy.util import minibatch

    _, tagger = tagger_of(nlp)
    for point in operating_points:
        if point not in tagger.decoder.points:
            raise PiiError(
                f"unknown operating point {point!r}.", remedy=f"it has {', '.join(sorted(tagger.decoder.points))}."
            )
    rows: dict[str, list[_Row]] = {point: [] for point in operating_points}
    for batch in minibatch(records, batch_size):
        docs, logits = tag_logits(nlp, [nlp.make_doc(record.text) for record in batch])
        for point, found in rows.items():
            evidence = tagger.decoder.evidence(docs, logits, point)
            found += [
                _row(record, doc, each, tagger.labels, judged)
                for record, doc, each in zip(batch, docs, evidence, strict=True)
            ]
    return {point: _curves(found) for point, found in rows.items()}


_Row = tuple[Counts, Counts]
"""Scores of a document at each threshold, (G, len(COUNTS)), and its histogram."""


def _row(record: PiiRecord, doc: Doc, evidence: Evidence, labels: Sequence[str], judged: frozenset[str] | None) -> _Row:
    others = [PiiSpan(ent.start_char, ent.end_char, ent.label_) for ent in standing_entities(doc, SPANS_KEY)[0]]
    # Between two neighbouring probabilities nothing changes.
    counts = (evidence.probability[evidence.candidates()] >= TAUS[:, None]).sum(axis=1)
    changes = np.flatnonzero(np.diff(counts, prepend=-1))
    predicted = [
        others
        + [
            PiiSpan(doc[span.start].idx, doc[span.end - 1].idx + len(doc[span.end - 1]), labels[span.label])
            for span in evidence.covered(TAUS[change])
        ]
        for change in changes
    ]
    scored = score_documents([_without_spaces(record)] * len(changes), predicted, judged=judged)[1]
    return np.repeat(scored, np.diff([*changes, len(TAUS)]), axis=0), bin_counts(evidence.probability)


def _without_spaces(record: PiiRecord) -> PiiRecord:
    """The record with the words of its spans in their place, and the spaces between them not judged.

    A space between two covered words of different labels is in no span, and tells nobody anything.
    """
    words = [
        PiiSpan(span.start + word.start(), span.start + word.end(), span.label)
        for span in record.spans
        for word in _WORD.finditer(record.text[span.start : span.end])
    ]
    ends = [(span.start, span.end) for span in record.spans]
    inside = [(left.end, right.start) for left, right in pairwise(words) if left.end < right.start]
    spaces = [gap for gap in inside if any(start < gap[0] and gap[1] < end for start, end in ends)]
    return replace(record, spans=tuple(words), ignore=(*record.ignore, *spaces))


def _curves(rows: list[_Row]) -> Curves:
    if not rows:
        raise PiiError("there are no records.", remedy="give a file of labelled records.")
    counts = np.stack([scores for scores, _ in rows]).astype(np.int64)
    column = {name: counts[:, :, number] for number, name in enumerate(COUNTS)}
    return Curves(
        personal=column["personal"][:, 0],
        others=column["others"][:, 0],
        leaked=column["leaked"],
        over=column["over"],
        unjudged=column["unjudged"],
        histogram=np.stack([histogram for _, histogram in rows]),
    )
