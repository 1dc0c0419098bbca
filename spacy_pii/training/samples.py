"""Development records with the logits of a trained tagger, in two halves: one to fit on, one to report on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example
from spacy.util import minibatch

from ..components.lattice import Floats
from ..components.taggers import tag_logits
from ..docbin.alignment import record_to_doc
from ..docbin.splits import near_duplicate_key
from ..errors import PiiError
from ..records import PiiRecord

if TYPE_CHECKING:
    from ..components.pii_ner import PiiTagger


@dataclass(frozen=True, slots=True)
class Sample:
    """A gold record, its tokens, its tag logits (tokens, K) before any temperature, and the tags that it allows."""

    record: PiiRecord
    doc: Doc
    logits: Floats
    allowed: np.ndarray


def trainable_tagger(nlp: Language) -> PiiTagger:
    """The pipeline's one tagger. Raises PiiError if it has none or several."""
    from ..components.pii_ner import PiiTagger

    taggers = [pipe for _, pipe in nlp.pipeline if isinstance(pipe, PiiTagger)]
    if len(taggers) != 1:
        raise PiiError(
            f"the pipeline {nlp.pipe_names} does not hold one pii_ner.",
            remedy="calibrate the trained pipeline, before it is exported.",
        )
    return taggers[0]


def halves(
    nlp: Language, tagger: PiiTagger, records: Iterable[PiiRecord], batch_size: int = 32
) -> tuple[list[Sample], list[Sample]]:
    """Samples to fit on and samples to report on.

    Records that differ only in their personal data fall into the same half. Raises PiiError where a half has no record
    with tokens.
    """
    samples = [sample for batch in minibatch(records, batch_size) for sample in _samples(nlp, tagger, list(batch))]
    # The lattice pads a batch to its longest document.
    samples.sort(key=lambda sample: len(sample.logits))
    sides: tuple[list[Sample], list[Sample]] = ([], [])
    for sample in samples:
        sides[int(near_duplicate_key(sample.record), 16) % 2].append(sample)
    if not all(sides):
        raise PiiError(
            f"{len(samples)} records with text leave one half empty.", remedy="calibrate with more development records."
        )
    return sides


def _samples(nlp: Language, tagger: PiiTagger, records: list[PiiRecord]) -> list[Sample]:
    docs, logits = tag_logits(nlp, [nlp.make_doc(record.text) for record in records])
    golds = [record_to_doc(nlp, record) for record in records]
    allowed = [tagger.target(Example(doc, gold))[0] for doc, gold in zip(docs, golds, strict=True)]
    # Fresh tokens: those that went through the encoder hold on to its activations.
    fresh = [nlp.make_doc(record.text) for record in records]
    samples = map(Sample, records, fresh, logits, allowed)
    return [sample for sample in samples if len(sample.logits)]
