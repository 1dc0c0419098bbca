"""PiiNlpEngine: one pass of our pipeline gives Presidio its entities with our scores, and its context words."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import Any

from presidio_analyzer.nlp_engine import NerModelConfiguration, NlpArtifacts, NlpEngine, SpacyNlpEngine
from presidio_analyzer.nlp_engine.ner_model_configuration import MODEL_TO_PRESIDIO_ENTITY_MAPPING
from spacy.language import Language
from spacy.tokens import Doc, Span

from ..labels import ALL_LABELS
from ..loading import load_model

DEFAULT_MODEL = "en_pii_sm"
SPANS_KEY = "pii"

_pipelines: dict[str, Language] = {}
_loading = Lock()


def load_pipeline(model: str | Path | Language) -> Language:
    """The pipeline of an installed package or a folder, loaded once per process; a loaded one is returned as it is.

    Raises PiiError if there is no such package or folder, or if it is damaged. Nothing is ever downloaded.
    """
    if isinstance(model, Language):
        return model
    name = str(model)
    with _loading:
        if name not in _pipelines:
            _pipelines[name] = load_model(name)
        return _pipelines[name]


def presidio_labels(nlp: Language) -> dict[str, str]:
    """Presidio's label for each label that a pipeline can give; ours and unknown ones stay as they are."""
    labels = {label for name in nlp.pipe_names if _finds_entities(nlp, name) for label in nlp.pipe_labels.get(name, ())}
    return {label: MODEL_TO_PRESIDIO_ENTITY_MAPPING.get(label, label) for label in labels} | {
        label: label for label in ALL_LABELS
    }


def _finds_entities(nlp: Language, name: str) -> bool:
    return any(field in ("doc.ents", "doc.spans") for field in nlp.get_pipe_meta(name).assigns)


def scored_spans(doc: Doc, default_score: float) -> list[tuple[Span, float]]:
    """The spans of `doc.spans["pii"]` with their scores, then the entities that are not among them.

    An entity that a later component set over a span of the group replaces it and takes its score; other entities, and
    a group without scores, get the default score. Places are compared by characters: merging tokens moves the others.
    """
    spans: list[tuple[Span, float]] = []
    if SPANS_KEY in doc.spans:
        group = doc.spans[SPANS_KEY]
        scores = group.attrs.get("scores", [default_score] * len(group))
        spans = [(span, float(score)) for span, score in zip(group, scores, strict=True)]
    known = {(span.start_char, span.end_char, span.label) for span, _ in spans}
    added: list[tuple[Span, float]] = []
    for ent in doc.ents:
        if (ent.start_char, ent.end_char, ent.label) not in known:
            inside = [pair for pair in spans if _within(pair[0], ent)]
            spans = [pair for pair in spans if not _within(pair[0], ent)]
            added.append((ent, max((score for _, score in inside), default=default_score)))
    return spans + added


def _within(span: Span, ent: Span) -> bool:
    return bool(ent.start_char <= span.start_char and span.end_char <= ent.end_char)


def doc_artifacts(doc: Doc, language: str, nlp_engine: NlpEngine | None = None) -> NlpArtifacts:
    """What Presidio's context words need of a document; no entities yet."""
    # Empty lemmas would leave Presidio's context words without a word to compare with.
    lemmas = [token.lemma_ or token.lower_ for token in doc]
    artifacts = NlpArtifacts([], doc, [token.idx for token in doc], lemmas, None, language)
    artifacts.nlp_engine = nlp_engine
    # Presidio looks words up here one by one; in its list that takes the square of the text's length.
    artifacts.keywords = dict.fromkeys(
        part
        for lemma in lemmas
        if not (doc.vocab[lemma].is_stop or doc.vocab[lemma].is_punct)
        for part in lemma.lower().split(":")
    )
    return artifacts


class PiiNlpEngine(SpacyNlpEngine):
    """Presidio's spaCy engine with our scores, all our labels, and context words without a lemmatizer.

    models: a package name, a folder, a loaded pipeline (for English), or Presidio's list of
    `{"lang_code": ..., "model_name": ...}`, in which a model may be a loaded pipeline too.
    """

    engine_name = "spacy_pii"

    def __init__(
        self,
        models: str | Path | Language | Sequence[dict[str, Any]] = DEFAULT_MODEL,
        ner_model_configuration: NerModelConfiguration | None = None,
    ):
        if isinstance(models, str | Path | Language):
            models = [{"lang_code": "en", "model_name": models}]
        if ner_model_configuration is None:
            ner_model_configuration = NerModelConfiguration(model_to_presidio_entity_mapping={})
        super().__init__(list(models), ner_model_configuration.model_copy(deep=True))

    def load(self) -> None:
        """Load the pipelines. Raises PiiError for one that is not installed."""
        mapping = self.ner_model_configuration.model_to_presidio_entity_mapping
        self.nlp = {}
        for model in self.models:
            nlp = self.nlp[model["lang_code"]] = load_pipeline(model["model_name"])
            # Presidio drops every label that the mapping does not hold.
            for label, presidio_label in presidio_labels(nlp).items():
                mapping.setdefault(label, presidio_label)

    def reload(self) -> None:
        """Load the pipelines that were given by name again, and forget the old ones.

        Even in a memory zone, spaCy's tables keep an empty slot for nearly every word that they ever held.
        """
        for model in self.models:
            if not isinstance(model["model_name"], Language):
                _pipelines.pop(str(model["model_name"]), None)
        self.nlp = {}
        # A pipeline refers to itself, and the collector is in no hurry.
        gc.collect()
        self.load()

    def _doc_to_nlp_artifact(self, doc: Doc, language: str) -> NlpArtifacts:
        scored = scored_spans(doc, self.ner_model_configuration.default_score)
        entities, scores = self._get_updated_entities([span for span, _ in scored], [score for _, score in scored])
        artifacts = doc_artifacts(doc, language, self)
        artifacts.entities, artifacts.scores = entities, scores
        return artifacts
