"""`spacy_pii.PiiTagger.v1`: a linear layer over the encoder's token vectors, and shape features added to its logits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from spacy.tokens import Doc
from thinc.api import Linear, Model
from thinc.types import Floats2d

from .shapes import ROWS, shape_rows

Logits = list[Floats2d]


def create_tagger_model(
    tok2vec: Model[list[Doc], list[Floats2d]], shapes: bool = True, nO: int | None = None
) -> Model[list[Doc], Logits]:
    """A model from Docs to one array of tag logits for each, (tokens, tags).

    tok2vec: token vectors, usually a `spacy-transformers.TransformerListener.v1`. shapes: add terms for the written
    form of a token and its neighbors. nO: number of tags; set when the component is initialized.
    """
    linear: Model = Linear(nO=nO)
    return Model(
        "pii_tagger",
        _forward,
        init=_init,
        layers=[tok2vec, linear],
        params={"shapes": None},
        dims={"nO": nO},
        attrs={"use_shapes": shapes},
        refs={"tok2vec": tok2vec, "linear": linear},
    )


def _init(model: Model, X: list[Doc] | None = None, Y: Any = None) -> None:
    tok2vec, linear = model.get_ref("tok2vec"), model.get_ref("linear")
    tok2vec.initialize(X=X)
    linear.set_dim("nO", model.get_dim("nO"))
    if tok2vec.has_dim("nO"):
        linear.set_dim("nI", tok2vec.get_dim("nO"))
        linear.initialize()
    else:
        vectors = tok2vec.predict(X)
        linear.initialize(X=vectors[0])
    if model.attrs["use_shapes"]:
        model.set_param("shapes", model.ops.alloc2f(ROWS, model.get_dim("nO")))


def _forward(model: Model, docs: list[Doc], is_train: bool) -> tuple[Logits, Callable[[Logits], list[Doc]]]:
    ops: Any = model.ops
    vectors, backprop_vectors = model.get_ref("tok2vec")(docs, is_train)
    lengths = [len(rows) for rows in vectors]
    flat, backprop_linear = model.get_ref("linear")(ops.flatten(vectors), is_train)
    rows: Any = None
    if model.attrs["use_shapes"]:
        rows = ops.asarray(np.concatenate([shape_rows(doc) for doc in docs]))
        flat = flat + model.get_param("shapes")[rows].sum(axis=1)

    def backprop(d_logits: Logits) -> list[Doc]:
        d_flat = ops.flatten(d_logits)
        if rows is not None:
            d_shapes = ops.alloc2f(ROWS, model.get_dim("nO"))
            for column in rows.T:
                ops.scatter_add(d_shapes, column, d_flat)
            model.inc_grad("shapes", d_shapes)
        backprop_vectors(ops.unflatten(backprop_linear(d_flat), lengths))
        return docs

    return ops.unflatten(flat, lengths), backprop
