"""Where an encoder of transformers keeps its layers."""

from __future__ import annotations

from typing import Any


def encoder_layers(encoder: Any) -> Any:
    """The layers of a transformers encoder, lowest first; empty for an architecture that keeps them elsewhere."""
    _, _, layers = layer_stack(encoder)
    return layers


def layer_stack(encoder: Any) -> tuple[Any, str, Any]:
    """The module that holds the layers, the attribute that they are under, and the layers."""
    for owner in (getattr(encoder, "encoder", None), getattr(encoder, "transformer", None), encoder):
        for name in ("layer", "layers"):
            if hasattr(owner, name):
                return owner, name, getattr(owner, name)
    return encoder, "layers", ()
