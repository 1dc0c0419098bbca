"""A trained pipeline as one that needs no torch: encoder and head in an int8 ONNX graph."""

from __future__ import annotations

import io
import re
import tempfile
import warnings
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import spacy
from spacy.language import Language

from ..components.decoder import OperatingPoint
from ..components.pii_ner import PiiTagger
from ..components.pii_onnx import OnnxTagger
from ..components.windows import WordpieceWindows
from ..errors import PiiError

_OPSET = 17
# Stays in float32: the head is small and its rounding goes straight into the scores; what enters the first layer's last
# matrix has outliers that leave little of int8's range to the rest (metrics/search.md); token types are a few rows.
_FLOAT = re.compile(r"^/head/|/layer\.0/output/dense/|/token_type_embeddings/")


def export_pipeline(nlp: Language, *, int8: bool = True, name: str = "pii_onnx") -> Language:
    """A pipeline with the same tokenizer and `pii_onnx` in place of `transformer` and `pii_ner`.

    int8: weights per channel, activations dynamically; otherwise float32. Raises PiiError for a pipeline without the
    tagger, with windows other than `spacy_pii.wordpiece_windows.v1`, or with an encoder that cannot be exported.
    """
    transformer, tagger = _parts(nlp)
    windows = transformer.model.attrs["get_spans"]
    if not isinstance(windows, WordpieceWindows):
        raise PiiError(
            "the pipeline's windows are not counted in wordpieces.",
            remedy="train with spacy_pii.wordpiece_windows.v1 as get_spans.",
        )
    linear = tagger.model.get_ref("linear")
    weights, bias = (np.asarray(linear.ops.to_numpy(linear.get_param(key))) for key in ("W", "b"))
    word_forms = transformer.model.attrs.get("word_forms", False)
    graph = _graph(transformer.model.transformer, weights, int8, word_forms)
    arrays: dict[str, Any] = {"bias": bias}
    if tagger.model.attrs["use_shapes"]:
        arrays["shapes"] = tagger.model.ops.to_numpy(tagger.model.get_param("shapes"))
    packed = io.BytesIO()
    np.savez(packed, **arrays)
    cfg = {
        "labels": list(tagger.labels),
        "temperature": tagger.cfg["temperature"],
        "score_map": asdict(tagger.decoder.score_map),
        "window": windows.window,
        "overlap": windows.overlap,
        "int8": int8,
        "word_forms": word_forms,
    }
    exported = spacy.blank(nlp.config["nlp"]["lang"], config={"nlp": {"tokenizer": nlp.config["nlp"]["tokenizer"]}})
    source: Any = nlp.tokenizer
    target: Any = exported.tokenizer
    # Not the vocab: it holds every word of the training texts.
    target.from_bytes(source.to_bytes(exclude=["vocab"]), exclude=["vocab"])
    component = exported.add_pipe("pii_onnx", name=name, config=_settings(tagger))
    assert isinstance(component, OnnxTagger)
    component.set_parts(cfg, graph, _tokenizer(transformer.model.tokenizer), packed.getvalue())
    exported.meta.update({key: nlp.meta[key] for key in ("name", "version", "description") if nlp.meta.get(key)})
    return exported


def _parts(nlp: Language) -> tuple[Any, PiiTagger]:
    taggers = [pipe for _, pipe in nlp.pipeline if isinstance(pipe, PiiTagger)]
    transformers = [pipe for _, pipe in nlp.pipeline if hasattr(pipe, "listener_map")]
    if len(taggers) != 1 or len(transformers) != 1:
        raise PiiError(
            f"the pipeline {nlp.pipe_names} does not hold one transformer and one pii_ner.",
            remedy="export a pipeline that was trained with a config of this project.",
        )
    return transformers[0], taggers[0]


def _settings(tagger: PiiTagger) -> dict[str, Any]:
    """The tagger's settings as config values of the exported component."""
    points: dict[str, OperatingPoint] = tagger.decoder.points
    return {
        "operating_point": tagger.decoder.operating_point,
        "operating_points": {
            name: {"outside_bias": p.outside_bias, "threshold": p.threshold, "thresholds": p.thresholds}
            for name, p in points.items()
        },
        "thresholds": tagger.decoder.thresholds,
    }


def _tokenizer(tokenizer: Any) -> bytes:
    if not tokenizer.is_fast:
        raise PiiError(
            f"the encoder's tokenizer ({type(tokenizer).__name__}) has no fast version to export.",
            remedy="choose an encoder with a tokenizer.json.",
        )
    return tokenizer.backend_tokenizer.to_str().encode("utf8")


def _graph(encoder: Any, weights: np.ndarray, int8: bool, word_forms: bool) -> bytes:
    """The encoder and the head without its bias, (1, pieces) ids to (1, pieces, tags) logits, as a serialized graph.

    With `word_forms`, token types (1, pieces) are its second input.
    """
    import torch

    class Tagger(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.encoder = encoder
            self.head = torch.nn.Linear(weights.shape[1], weights.shape[0], bias=False)
            self.head.weight.data = torch.tensor(weights)

        def forward(self, input_ids: torch.Tensor, *token_types: torch.Tensor) -> torch.Tensor:
            # Encoders without token types refuse the argument.
            types = {"token_type_ids": token_types[0]} if token_types else {}
            encoded = self.encoder(input_ids=input_ids, attention_mask=torch.ones_like(input_ids), **types)
            return self.head(encoded.last_hidden_state)

    inputs = ["input_ids", "token_type_ids"] if word_forms else ["input_ids"]
    with tempfile.TemporaryDirectory() as scratch, warnings.catch_warnings():
        # The tracer warns about every shape that it fixes; the parity gate is what tells.
        warnings.simplefilter("ignore")
        path = Path(scratch) / "model.onnx"
        attention = encoder.config._attn_implementation
        encoder.config._attn_implementation = "eager"
        try:
            torch.onnx.export(
                Tagger().eval().cpu(),
                tuple(torch.ones((1, 24), dtype=torch.int64) for _ in inputs),
                str(path),
                input_names=inputs,
                output_names=["logits"],
                dynamic_axes={name: {1: "pieces"} for name in (*inputs, "logits")},
                opset_version=_OPSET,
                dynamo=False,
            )
        except (torch.onnx.errors.OnnxExporterError, RuntimeError, TypeError) as error:
            raise PiiError(
                f"the encoder ({encoder.config.model_type}) cannot be exported to ONNX ({type(error).__name__}).",
                remedy="choose a BERT-like encoder, or use the torch pipeline.",
            ) from error
        finally:
            encoder.config._attn_implementation = attention
        _fuse(path, encoder.config.num_attention_heads, encoder.config.hidden_size)
        if int8:
            path = _quantize(path)
        return path.read_bytes()


def _fuse(path: Path, heads: int, width: int) -> None:
    """Replace the nodes of every attention and GELU by one; what is not recognized stays as it is."""
    from onnxruntime.transformers.fusion_options import FusionOptions
    from onnxruntime.transformers.optimizer import optimize_model

    options = FusionOptions("bert")
    # Its kernel is slower than an addition and a normalization.
    options.enable_skip_layer_norm = False
    # These two would hide a weight from the quantization and need a mask.
    options.enable_embed_layer_norm = options.enable_bias_gelu = False
    fused = optimize_model(str(path), "bert", heads, width, optimization_options=options, opt_level=0)
    fused.save_model_to_file(str(path))


def _quantize(path: Path) -> Path:
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    out = path.with_suffix(".int8.onnx")
    quantize_dynamic(
        path,
        out,
        op_types_to_quantize=["MatMul", "Gather", "Attention"],
        per_channel=True,
        weight_type=QuantType.QInt8,
        nodes_to_exclude=[node.name for node in onnx.load(path).graph.node if _FLOAT.search(node.name)],
        # Shape inference does not know what comes out of fused nodes.
        extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},
    )
    return out
