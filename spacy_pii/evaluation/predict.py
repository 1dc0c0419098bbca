"""Run a spaCy pipeline over records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from ..components.spans import predicted_spans
from ..records import PiiRecord

if TYPE_CHECKING:
    from spacy.language import Language


def predict_records(nlp: Language, records: Iterable[PiiRecord], batch_size: int = 64) -> Iterator[PiiRecord]:
    """Stream records through a pipeline: the same records, with its predictions as their spans."""
    pairs = ((record.text, record) for record in records)
    for doc, record in nlp.pipe(pairs, as_tuples=True, batch_size=batch_size):
        yield replace(record, spans=predicted_spans(doc))
