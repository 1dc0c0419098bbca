"""PiiNlpEngine: one pass of our pipeline gives Presidio its entities with our scores, and its context words."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from presidio_analyzer.nlp_engine import NerModelConfiguration, NlpArtifacts, SpacyNlpEngine
from presidio_analyzer.nlp_engine.ner_model_configuration import MODEL_TO_PRESIDIO_ENTITY_MAPPING
from spacy.language import Language
from spacy.tokens import Doc

from ..components.loading import default_model, forget_pipeline, shared_pipeline
from ..components.mixed_scripts import spans_of_stretches
from ..components.patterns.context import doc_artifacts
from ..components.spans import scored_spans
from ..labels import ALL_LABELS

DEFAULT_MODEL = default_model()


def presidio_labels(nlp: Language) -> dict[str, str]:
    """Presidio's label for each label that a pipeline can give; ours and unknown ones stay as they are."""
    labels = {label for name in nlp.pipe_names if _finds_entities(nlp, name) for label in nlp.pipe_labels.get(name, ())}
    return {label: MODEL_TO_PRESIDIO_ENTITY_MAPPING.get(label, label) for label in labels} | {
        label: label for label in ALL_LABELS
    }


def _finds_entities(nlp: Language, name: str) -> bool:
    return any(field in ("doc.ents", "doc.spans") for field in nlp.get_pipe_meta(name).assigns)


class PiiNlpEngine(SpacyNlpEngine):
    """Presidio's spaCy engine with our scores, all our labels, and context words without a lemmatizer.

    models: a package name, a folder, a loaded pipeline (for English), or Presidio's list of
    `{"lang_code": ..., "model_name": ...}`, in which a model may be a loaded pipeline too, and "threads" may say how
    many windows `pii_onnx` runs in parallel.
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
            nlp = self.nlp[model["lang_code"]] = shared_pipeline(model["model_name"], model.get("threads", 0))
            # Presidio drops every label that the mapping does not hold.
            for label, presidio_label in presidio_labels(nlp).items():
                mapping.setdefault(label, presidio_label)

    def reload(self) -> None:
        """Load the pipelines that were given by name again, and forget the old ones.

        Even in a memory zone, spaCy's tables keep an empty slot for nearly every word that they ever held.
        """
        for model in self.models:
            if not isinstance(model["model_name"], Language):
                forget_pipeline(model["model_name"], model.get("threads", 0))
        self.nlp = {}
        # A pipeline refers to itself, and the collector is in no hurry.
        gc.collect()
        self.load()

    def _doc_to_nlp_artifact(self, doc: Doc, language: str) -> NlpArtifacts:
        default = self.ner_model_configuration.default_score
        scored = [*scored_spans(doc, default), *spans_of_stretches(self.nlp[language], doc, default)]
        entities, scores = self._get_updated_entities([span for span, _ in scored], [score for _, score in scored])
        artifacts = doc_artifacts(doc, language, self)
        artifacts.entities, artifacts.scores = entities, scores
        return artifacts
