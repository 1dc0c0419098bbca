"""The tagger of a pipeline, and what it makes of documents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ..errors import PiiError
from .decoder import Decoder
from .lattice import Floats

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc


def tagger_of(nlp: Language) -> tuple[str, Any]:
    """Name and component of the pipeline's one `pii_ner` or `pii_onnx`. Raises PiiError if it has none or several."""
    taggers = [(name, pipe) for name, pipe in nlp.pipeline if isinstance(getattr(pipe, "decoder", None), Decoder)]
    if len(taggers) != 1:
        raise PiiError(
            f"the pipeline {nlp.pipe_names} does not hold one pii_ner or pii_onnx.",
            remedy="name a pipeline that was trained or exported with this project, or a released model.",
        )
    return taggers[0]


def tag_logits(nlp: Language, docs: Sequence[Doc]) -> tuple[list[Doc], list[Floats]]:
    """The documents after the components before the tagger, and its logits of each, (tokens, tags).

    Raises PiiError for a pipeline without a tagger.
    """
    name, tagger = tagger_of(nlp)
    before: list[Any] = [pipe for _, pipe in nlp.pipeline[: nlp.pipe_names.index(name)]]
    read = list(docs)
    for pipe in before:
        read = list(pipe.pipe(read)) if hasattr(pipe, "pipe") else [pipe(doc) for doc in read]
    return read, tagger.predict(read)
