"""Does an exported pipeline find what the trained one finds? The gate between training and packaging."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import cycle
from math import inf
from typing import Any

from spacy.language import Language

from ..components.onnx_runtime import int8_arithmetic
from ..errors import PiiError
from ..evaluation.predict import predict_records
from ..evaluation.scores import score
from ..records import PiiRecord

_JOINT = "\n\n"


@dataclass(frozen=True, slots=True)
class Parity:
    """How far two exports are from the trained pipeline.

    windows: of the longest document. differing: 0-based numbers of the documents with other spans or scores in float32.
    score_difference: the largest one between equal spans in float32. f1_loss, leakage_gain: of int8, in points of
    percent; below 0 it does better than the trained pipeline. arithmetic: how int8 was computed here.
    """

    documents: int
    long_documents: int
    windows: int
    differing: tuple[int, ...]
    score_difference: float
    f1_loss: float
    leakage_gain: float
    arithmetic: str = ""

    @property
    def same(self) -> float:
        """Share of documents with the same spans and scores in float32, in percent."""
        return 100 * (1 - len(self.differing) / self.documents)

    def to_dict(self) -> dict[str, Any]:
        return {"same": self.same, **asdict(self)}

    def check(self, *, min_same: float = 99.9, max_f1_loss: float = 0.3, max_leakage_gain: float = 0.2) -> None:
        """Raise PiiError naming every figure that is beyond its limit; all in percent or points of it."""
        problems = []
        if self.same < min_same:
            problems.append(f"float32 equals it on {self.same:.2f} % of the documents (at least {min_same} %)")
        if self.f1_loss > max_f1_loss:
            problems.append(f"int8 loses {self.f1_loss:.2f} points of exact F1 (at most {max_f1_loss})")
        if self.leakage_gain > max_leakage_gain:
            problems.append(f"int8 leaks {self.leakage_gain:.2f} points more (at most {max_leakage_gain})")
        if problems:
            raise PiiError(
                f"the export is not the trained pipeline: {'; '.join(problems)}.",
                remedy="export this pipeline again; if only int8 is off, keep float32 (--no-int8) or raise the limit.",
            )


def measure_parity(
    trained: Language,
    fp32: Language,
    int8: Language,
    records: Iterable[PiiRecord],
    *,
    max_windows: int = 20,
    score_tolerance: float = 1e-3,
    seed: int = 0,
) -> Parity:
    """Run three pipelines over records, and over documents of 2 to `max_windows` windows that are joined from them.

    score_tolerance: how far a span's probability may be off in float32. Raises PiiError without text to compare on, and
    for a trained pipeline without a transformer.
    """
    records = [record for record in records if record.text.strip()]
    if not records:
        raise PiiError("no text to compare on.", remedy="give the test records that the conversion wrote.")
    joined, windows = long_records(trained, records, max_windows, seed)
    documents = records + joined
    expected, given, small = (list(predict_records(nlp, documents, batch_size=16)) for nlp in (trained, fp32, int8))
    differences = [_difference(*pair) for pair in zip(expected, given, strict=True)]
    before, after = score(documents, expected), score(documents, small)
    return Parity(
        documents=len(documents),
        long_documents=len(joined),
        windows=windows,
        differing=tuple(number for number, value in enumerate(differences) if value > score_tolerance),
        score_difference=max((value for value in differences if value < inf), default=0.0),
        f1_loss=before.f1 - after.f1,
        leakage_gain=after.leakage - before.leakage,
        arithmetic=int8_arithmetic(),
    )


def long_records(
    nlp: Language, records: Sequence[PiiRecord], max_windows: int, seed: int
) -> tuple[list[PiiRecord], int]:
    """Documents of at least 2, 3, ... `max_windows` windows of a trained pipeline, and the windows of the longest."""
    get_spans = _get_spans(nlp)
    order = list(records)
    random.Random(seed).shuffle(order)
    source = cycle(order)
    joined, windows = [], 1
    for wanted in range(2, max_windows + 1):
        record = next(source)
        while (windows := len(get_spans([nlp.make_doc(record.text)])[0])) < wanted:
            record = concatenated(record, next(source))
        joined.append(record)
    return joined, windows


def concatenated(first: PiiRecord, second: PiiRecord) -> PiiRecord:
    """One record with the texts of both; annotated is what both sources annotate."""
    shift = len(first.text) + len(_JOINT)
    return PiiRecord(
        text=first.text + _JOINT + second.text,
        spans=first.spans + tuple(replace(s, start=s.start + shift, end=s.end + shift) for s in second.spans),
        annotated=first.annotated & second.annotated,
        ignore=first.ignore + tuple((start + shift, end + shift) for start, end in second.ignore),
    )


def _get_spans(nlp: Language) -> Any:
    pipes: list[Any] = [pipe for _, pipe in nlp.pipeline]
    for pipe in pipes:
        if hasattr(pipe, "listener_map"):
            return pipe.model.attrs["get_spans"]
    raise PiiError(
        f"the pipeline {nlp.pipe_names} does not hold a transformer.", remedy="give the trained pipeline first."
    )


def _difference(expected: PiiRecord, given: PiiRecord) -> float:
    """The largest difference between scores of the same spans; infinite where the spans are others."""
    if [(s.start, s.end, s.label) for s in expected.spans] != [(s.start, s.end, s.label) for s in given.spans]:
        return inf
    pairs = zip(expected.spans, given.spans, strict=True)
    return max((abs((a.score or 0.0) - (b.score or 0.0)) for a, b in pairs), default=0.0)
