"""Low-rank adapters (Hu et al. 2021): a large encoder is trained through a few small matrices; imports peft."""

from __future__ import annotations

import copy

from peft import LoraConfig, inject_adapter_in_model
from peft.tuners.tuners_utils import BaseTunerLayer
from torch import nn


def add_adapters(encoder: nn.Module, rank: int) -> None:
    """Put adapters on all linear layers, in place, and freeze everything else; their scale is 2 (alpha = 2 * rank)."""
    device = next(encoder.parameters()).device
    config = LoraConfig(r=rank, lora_alpha=2 * rank, target_modules="all-linear")
    inject_adapter_in_model(config, encoder)
    encoder.to(device)


def merged_copy(encoder: nn.Module) -> nn.Module:
    """A copy with its adapters folded into the weights: what transformers can load."""
    merged = copy.deepcopy(encoder)
    for name, module in list(merged.named_modules()):
        if isinstance(module, BaseTunerLayer):
            module.merge()
            merged.set_submodule(name, module.get_base_layer())
    return merged
