"""`spacy_pii.TransformerModel.v1`: the spacy-transformers encoder, made fast and thread-safe on a CPU."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from spacy.tokens import Doc, Span

from .windows import WordpieceWindows

if TYPE_CHECKING:
    from thinc.api import Model


def create_transformer_model(
    name: str,
    get_spans: Callable[[list[Doc]], list[list[Span]]],
    tokenizer_config: dict[str, Any] | None = None,
    transformer_config: dict[str, Any] | None = None,
    mixed_precision: bool = False,
    grad_scaler_config: dict[str, Any] | None = None,
    cpu_autocast: bool = True,
    frozen_layers: int = 0,
    lora_rank: int = 0,
    word_forms: bool = False,
    form_dropout: float = 0.2,
) -> Model[list[Doc], Any]:
    """The encoder of `spacy-transformers.TransformerModel.v3`, with these differences.

    Updates run under bfloat16 autocast where the CPU has instructions for it (`cpu_autocast`; thinc's mixed precision
    is wired to CUDA), with float32 weights and outputs. Outside updates the module stays in eval mode, so that threads
    can share it, and predictions are float32, so that what is evaluated is what is exported.

    name: a folder or a model hub name. get_spans: cuts docs into windows. tokenizer_config, transformer_config: passed
    to transformers. mixed_precision, grad_scaler_config: as in v3, and without effect on a CPU; bfloat16 where the GPU
    has it. frozen_layers: the embeddings and that many layers above them are not trained, 0 for none. lora_rank: train
    low-rank adapters of this rank in place of the weights, 0 for none; they are merged whenever the pipeline is saved.
    word_forms: tell the encoder how each word is written (see `forms`), for BERT-like encoders only. form_dropout:
    share of windows whose forms are hidden in an update, so that text in one case is learned as well.
    Initializing the model raises PiiError if the encoder cannot be found.
    """
    from spacy_transformers.layers import TransformerModel

    from .transformer_shim import cpu_has_bfloat16, cuda_precision, install_shim

    mixed_precision = mixed_precision and cuda_precision()
    model = TransformerModel(
        name,
        get_spans,
        tokenizer_config or {},
        transformer_config or {},
        mixed_precision,
        grad_scaler_config or {},
    )
    if isinstance(get_spans, WordpieceWindows):
        get_spans.model = model
    shim = install_shim(model, mixed_precision, grad_scaler_config or {})
    shim.cpu_autocast = cpu_autocast and cpu_has_bfloat16()
    shim.frozen_layers = frozen_layers
    shim.lora_rank = lora_rank
    if word_forms:
        from .form_encoder import use_word_forms

        use_word_forms(model, form_dropout)
    return model
