"""`spacy_pii.scorer.v1`: the project's metrics inside `spacy train` and `spacy evaluate`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from spacy.scorer import get_ner_prf
from spacy.tokens import Doc
from spacy.training import Example

from ..docbin.alignment import ANNOTATED, IGNORED, OFFSETS
from ..labels import ALL_LABELS
from ..records import PiiRecord, PiiSpan
from .predict import predicted_spans
from .scores import score_spans


def create_scorer() -> Callable[[Iterable[Example]], dict[str, Any]]:
    """A scorer that reports pii_f (exact F1), pii_covered (1 - leakage), pii_leakage and pii_over_redaction, in [0, 1].

    Beside them stand spaCy's own ents_p, ents_r, ents_f and ents_per_type, which judge `doc.ents`. In ours, what a
    document's source does not annotate is not judged.
    """
    return score_examples


def score_examples(examples: Iterable[Example], **_: Any) -> dict[str, Any]:
    """Score examples; gold spans are the exact character offsets where the reference has them."""
    examples = list(examples)
    gold = [_gold(example.reference) for example in examples]
    scores = score_spans(gold, (predicted_spans(example.predicted) for example in examples))
    return {
        **get_ner_prf(examples),
        "pii_f": scores.f1 / 100,
        "pii_covered": 1 - scores.leakage / 100,
        "pii_leakage": scores.leakage / 100,
        "pii_over_redaction": scores.over_redaction / 100,
    }


def _gold(doc: Doc) -> PiiRecord:
    offsets = doc.user_data.get(OFFSETS)
    if offsets is None:
        offsets = [(ent.start_char, ent.end_char, ent.label_) for ent in doc.ents]
    annotated = frozenset(doc.user_data.get(ANNOTATED, ALL_LABELS))
    ignore = tuple((start, end) for start, end in doc.user_data.get(IGNORED, ()))
    return PiiRecord(doc.text, tuple(PiiSpan(*span) for span in offsets), annotated, ignore)
