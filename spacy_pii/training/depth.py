"""Layers left out of a trained encoder (Sajjad et al., 2023): faster in proportion, soon as good with more training.

A trained encoder loses little without one of its middle layers and much without its first or its last.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from spacy.language import Language

from ..components.encoder_layers import layer_stack
from ..errors import PiiError


def drop_layers(nlp: Language, dropped: Sequence[int]) -> int:
    """Take layers out of the encoder of a pipeline, and return how many are left.

    dropped: their numbers, 0 for the lowest. Raises PiiError without a transformer, for an encoder whose layers are not
    found, and for numbers that it does not have or that would leave nothing.
    """
    import torch

    transformers: list[Any] = [pipe for _, pipe in nlp.pipeline if hasattr(pipe, "listener_map")]
    if len(transformers) != 1:
        raise PiiError(
            f"the pipeline {nlp.pipe_names} does not hold one transformer.",
            remedy="name a pipeline that was trained with a config of this project.",
        )
    encoder = transformers[0].model.transformer
    owner, name, layers = layer_stack(encoder)
    kept = [layer for number, layer in enumerate(layers) if number not in dropped]
    if not kept or not set(dropped) <= set(range(len(layers))):
        raise PiiError(
            f"cannot drop layers {sorted(dropped)} of an encoder with {len(layers)}.",
            remedy=f"name some of 0 to {len(layers) - 1}, but not all.",
        )
    setattr(owner, name, torch.nn.ModuleList(kept))
    encoder.config.num_hidden_layers = len(kept)
    return len(kept)
