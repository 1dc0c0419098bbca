"""One small interface to any system: texts in, the spans of each text out, with the labels of the system."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from ..components.loading import load_pipeline
from ..components.spans import predicted_spans
from ..records import PiiSpan

if TYPE_CHECKING:
    from presidio_analyzer import AnalyzerEngine

Spans = tuple[PiiSpan, ...]
Detector = Callable[[Iterable[str]], Iterator[Spans]]
"""Spans may overlap; they come in the order of the texts."""


def load_spacy(model: str, labels: Sequence[str]) -> Detector:
    """A spaCy pipeline."""
    nlp = load_pipeline(model)
    nlp.max_length = max(nlp.max_length, 10_000_000)
    return lambda texts: map(predicted_spans, nlp.pipe(texts, batch_size=32))


def load_presidio(model: str, labels: Sequence[str]) -> Detector:
    """Presidio's default recognizers over a spaCy package."""
    from presidio_analyzer import AnalyzerEngine
    from presidio_analyzer.nlp_engine import NlpEngineProvider

    models = [{"lang_code": "en", "model_name": model}]
    engine = NlpEngineProvider(nlp_configuration={"nlp_engine_name": "spacy", "models": models}).create_engine()
    return _analyze(AnalyzerEngine(nlp_engine=engine, supported_languages=["en"]))


def load_presidio_yaml(model: str, labels: Sequence[str]) -> Detector:
    """A Presidio analyzer from its configuration file; our recognizers may be named in it."""
    from presidio_analyzer import AnalyzerEngineProvider

    from .. import presidio  # noqa: F401

    return _analyze(AnalyzerEngineProvider(analyzer_engine_conf_file=model).create_engine())


def load_our_analyzer(model: str, labels: Sequence[str]) -> Detector:
    """Presidio with our recognizer and patterns over a model of ours."""
    from ..presidio import create_analyzer

    return _analyze(create_analyzer(model))


def load_transformers(model: str, labels: Sequence[str]) -> Detector:
    """A token classifier that transformers saved; long texts go through overlapping windows."""
    from transformers import pipeline

    classify = pipeline("token-classification", model=model, aggregation_strategy="first", stride=64)

    def detect(texts: Iterable[str]) -> Iterator[Spans]:
        for text in texts:
            found: list[Any] = classify(text) if text.strip() else []
            yield tuple(PiiSpan(row["start"], row["end"], row["entity_group"], float(row["score"])) for row in found)

    return detect


def load_gliner(model: str, labels: Sequence[str]) -> Detector:
    """A GLiNER model, asked for `labels`. Long texts go through in pieces, which it would cut off otherwise."""
    from gliner import GLiNER

    gliner = GLiNER.from_pretrained(model, local_files_only=True)

    def detect(texts: Iterable[str]) -> Iterator[Spans]:
        for text in texts:
            yield tuple(
                PiiSpan(start + row["start"], start + row["end"], row["label"], float(row["score"]))
                for start, piece in pieces(text)
                for row in gliner.predict_entities(piece, list(labels), threshold=0.5)
            )

    return detect


LOADERS: dict[str, Callable[[str, Sequence[str]], Detector]] = {
    "spacy": load_spacy,
    "presidio": load_presidio,
    "presidio-yaml": load_presidio_yaml,
    "our-analyzer": load_our_analyzer,
    "transformers": load_transformers,
    "gliner": load_gliner,
}
"""Kind -> (model, labels of its table) -> detector."""


def pieces(text: str, length: int = 800) -> Iterator[tuple[int, str]]:
    """(start, piece) of at most `length` characters, cut at the last space where there is one."""
    start = 0
    while start < len(text):
        end = start + length
        if end < len(text):
            end = max(text.rfind(" ", start, end), text.rfind("\n", start, end)) + 1 or end
        yield start, text[start:end]
        start = end


def _analyze(engine: AnalyzerEngine) -> Detector:
    def detect(texts: Iterable[str]) -> Iterator[Spans]:
        for text in texts:
            found: list[Any] = engine.analyze(text, language="en")
            yield tuple(sorted(PiiSpan(row.start, row.end, row.entity_type, float(row.score)) for row in found))

    return detect
