"""Soft labels: what a teacher makes of every token, stored with a document (Hinton et al., 2015).

Most tokens are outside of every entity for certain, so only the probabilities of B-x and I-x are stored, as float16,
and only where they matter; P(O) is what is left.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from ..errors import PiiError

SOFT_LABELS = "pii_soft_labels"
"""Key in `Doc.user_data`: {"tags": names, "token", "tag", "probability": arrays as bytes, "tokens": length}."""
_SMALLEST = 1e-3


def tag_names(labels: Sequence[str]) -> list[str]:
    """Names of the tags in the order of the logits: O, B-x, I-x."""
    return ["O", *(f"B-{label}" for label in labels), *(f"I-{label}" for label in labels)]


def set_soft_labels(doc: Doc, marginals: NDArray[np.floating], labels: Sequence[str]) -> None:
    """Store P(tag at token), (tokens, tags), of a teacher with these labels."""
    tokens, tags = np.nonzero(marginals[:, 1:] >= _SMALLEST)
    used, numbers = np.unique(tags, return_inverse=True)
    names = tag_names(labels)
    doc.user_data[SOFT_LABELS] = {
        "tokens": len(doc),
        "tags": [names[1 + tag] for tag in used],
        "token": tokens.astype("<u4").tobytes(),
        "tag": numbers.astype("<u2").tobytes(),
        "probability": marginals[tokens, 1 + tags].astype("<f2").tobytes(),
    }


def soft_labels(doc: Doc, labels: Sequence[str], tokens: int) -> NDArray[np.floating] | None:
    """P(tag at token), (tokens, tags), in the order of `labels`, or None for a document without soft labels.

    tokens: how many the pipeline that learns has. Raises PiiError where the teacher counted others, or knew labels that
    are missing here.
    """
    stored: dict[str, Any] | None = doc.user_data.get(SOFT_LABELS)
    if stored is None:
        return None
    order = {name: number for number, name in enumerate(tag_names(labels))}
    unknown = sorted({name.partition("-")[2] for name in stored["tags"] if name not in order})
    if unknown:
        raise PiiError(
            f"the teacher's labels {', '.join(unknown)} are not labels of this pipeline.",
            remedy="train on the labels of the teacher, or label the corpus with another one.",
        )
    if stored["tokens"] != tokens:
        raise PiiError(
            f"the soft labels are for {stored['tokens']} tokens, the document has {tokens}.",
            remedy="label the corpus with a teacher whose tokenizer is that of the pipeline.",
        )
    columns = np.array([order[name] for name in stored["tags"]], dtype=np.intp)
    marginals = np.zeros((tokens, len(order)))
    rows, tags = np.frombuffer(stored["token"], "<u4"), np.frombuffer(stored["tag"], "<u2")
    marginals[rows, columns[tags]] = np.frombuffer(stored["probability"], "<f2")
    marginals[:, 0] = np.maximum(1.0 - marginals.sum(axis=1), 0.0)
    return marginals / marginals.sum(axis=1, keepdims=True)
