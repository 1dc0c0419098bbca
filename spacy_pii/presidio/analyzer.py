"""create_analyzer: a Presidio AnalyzerEngine over our model and Presidio's patterns."""

from __future__ import annotations

import copy
import re
from collections.abc import Sequence
from pathlib import Path
from typing import get_args

from presidio_analyzer import AnalyzerEngine, EntityRecognizer, RecognizerRegistry, RecognizerResult
from presidio_analyzer.nlp_engine import NlpArtifacts
from spacy.language import Language

from ..components.drift import promises
from ..components.patterns.context import LinearContextEnhancer
from ..components.patterns.merge import merge_results
from ..components.patterns.overlaps import recognizer_id
from ..components.patterns.recognizers import pattern_recognizers
from ..errors import PiiError
from ..labels import ALL_LABELS, check_labels
from .engine import DEFAULT_MODEL, PiiNlpEngine
from .entity_names import Naming, labels_to_search, name_of
from .recognizer import PiiArtifactsRecognizer, PiiRecognizer


class PiiAnalyzerEngine(AnalyzerEngine):
    """An AnalyzerEngine whose results never overlap, never cut a word, and come in the order of the text.

    naming: "ours" reports our labels, "presidio" Presidio's names where it has one.
    """

    naming: Naming = "ours"

    def analyze(
        self,
        text: str,
        language: str,
        entities: list[str] | None = None,
        correlation_id: str | None = None,
        score_threshold: float | None = None,
        return_decision_process: bool | None = False,
        ad_hoc_recognizers: list[EntityRecognizer] | None = None,
        context: list[str] | None = None,
        allow_list: list[str] | None = None,
        allow_list_match: str | None = "exact",
        regex_flags: int | None = re.DOTALL | re.MULTILINE | re.IGNORECASE,
        nlp_artifacts: NlpArtifacts | None = None,
    ) -> list[RecognizerResult]:
        """As Presidio's, with overlaps resolved; the allow-list applies to the results as they are returned.

        entities: our labels or Presidio's names; a value is reported under the name that was asked for. What the
        request's own recognizers find ranks first. Raises PiiError for a name that nothing serves.
        """
        own = [*(ad_hoc_recognizers or ())]
        supported = {
            *self.get_supported_entities(language),
            *(name for each in own for name in each.supported_entities),
        }
        results = super().analyze(
            text,
            language,
            entities=labels_to_search(entities, supported) if entities else None,
            correlation_id=correlation_id,
            score_threshold=score_threshold,
            return_decision_process=return_decision_process,
            ad_hoc_recognizers=ad_hoc_recognizers,
            context=context,
            nlp_artifacts=nlp_artifacts,
        )
        models = {
            recognizer.id: recognizer
            for recognizer in [*self.registry.recognizers, *own]
            if isinstance(recognizer, PiiRecognizer | PiiArtifactsRecognizer)
        }
        whole = {each for each, recognizer in models.items() if promises(self._nlp_of(recognizer, language))}
        merged = merge_results(
            text,
            results,
            models,
            whole_ids=whole,
            first_ids={recognizer.id for recognizer in own}.difference(models),
            floor=lambda result: self._threshold(models[recognizer_id(result)], result.entity_type, score_threshold),
        )
        named = self._named(text, merged, entities)
        if allow_list:
            named = self._remove_allow_list(named, allow_list, text, regex_flags, allow_list_match)
        return named

    def _nlp_of(self, recognizer: PiiRecognizer | PiiArtifactsRecognizer, language: str) -> Language:
        """The pipeline whose entities a recognizer reports."""
        return recognizer.nlp if isinstance(recognizer, PiiRecognizer) else self.nlp_engine.get_nlp(language)

    def _named(self, text: str, results: list[RecognizerResult], entities: list[str] | None) -> list[RecognizerResult]:
        """The results under the names that were asked for, without those that nobody asked for."""
        if not entities and self.naming == "ours":
            return results
        named = []
        for result in results:
            name = name_of(result.entity_type, text[result.start : result.end], entities or None)
            if name is not None:
                if name != result.entity_type:
                    result = copy.copy(result)
                    result.entity_type = name
                named.append(result)
        return named

    def _threshold(self, recognizer: EntityRecognizer, label: str, score_threshold: float | None) -> float:
        """The threshold that a result has passed."""
        if score_threshold is not None:
            return score_threshold
        thresholds = recognizer.score_thresholds
        return thresholds.get(label, thresholds.get("default", self.default_score_threshold))


def create_analyzer(
    model: str | Path | Language = DEFAULT_MODEL,
    *,
    thresholds: dict[str, float] | None = None,
    labels: Naming = "ours",
    patterns: bool | Sequence[EntityRecognizer] = True,
    languages: Sequence[str] = ("en",),
    threads: int = 0,
) -> PiiAnalyzerEngine:
    """An analyzer that runs one pass of our model for entities and context words, and Presidio's patterns beside it.

    model: package name, folder or loaded pipeline. thresholds: label (or "default") -> score below which the model's
    results are dropped; the pipeline's own thresholds come first. labels: "presidio" reports everything under
    Presidio's names, where it has one. patterns: False for the model alone, or recognizers to use instead of
    `pattern_recognizers()`. languages: the codes under which `analyze` may be called; the one model serves them all.
    threads: windows that the model runs in parallel, if it is given by name; 0 for as many as there are processors.
    Raises PiiError if the model is not installed, and for unknown labels. Never uses the network.
    """
    engine = PiiNlpEngine([{"lang_code": each, "model_name": model, "threads": threads} for each in languages])
    engine.load()
    check_labels(thresholds or (), {*ALL_LABELS, *engine.get_supported_entities(), "default"}, where="thresholds")
    recognizers: list[EntityRecognizer] = [
        PiiArtifactsRecognizer(
            supported_language=language, supported_entities=engine.get_supported_entities(), thresholds=thresholds
        )
        for language in languages
    ]
    if patterns is True:
        recognizers += [recognizer for language in languages for recognizer in pattern_recognizers(language)]
    elif patterns:
        recognizers += patterns
    if labels not in get_args(Naming):
        raise PiiError(f"labels is {labels!r}.", remedy='choose "ours" or "presidio".')
    analyzer = PiiAnalyzerEngine(
        registry=RecognizerRegistry(recognizers=recognizers, supported_languages=list(languages)),
        nlp_engine=engine,
        supported_languages=list(languages),
        context_aware_enhancer=LinearContextEnhancer(),
    )
    analyzer.naming = labels
    return analyzer
