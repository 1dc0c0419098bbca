"""The encoder of spacy-transformers with the written form of words as token types; imported only where torch is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from spacy.tokens import Doc
from spacy_transformers.align import get_alignment_via_offset_mapping
from spacy_transformers.data_classes import FullTransformerBatch, WordpieceBatch
from spacy_transformers.layers.transformer_model import huggingface_tokenize
from thinc.api import Model

from ..errors import PiiError
from .forms import TYPES, UNKNOWN, batch_types


def add_types(encoder: Any) -> None:
    """Widen the token types of a BERT-like encoder to TYPES; every new one starts as type 0, so that nothing changes.

    Raises PiiError for an encoder without token types.
    """
    embeddings: Any = getattr(encoder, "embeddings", None)
    table = getattr(embeddings, "token_type_embeddings", None)
    if table is None:
        raise PiiError(
            f"the encoder ({encoder.config.model_type}) has no token types, which word_forms needs.",
            remedy="choose a BERT-like encoder, or set components.transformer.model.word_forms to false.",
        )
    if table.num_embeddings == TYPES:
        return
    wide = torch.nn.Embedding(TYPES, table.embedding_dim, dtype=table.weight.dtype, device=table.weight.device)
    with torch.no_grad():
        wide.weight[:] = table.weight[UNKNOWN]
    embeddings.token_type_embeddings = wide
    encoder.config.type_vocab_size = TYPES


def use_word_forms(model: Model, form_dropout: float) -> None:
    """Make a TransformerModel give its encoder the forms of words. Raises PiiError if form_dropout is no share."""
    if not 0 <= form_dropout < 1:
        raise PiiError(f"form_dropout is {form_dropout}.", remedy="give a share of at least 0 and below 1.")
    initialize = model.init

    def init(model: Model, X: Any = None, Y: Any = None) -> None:
        if initialize is not None:
            initialize(model, X, Y)
        encoder: Any = model
        add_types(encoder.transformer)

    model.init = init
    model.attrs["word_forms"] = True
    model._func = form_forward(form_dropout)


def form_forward(form_dropout: float) -> Callable[..., Any]:
    """The forward function of a TransformerModel that tells the encoder how words are written.

    form_dropout: share of windows whose forms are hidden in an update. The windows are those of `get_spans`, which have
    to fit the encoder, as wordpiece_windows do: unlike the original, this does not cut.
    """

    def forward(model: Model, docs: list[Doc], is_train: bool) -> tuple[FullTransformerBatch, Callable]:
        encoder: Any = model
        nested = model.attrs["get_spans"](docs)
        spans = [span for of_doc in nested for span in of_doc]
        texts = [span.text for span in spans]
        encoding = huggingface_tokenize(encoder.tokenizer, texts)
        offsets = np.asarray(encoding["offset_mapping"])
        # Special pieces and padding have empty offsets.
        types = batch_types(texts, offsets, offsets[..., 0] == offsets[..., 1])
        if is_train and form_dropout:
            types[np.random.random(len(types)) < form_dropout] = UNKNOWN
        encoding["token_type_ids"] = types
        pieces = WordpieceBatch.from_batch_encoding(encoding)
        align = get_alignment_via_offset_mapping(spans, encoding["offset_mapping"])
        outputs, backprop_outputs = model.layers[0](pieces, is_train)
        batch = FullTransformerBatch(spans=nested, wordpieces=pieces, model_output=outputs, align=align)

        def backprop(gradient: FullTransformerBatch) -> list[Doc]:
            backprop_outputs(gradient.model_output)
            return docs

        return batch, backprop

    return forward
