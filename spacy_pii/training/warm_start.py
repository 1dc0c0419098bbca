"""A torch pipeline out of a released one: its int8 graph holds the weights, rounded so little that training can go on.

The checkpoints of a release are not kept, but its wheel is. int8 weights with a scale for each output lose nothing
measurable (see metrics/search.md), so a later training need not start from the bare encoder.
"""

from __future__ import annotations

import io
import re
from dataclasses import asdict
from typing import Any

import numpy as np
import spacy
from numpy.typing import NDArray
from spacy.language import Language
from spacy.training import Example
from thinc.api import Config

from ..components.pii_ner import PiiTagger
from ..components.pii_onnx import OnnxTagger
from ..errors import PiiError

_LAYER = re.compile(r"layer\.(\d+)/(attention/output|intermediate|output)/dense/MatMul")
_EMBEDDINGS = ("word_embeddings", "position_embeddings", "token_type_embeddings")
Weights = dict[str, NDArray[np.float32]]


def warm_start(released: Language, config: Config) -> Language:
    """A trainable pipeline of `config` with the weights of a released one.

    released: a pipeline with `pii_onnx`, exported from the same architecture. config: a training config; its
    encoder folder gives the tokenizer and the shape of the encoder. Raises PiiError if the two do not fit.
    """
    tagger = next((pipe for _, pipe in released.pipeline if isinstance(pipe, OnnxTagger)), None)
    if tagger is None:
        raise PiiError(
            f"the pipeline {released.pipe_names} holds no pii_onnx.", remedy="name a released model, such as en_pii_sm."
        )
    weights = graph_weights(tagger.parts["graph"])
    nlp = spacy.util.load_model_from_config(config, auto_fill=True)
    trainable = nlp.get_pipe("pii_ner")
    assert isinstance(trainable, PiiTagger)
    for label in tagger.labels:
        trainable.add_label(label)
    # An example without entities is enough to size the layers; the labels are there already.
    nlp.initialize(lambda: [Example.from_dict(nlp.make_doc("A text."), {})])
    transformer: Any = nlp.get_pipe("transformer")
    _load_encoder(transformer.model.transformer, weights)
    _load_head(trainable, weights["head"], tagger.parts["arrays"])
    trainable.set_calibration(tagger.cfg["temperature"])
    trainable.cfg["score_map"] = asdict(tagger.decoder.score_map)
    return nlp


def graph_weights(graph: bytes) -> Weights:
    """Float weights of an exported graph by their names in a BertModel, and `head`; matrices are (outputs, inputs)."""
    import onnx
    from onnx import numpy_helper

    model = onnx.load_from_string(graph)
    arrays = {tensor.name: numpy_helper.to_array(tensor) for tensor in model.graph.initializer}
    weights: Weights = {}
    for name, array in arrays.items():
        if name.startswith("encoder.") and array.dtype == np.float32 and not name.endswith(("_scale", "_zero_point")):
            weights[name.removeprefix("encoder.")] = array
    for table in _EMBEDDINGS:
        name = f"embeddings.{table}.weight"
        if name not in weights:
            weights[name] = _dequantized(arrays, f"encoder.{name}")
    for node in model.graph.node:
        if node.op_type in ("QAttention", "Attention"):
            number = re.sub(r"\D", "", node.name.split("_")[1])
            base = node.input[1].removesuffix("_quantized")
            matrix = _matrix(arrays, base)
            for part, weight, bias in zip(
                ("query", "key", "value"), np.split(matrix, 3, axis=1), np.split(arrays[node.input[2]], 3), strict=True
            ):
                weights[f"encoder.layer.{number}.attention.self.{part}.weight"] = weight.T
                weights[f"encoder.layer.{number}.attention.self.{part}.bias"] = bias
        elif node.op_type in ("MatMulInteger", "MatMul"):
            base = node.input[1].removesuffix("_quantized")
            found = _LAYER.search(node.name)
            if found:
                weights[f"encoder.layer.{found[1]}.{found[2].replace('/', '.')}.dense.weight"] = _matrix(arrays, base).T
            elif "/head/" in node.name:
                weights["head"] = _matrix(arrays, base).T
    return weights


def _matrix(arrays: dict[str, Any], name: str) -> NDArray[np.float32]:
    """A matrix of the graph by the name that it had before it was quantized."""
    return arrays[name] if name in arrays else _dequantized(arrays, name)


def _dequantized(arrays: dict[str, Any], name: str) -> NDArray[np.float32]:
    """(rows, columns) of an int8 matrix with one scale, or one for each column."""
    quantized = arrays[f"{name}_quantized"].astype(np.float32)
    return (quantized - arrays[f"{name}_zero_point"].astype(np.float32)) * arrays[f"{name}_scale"].astype(np.float32)


def _load_encoder(encoder: Any, weights: Weights) -> None:
    import torch

    state = encoder.state_dict()
    for name, current in state.items():
        if name.startswith("pooler.") or name.endswith("position_ids"):
            continue
        value = weights.get(name)
        if name == "embeddings.token_type_embeddings.weight" and value is not None and len(value) != len(current):
            # A release without word forms: all of its text was of type 0.
            value = np.repeat(value[:1], len(current), axis=0)
        if value is None or value.shape != tuple(current.shape):
            raise PiiError(
                f"the released model has no {name} of shape {tuple(current.shape)}.",
                remedy="use the config that it was trained with, or one with as many layers.",
            )
        state[name] = torch.tensor(np.ascontiguousarray(value))
    encoder.load_state_dict(state)


def _load_head(tagger: PiiTagger, head: NDArray[np.float32], packed: bytes) -> None:
    linear = tagger.model.get_ref("linear")
    with np.load(io.BytesIO(packed), allow_pickle=False) as arrays:
        linear.set_param("W", linear.ops.asarray2f(head.tolist()))
        linear.set_param("b", linear.ops.asarray1f(arrays["bias"]))
        if "shapes" in arrays:
            tagger.model.set_param("shapes", tagger.model.ops.asarray2f(arrays["shapes"]))
