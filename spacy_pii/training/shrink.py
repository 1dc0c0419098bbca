"""A smaller encoder out of a trained one: fewer layers, and fewer neurons in the feed-forward part of those that stay.

A trained encoder loses little without one of its middle layers and much without its first or its last (Sajjad et al.,
2023); of the feed-forward neurons, those that contribute least on real text are missed least (Xia et al., 2022). What
is left needs more training, best with the soft labels of the model that it came from.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language

from ..components.encoder_layers import layer_stack
from ..errors import PiiError


def even_layers(kept: int, layers: int) -> list[int]:
    """Numbers of `kept` of `layers` layers, evenly spread, the first and the last among them."""
    return [round(number) for number in np.linspace(0, layers - 1, kept).tolist()] if kept > 1 else [0][:kept]


def layers_of(nlp: Language) -> int:
    """How many layers the encoder of a pipeline has. Raises PiiError without a transformer."""
    _, _, layers = layer_stack(_encoder(nlp))
    return len(layers)


def keep_layers(nlp: Language, kept: Sequence[int]) -> None:
    """Leave only some layers in the encoder of a pipeline.

    kept: their numbers, 0 for the lowest, ascending. Raises PiiError without a transformer, for an encoder whose layers
    are not found, and for numbers that it does not have, or none.
    """
    import torch

    encoder = _encoder(nlp)
    owner, name, layers = layer_stack(encoder)
    if not kept or sorted(set(kept)) != list(kept) or not set(kept) <= set(range(len(layers))):
        raise PiiError(
            f"cannot keep layers {list(kept)} of an encoder with {len(layers)}.",
            remedy=f"name some of 0 to {len(layers) - 1}, ascending.",
        )
    setattr(owner, name, torch.nn.ModuleList([layers[number] for number in kept]))
    encoder.config.num_hidden_layers = len(kept)


def keep_neurons(nlp: Language, kept: int, texts: Iterable[str]) -> None:
    """Leave only the most important feed-forward neurons in each layer of a BERT encoder.

    kept: how many. texts: what importance is measured on: the mean size of a neuron's activation times the length of
    its column of the matrix that follows. Raises PiiError for another encoder, for more neurons than there are, and
    without texts.
    """
    import torch

    encoder = _encoder(nlp)
    _, _, layers = layer_stack(encoder)
    if not all(hasattr(layer, "intermediate") and hasattr(layer, "output") for layer in layers):
        raise PiiError(
            f"the feed-forward part of this encoder ({encoder.config.model_type}) is not known.",
            remedy="use a BERT encoder, or leave its neurons as they are.",
        )
    if not 0 < kept <= encoder.config.intermediate_size:
        raise PiiError(
            f"cannot keep {kept} of {encoder.config.intermediate_size} neurons.", remedy="keep at least one of them."
        )
    for layer, sizes in zip(layers, _activation_sizes(nlp, layers, texts), strict=True):
        inner, outer = layer.intermediate.dense, layer.output.dense
        importance = sizes * outer.weight.detach().norm(dim=0).cpu().numpy()
        chosen = torch.tensor(np.sort(np.argsort(-importance, kind="stable")[:kept]))
        with torch.no_grad():
            inner.weight = torch.nn.Parameter(inner.weight[chosen].clone())
            inner.bias = torch.nn.Parameter(inner.bias[chosen].clone())
            outer.weight = torch.nn.Parameter(outer.weight[:, chosen].clone())
        inner.out_features = outer.in_features = kept
    encoder.config.intermediate_size = kept


def multiplications(nlp: Language) -> int:
    """Multiplications with weights for one wordpiece in the encoder's layers."""
    _, _, layers = layer_stack(_encoder(nlp))
    return sum(weight.numel() for layer in layers for weight in layer.parameters() if weight.dim() == 2)


def _activation_sizes(nlp: Language, layers: Any, texts: Iterable[str]) -> list[NDArray[np.floating]]:
    """Mean absolute activation of each neuron of each layer over the texts, (neurons,) a layer."""
    sums: list[Any] = [0.0] * len(layers)
    seen = 0

    def watch(number: int) -> Any:
        def add(module: Any, inputs: Any, output: Any) -> None:
            sums[number] += output.detach().abs().mean(dim=(0, 1)).cpu().numpy()

        return add

    hooks = [layer.intermediate.register_forward_hook(watch(number)) for number, layer in enumerate(layers)]
    try:
        transformer: Any = _transformer(nlp)
        for text in texts:
            transformer.predict([nlp.make_doc(text)])
            seen += 1
    finally:
        for hook in hooks:
            hook.remove()
    if not seen:
        raise PiiError("no texts to measure the neurons on.", remedy="name a file of records that holds some.")
    return [total / seen for total in sums]


def _encoder(nlp: Language) -> Any:
    return _transformer(nlp).model.transformer


def _transformer(nlp: Language) -> Any:
    transformers = [pipe for _, pipe in nlp.pipeline if hasattr(pipe, "listener_map")]
    if len(transformers) != 1:
        raise PiiError(
            f"the pipeline {nlp.pipe_names} does not hold one transformer.",
            remedy="name a pipeline that was trained with a config of this project.",
        )
    return transformers[0]
