"""The bridge between thinc and the torch encoder; imported only where torch is installed."""

from __future__ import annotations

from typing import Any

import torch
from huggingface_hub.errors import HFValidationError
from spacy_transformers.layers.hf_shim import HFShim
from spacy_transformers.layers.transformer_model import init as initialize_transformer
from thinc.api import Model, get_torch_default_device
from thinc.types import ArgsKwargs

from ..errors import PiiError
from .encoder_layers import encoder_layers

MAX_WINDOWS = 128
"""Windows that go through the encoder at once, so that a book needs no more activations than a page."""


class CpuShim(HFShim):
    """An HFShim with bfloat16 autocast for updates on a CPU, and eval mode at all other times."""

    _model: Any
    cpu_autocast = False
    frozen_layers = 0
    lora_rank = 0

    def predict(self, inputs: ArgsKwargs) -> Any:
        """The encoder's outputs; unlike thinc's shim it leaves the module in eval mode, which other threads rely on."""
        self._model.eval()
        with torch.no_grad(), torch.autocast("cuda", enabled=self._mixed_precision):
            rows = len(next(iter(inputs.kwargs.values())))
            parts = [
                self._model(**{name: values[start : start + MAX_WINDOWS] for name, values in inputs.kwargs.items()})
                for start in range(0, rows, MAX_WINDOWS)
            ]
            # cupy knows no bfloat16.
            return type(parts[0])({name: torch.cat([part[name] for part in parts]).float() for name in parts[0]})

    def begin_update(self, inputs: ArgsKwargs) -> Any:
        """The encoder's outputs as float32, and the callback that backpropagates into it."""
        self._adapt()
        self._freeze()
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=self.cpu_autocast):
            outputs, backprop = super().begin_update(inputs)
        self._model.eval()
        # Gradients arrive from thinc as float32; without the cast, torch refuses them.
        for key in tuple(outputs):
            outputs[key] = outputs[key].float()
        return outputs, backprop

    def to_bytes(self) -> bytes:
        """The encoder and its tokenizer, with adapters merged, or it would not load back."""
        trained = self._model
        if _has_adapters(trained):
            from .lora import merged_copy

            self._model = merged_copy(trained)
        try:
            return super().to_bytes()
        finally:
            self._model = trained

    def _adapt(self) -> None:
        if not self.lora_rank or _has_adapters(self._model):
            return
        try:
            from .lora import add_adapters
        except ModuleNotFoundError as error:
            raise PiiError(f"lora_rank needs {error.name}.", remedy="pip install spacy-pii[train]") from None
        add_adapters(self._model, self.lora_rank)

    def _freeze(self) -> None:
        if not self.frozen_layers:
            return
        layers = encoder_layers(self._model)
        if not 0 < self.frozen_layers < len(layers):
            raise PiiError(
                f"frozen_layers is {self.frozen_layers}, but the encoder has {len(layers)} layers.",
                remedy="freeze at least none and at most all but one.",
            )
        for module in (self._model.embeddings, *layers[: self.frozen_layers]):
            module.requires_grad_(False)


def cpu_has_bfloat16() -> bool:
    """Whether the CPU multiplies bfloat16 in hardware; torch emulates it elsewhere, three times slower than float32."""
    capabilities = torch.cpu.get_capabilities()
    return bool(capabilities.get("avx512_bf16") or capabilities.get("amx_bf16"))


def _has_adapters(encoder: Any) -> bool:
    return hasattr(encoder, "peft_config")


def cuda_precision() -> bool:
    """Whether thinc computes on a GPU; if so, autocast uses bfloat16 there, or float16 on GPUs that lack it."""
    if get_torch_default_device().type != "cuda":
        return False
    if torch.cuda.is_bf16_supported(including_emulation=False):
        torch.set_autocast_dtype("cuda", torch.bfloat16)
    return True


def install_shim(model: Model, mixed_precision: bool, grad_scaler_config: dict[str, Any]) -> CpuShim:
    """Replace the shim of a spacy-transformers TransformerModel, and return the new one."""
    wrapper = model.layers[0]
    plain: Any = wrapper.shims[0]
    shim = CpuShim(
        plain._hfmodel,
        mixed_precision=mixed_precision,
        grad_scaler_config=dict(grad_scaler_config),
    )
    wrapper.shims[0] = shim
    model.init = _initialize
    return shim


def _initialize(model: Model, X: Any = None, Y: Any = None) -> None:
    try:
        initialize_transformer(model, X, Y)
    except (OSError, HFValidationError) as error:
        raise PiiError(
            f"the encoder {model.attrs['name']!r} cannot be loaded ({type(error).__name__}).",
            remedy="name a folder saved with save_pretrained, or a model hub name that this machine can reach; "
            "`spacy project run encoder` fetches the default one.",
        ) from error
