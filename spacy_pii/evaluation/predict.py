"""Run a spaCy pipeline over records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import repeat
from typing import TYPE_CHECKING

from ..errors import PiiError
from ..loading import load_model
from ..records import PiiRecord, PiiSpan

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc


def load_pipeline(model: str, gpu_id: int = -1) -> Language:
    """Load a pipeline by package name or folder, on the CPU (-1) or a GPU. Raises PiiError."""
    if gpu_id >= 0:
        import spacy

        try:
            spacy.require_gpu(gpu_id)
        except ValueError as error:
            raise PiiError(f"GPU {gpu_id} cannot be used ({error}).", remedy="use --gpu-id -1 for the CPU.") from None
    return load_model(model)


def predict_records(nlp: Language, records: Iterable[PiiRecord], batch_size: int = 64) -> Iterator[PiiRecord]:
    """Stream records through a pipeline: the same records, with its predictions as their spans."""
    pairs = ((record.text, record) for record in records)
    for doc, record in nlp.pipe(pairs, as_tuples=True, batch_size=batch_size):
        yield replace(record, spans=predicted_spans(doc))


def predicted_spans(doc: Doc) -> tuple[PiiSpan, ...]:
    """The spans and scores of `doc.spans["pii"]`, or else `doc.ents` without scores; ascending."""
    group = doc.spans.get("pii")
    spans = doc.ents if group is None else group
    scores = None if group is None else group.attrs.get("scores")
    return tuple(
        sorted(
            PiiSpan(span.start_char, span.end_char, span.label_, None if score is None else float(score))
            for span, score in zip(spans, repeat(None) if scores is None else scores, strict=scores is not None)
        )
    )
