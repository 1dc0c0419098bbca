"""A YAML configuration for Presidio's AnalyzerEngineProvider."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml
from presidio_analyzer import EntityRecognizer
from spacy.language import Language
from spacy.util import is_package

from ..components.decoder import Decoder
from ..components.loading import shared_pipeline
from ..components.patterns.recognizers import pattern_recognizers
from .recognizer import PiiRecognizer

_HEADER = """\
# spacy-pii in Presidio. The import makes the class names below known; without it they are not found:
#
#   import spacy_pii.presidio
#   from presidio_analyzer import AnalyzerEngineProvider
#   analyzer = AnalyzerEngineProvider(analyzer_engine_conf_file="presidio.yaml").create_engine()
#
# Context words in the text ("account number ...") do not work this way: Presidio loads none but its own NLP engines
# from YAML, and no_op, which runs no second model, has no words. Patterns that need them find something only with
# analyze(..., context=["account"]). Results may overlap, too. spacy_pii.presidio.create_analyzer has neither limit.
"""
# IGNORECASE, MULTILINE and DOTALL, as Presidio has them without a configuration.
_REGEX_FLAGS = 26


def presidio_configuration(model: str | Path, *, languages: Sequence[str] = ("en",)) -> str:
    """The YAML text for a model: package name, or folder, which is written as an absolute path.

    score_thresholds holds those of the pipeline's operating point; they can be raised there, but not lowered.
    Raises PiiError if the model is not installed.
    """
    nlp = shared_pipeline(model)
    name = str(model) if is_package(str(model)) else str(Path(model).resolve())
    ours = {"name": name, "class_name": PiiRecognizer.__name__, "type": "predefined"}
    configuration = {
        "supported_languages": list(languages),
        "default_score_threshold": 0,
        "nlp_configuration": {
            "nlp_engine_name": "no_op",
            "models": [{"lang_code": language, "model_name": "no_op"} for language in languages],
        },
        "recognizer_registry": {
            "global_regex_flags": _REGEX_FLAGS,
            "recognizers": [
                {**ours, "score_thresholds": _thresholds(nlp)},
                *map(_entry, pattern_recognizers(languages[0])),
            ],
        },
    }
    return _HEADER + yaml.safe_dump(configuration, sort_keys=False, allow_unicode=True, width=120)


def _thresholds(nlp: Language) -> dict[str, float]:
    thresholds: dict[str, float] = {"default": 0.0}
    for _, component in nlp.pipeline:
        decoder = getattr(component, "decoder", None)
        if isinstance(decoder, Decoder):
            point = decoder.points[decoder.operating_point]
            thresholds |= {"default": point.threshold, **point.thresholds, **decoder.thresholds}
    return thresholds


def _entry(recognizer: EntityRecognizer) -> dict[str, Any]:
    return {
        "name": recognizer.name,
        "class_name": type(recognizer).__name__,
        "type": "predefined",
        "supported_entity": recognizer.supported_entities[0],
        "context": list(recognizer.context),
        "score_thresholds": dict(recognizer.score_thresholds),
    }
