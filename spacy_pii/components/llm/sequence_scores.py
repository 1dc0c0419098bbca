"""What the sequence model of the pipeline thinks of spans that it did not propose itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from ..lattice import Floats, Lattice, pad

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Span

    from ..decoder import Decoder


class SequenceModel(Protocol):
    """`pii_ner` or `pii_onnx`."""

    decoder: Decoder

    def predict(self, docs: Sequence[Doc]) -> list[Floats]:
        """Tag logits of each document, (tokens, tags)."""


def sequence_model(nlp: Language, before: str) -> SequenceModel | None:
    """The last sequence model of a pipeline that runs before the named component, or None."""
    found: SequenceModel | None = None
    for name, pipe in nlp.pipeline:
        if name == before:
            break
        if hasattr(pipe, "decoder") and hasattr(pipe, "predict"):
            found = pipe
    return found


def sequence_scores(model: SequenceModel, doc: Doc, spans: Sequence[Span]) -> list[float]:
    """The calibrated probability of exactly these tokens with this label, summed over all paths, for each span.

    A label that the model does not have cannot be asked for: such a span gets the probability that its least sure
    token belongs to any entity.
    """
    if not spans:
        return []
    (rows,) = model.predict([doc])
    lattice = Lattice.build(pad([rows / model.decoder.temperature])[0])
    leave, _ = lattice.after()
    numbers = {label: number for number, label in enumerate(model.decoder.labels)}
    anywhere = lattice.label_marginals()[0].sum(axis=1)
    scores = []
    for span in spans:
        number = numbers.get(span.label_)
        if number is None:
            score = float(anywhere[span.start : span.end].min())
        else:
            score = lattice.span_probability(leave, 0, span.start, span.end, number, span.end)
        scores.append(model.decoder.score_map(min(max(score, 0.0), 1.0)))
    return scores
