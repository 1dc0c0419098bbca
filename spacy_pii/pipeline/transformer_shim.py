"""The bridge between thinc and the torch encoder; imported only where torch is installed."""

from __future__ import annotations

from typing import Any

import torch
from huggingface_hub.errors import HFValidationError
from spacy_transformers.layers.hf_shim import HFShim
from spacy_transformers.layers.transformer_model import init as initialize_transformer
from thinc.api import Model
from thinc.types import ArgsKwargs

from ..errors import PiiError


class CpuShim(HFShim):
    """An HFShim with bfloat16 autocast for updates on a CPU, and eval mode at all other times."""

    cpu_autocast = False

    def predict(self, inputs: ArgsKwargs) -> Any:
        """The encoder's outputs; unlike thinc's shim it leaves the module in eval mode, which other threads rely on."""
        self._model.eval()
        with torch.no_grad(), torch.autocast("cuda", enabled=self._mixed_precision):
            return self._model(*inputs.args, **inputs.kwargs)

    def begin_update(self, inputs: ArgsKwargs) -> Any:
        """The encoder's outputs as float32, and the callback that backpropagates into it."""
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=self.cpu_autocast):
            outputs, backprop = super().begin_update(inputs)
        self._model.eval()
        # Gradients arrive from thinc as float32; without the cast, torch refuses them.
        for key in tuple(outputs):
            outputs[key] = outputs[key].float()
        return outputs, backprop


def install_shim(model: Model, mixed_precision: bool, grad_scaler_config: dict[str, Any], cpu_autocast: bool) -> None:
    """Replace the shim of a spacy-transformers TransformerModel."""
    wrapper = model.layers[0]
    shim = CpuShim(
        wrapper.shims[0]._hfmodel,
        mixed_precision=mixed_precision,
        grad_scaler_config=dict(grad_scaler_config),
    )
    shim.cpu_autocast = cpu_autocast and torch.ops.mkldnn._is_mkldnn_bf16_supported()
    wrapper.shims[0] = shim
    model.init = _initialize


def _initialize(model: Model, X: Any = None, Y: Any = None) -> None:
    try:
        initialize_transformer(model, X, Y)
    except (OSError, HFValidationError) as error:
        raise PiiError(
            f"the encoder {model.attrs['name']!r} cannot be loaded ({type(error).__name__}).",
            remedy="name a folder saved with save_pretrained, or a model hub name that this machine can reach; "
            "`spacy project run encoder` fetches the default one.",
        ) from error
