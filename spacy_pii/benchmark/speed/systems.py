"""What can be measured. Every import is inside a loader: the time it takes belongs to the system."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

Call = Callable[[str], Any]
Batch = Callable[[Sequence[str]], Any]


@dataclass(frozen=True, slots=True)
class TimedSystem:
    """A loaded system: what a single text and what many texts go through."""

    call: Call
    batch: Batch


def load_exported(model: str, threads: int) -> TimedSystem:
    """An exported pipeline of ours."""
    import spacy

    return _pipeline(spacy.load(model, config={"components.pii_onnx.threads": threads}))


def load_trained(model: str, threads: int) -> TimedSystem:
    """A spacy-transformers pipeline."""
    import spacy
    import torch

    torch.set_num_threads(threads)
    return _pipeline(spacy.load(model))


def load_ner(model: str, threads: int) -> TimedSystem:
    """A spaCy package such as en_core_web_sm with only its NER, which has a tok2vec of its own."""
    import spacy

    return _pipeline(
        spacy.load(model, exclude=["tok2vec", "tagger", "parser", "senter", "attribute_ruler", "lemmatizer"])
    )


def timed_presidio(model: str, threads: int) -> TimedSystem:
    """Presidio's default analyzer over a spaCy package."""
    from presidio_analyzer import AnalyzerEngine
    from presidio_analyzer.nlp_engine import NlpEngineProvider

    models = [{"lang_code": "en", "model_name": model}]
    engine = NlpEngineProvider(nlp_configuration={"nlp_engine_name": "spacy", "models": models}).create_engine()
    return _analyzer(AnalyzerEngine(nlp_engine=engine, supported_languages=["en"]))


def timed_analyzer(model: str, threads: int) -> TimedSystem:
    """Our analyzer over an exported pipeline."""
    import spacy

    from ...presidio import create_analyzer

    return _analyzer(create_analyzer(spacy.load(model, config={"components.pii_onnx.threads": threads})))


TIMED_LOADERS: dict[str, Callable[[str, int], TimedSystem]] = {
    "exported": load_exported,
    "trained": load_trained,
    "ner": load_ner,
    "our analyzer": timed_analyzer,
    "presidio": timed_presidio,
}


def _pipeline(nlp: Any) -> TimedSystem:
    return TimedSystem(nlp, lambda texts: [len(doc.ents) for doc in nlp.pipe(texts)])


def _analyzer(analyzer: Any) -> TimedSystem:
    from presidio_analyzer import BatchAnalyzerEngine

    batch = BatchAnalyzerEngine(analyzer)
    return TimedSystem(
        lambda text: analyzer.analyze(text, language="en"),
        lambda texts: batch.analyze_iterator(texts, language="en", batch_size=64),
    )
