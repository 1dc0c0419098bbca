"""What a student can do: the project's scores through `pii_llm`, and how many answers hold to their schema."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import spacy

from ...chat import ChatModel
from ...components.llm.annotator import LanguageModelPipe
from ...components.llm.asking import UnusableAnswer
from ...components.spans import predicted_spans
from ...evaluation.scores import Scores, score
from ...records import PiiRecord
from .config import StudentConfig

_NO_ENDPOINT = "http://localhost/v1"


@dataclass(frozen=True, slots=True)
class Examination:
    """Figures of one answer format.

    compliance: answers of the schema, in percent. rejected: how many others there are by reason. not_found: values that
    are not in the text. A document without a usable answer counts as one in which nothing was found.
    """

    answers: int
    compliance: float
    rejected: dict[str, int]
    not_found: int
    scores: Scores

    def to_dict(self) -> dict[str, Any]:
        row = {name: getattr(self, name) for name in ("answers", "compliance", "rejected", "not_found")}
        return {**row, "scores": self.scores.to_dict()}


def examine(client: ChatModel, records: Sequence[PiiRecord], answer: str, config: StudentConfig) -> Examination:
    """Ask a model about each record once, in one answer format."""
    nlp = spacy.blank("en", config={"nlp": {"tokenizer": {"@tokenizers": "spacy_pii.Tokenizer.v1"}}})
    settings = {
        "model": "student",
        "base_url": _NO_ENDPOINT,
        "answer": answer,
        "excerpt": config.excerpt,
        "overlap": config.overlap,
        "max_tokens": config.max_tokens,
        "attempts": 1,
        "workers": 1,
    }
    pipe = nlp.add_pipe("pii_llm", config=settings)
    assert isinstance(pipe, LanguageModelPipe)
    # Asked in this process instead.
    pipe.asker.client = client
    predicted = [replace(record, spans=_spans(nlp, record.text)) for record in records]
    counts = pipe.asker.tally.counts
    reasons = {name.removeprefix("rejected: "): n for name, n in counts.items() if name.startswith("rejected: ")}
    compliance = 100 * (1 - counts["rejected"] / counts["answers"]) if counts["answers"] else 0.0
    return Examination(counts["answers"], compliance, reasons, counts["not_found"], score(records, predicted))


def _spans(nlp: spacy.Language, text: str) -> tuple[Any, ...]:
    try:
        return predicted_spans(nlp(text))
    except UnusableAnswer:
        return ()
