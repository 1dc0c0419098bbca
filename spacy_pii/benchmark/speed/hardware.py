"""What a speed depends on: the processor's instructions, and the multiplications that a model asks of it."""

from __future__ import annotations

import re
from pathlib import Path

import spacy

from ...components.pii_onnx import OnnxTagger
from ...training.warm_start import graph_weights

_CPUINFO = Path("/proc/cpuinfo")
_TELLING = (
    "avx2",
    "avx_vnni",
    "avx512f",
    "avx512_vnni",
    "avx512_bf16",
    "amx_int8",
    "amx_bf16",
    "asimd",
    "asimddp",
    "i8mm",
    "bf16",
)


def processor() -> dict[str, object]:
    """Name and telling instructions of this machine's processor; both empty where the system does not say."""
    try:
        text = _CPUINFO.read_text("utf8")
    except OSError:
        return {"name": "", "flags": []}
    name = re.search(r"^model name\s*:\s*(.+)$", text, re.MULTILINE)
    flags = re.search(r"^(?:flags|Features)\s*:\s*(.+)$", text, re.MULTILINE)
    present = set(flags[1].split()) if flags else set()
    return {"name": name[1] if name else "", "flags": [flag for flag in _TELLING if flag in present]}


def multiplications(model: str) -> int | None:
    """Multiplications with weights for one wordpiece of an exported model; None for another pipeline."""
    taggers = [pipe for _, pipe in spacy.load(model).pipeline if isinstance(pipe, OnnxTagger)]
    if not taggers:
        return None
    weights = graph_weights(taggers[0].parts["graph"])
    return sum(array.size for name, array in weights.items() if array.ndim == 2 and not name.startswith("embeddings."))
