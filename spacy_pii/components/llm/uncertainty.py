"""How unsure a pipeline is about a document, and which documents go to the language model for it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from threading import Lock
from typing import Any

from spacy.tokens import Doc

from ...errors import PiiError
from ..decoder import VERDICT
from ..spans import predicted_spans


def uncertainty(doc: Doc) -> float:
    """The probability that the least sure decision about a document is wrong, in [0, 1].

    Where spans were found it is 1 minus the lowest of their scores, where none was found P(personal data). Raises
    PiiError for a document without probabilities.
    """
    spans = predicted_spans(doc)
    scores = [span.score for span in spans if span.score is not None]
    if len(scores) < len(spans) or (not spans and VERDICT not in doc.cats):
        raise PiiError(
            "nothing in the pipeline says how sure it is, so there is no band of uncertainty.",
            remedy="put pii_llm after pii_onnx or pii_ner, or use its mode alone.",
        )
    return 1 - min(scores) if scores else float(doc.cats[VERDICT])


class Share:
    """Lets at most `limit` of all documents pass, the least sure of each batch first."""

    def __init__(self, limit: float):
        self.limit = limit
        self.seen = self.passed = 0
        self._lock = Lock()

    def __getstate__(self) -> dict[str, Any]:
        return {**vars(self), "_lock": None}

    def __setstate__(self, state: dict[str, Any]) -> None:
        vars(self).update(state, _lock=Lock())

    def choose(self, wanted: Sequence[float | None]) -> list[bool]:
        """Which documents of a batch pass: wanted holds the uncertainty of those that should, None for the others.

        Of n documents seen at most ceil(limit * n) have passed, at any time.
        """
        with self._lock:
            self.seen += len(wanted)
            # A product such as 0.2 * 15 can come out above 3.
            free = math.ceil(self.limit * self.seen - 1e-9) - self.passed
            ranked = sorted((-value, number) for number, value in enumerate(wanted) if value is not None)
            chosen = {number for _, number in ranked[: max(0, free)]}
            self.passed += len(chosen)
        return [number in chosen for number in range(len(wanted))]
