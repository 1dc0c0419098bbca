from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import spacy
import yaml
from presidio_analyzer import AnalyzerEngine, AnalyzerEngineProvider, RecognizerRegistry
from presidio_analyzer.nlp_engine import NoOpNlpEngine
from spacy.language import Language

from spacy_pii.errors import PiiError
from spacy_pii.presidio import PiiRecognizer

TERMS = {"Jane": ("PERSON", 0.97), "Acme": ("ORGANIZATION", 0.6), "jdoe": ("USERNAME", 0.3)}
TEXT = "Jane of Acme is jdoe"


@pytest.fixture
def nlp(pipeline: Callable[[dict], Language]) -> Language:
    return pipeline(TERMS)


def analyzer(recognizer: PiiRecognizer, language: str = "en") -> AnalyzerEngine:
    return AnalyzerEngine(
        registry=RecognizerRegistry([recognizer], supported_languages=[language]),
        nlp_engine=NoOpNlpEngine([{"lang_code": language, "model_name": ""}]),
        supported_languages=[language],
    )


def found(results: list) -> dict[str, float]:
    return {result.entity_type: result.score for result in results}


def test_recognizer_works_with_the_no_op_engine_and_real_scores(nlp: Language) -> None:
    results = analyzer(PiiRecognizer(model=nlp)).analyze(TEXT, "en")
    assert found(results) == {"PERSON": 0.97, "ORGANIZATION": 0.6, "USERNAME": 0.3}


def test_only_requested_entities_are_returned(nlp: Language) -> None:
    assert found(analyzer(PiiRecognizer(model=nlp)).analyze(TEXT, "en", entities=["PERSON"])) == {"PERSON": 0.97}


def test_supported_entities_limit_what_is_found(nlp: Language) -> None:
    recognizer = PiiRecognizer(model=nlp, supported_entities=["USERNAME"])
    assert found(recognizer.analyze(TEXT, ["PERSON", "USERNAME"])) == {"USERNAME": 0.3}


def test_thresholds_apply_per_label(nlp: Language) -> None:
    recognizer = PiiRecognizer(model=nlp, thresholds={"ORGANIZATION": 0.7, "USERNAME": 0.2, "default": 0.5})
    assert found(analyzer(recognizer).analyze(TEXT, "en")) == {"PERSON": 0.97, "USERNAME": 0.3}


def test_allow_list_is_honored(nlp: Language) -> None:
    results = analyzer(PiiRecognizer(model=nlp)).analyze(TEXT, "en", allow_list=["Acme"])
    assert "ORGANIZATION" not in found(results)


def test_supported_language_is_honored(nlp: Language) -> None:
    german = analyzer(PiiRecognizer(model=nlp, supported_language="de"), "de")
    assert "PERSON" in found(german.analyze(TEXT, "de"))
    with pytest.raises(ValueError, match="No matching recognizers"):
        german.analyze(TEXT, "en")


def test_decision_process_explains_the_result(nlp: Language) -> None:
    results = analyzer(PiiRecognizer(model=nlp)).analyze(TEXT, "en", return_decision_process=True)
    explanation = results[0].analysis_explanation
    assert explanation.original_score == 0.97
    assert explanation.textual_explanation == "Identified as PERSON by a spacy-pii model"


def test_yaml_names_the_model(nlp: Language, tmp_path: Path) -> None:
    nlp.to_disk(tmp_path / "model")
    configuration = {
        "supported_languages": ["en"],
        "nlp_configuration": {"nlp_engine_name": "no_op", "models": [{"lang_code": "en", "model_name": "none"}]},
        "recognizer_registry": {
            "supported_languages": ["en"],
            "recognizers": [
                {
                    "name": str(tmp_path / "model"),
                    "class_name": "PiiRecognizer",
                    "type": "predefined",
                    "score_thresholds": {"USERNAME": 0.5},
                }
            ],
        },
    }
    (tmp_path / "presidio.yaml").write_text(yaml.safe_dump(configuration), encoding="utf8")
    engine = AnalyzerEngineProvider(analyzer_engine_conf_file=tmp_path / "presidio.yaml").create_engine()
    assert found(engine.analyze(TEXT, "en")) == {"PERSON": 0.97, "ORGANIZATION": 0.6}


def test_pipeline_is_loaded_once_per_process(nlp: Language, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nlp.to_disk(tmp_path / "model")
    load, loads = spacy.load, []

    def counting(name: str) -> Language:
        loads.append(name)
        return load(name)

    monkeypatch.setattr("spacy.load", counting)
    with ThreadPoolExecutor(8) as pool:
        recognizers = list(pool.map(lambda _: PiiRecognizer(model=tmp_path / "model"), range(8)))
    assert len(loads) == 1
    assert len({id(recognizer.nlp) for recognizer in recognizers}) == 1


def test_missing_default_model_is_a_clear_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("spacy.util.is_package", lambda name: False)
    monkeypatch.setattr("spacy_pii.components.loading._shared", {})
    for name in (None, "PiiRecognizer", "en_pii_sm"):
        with pytest.raises(PiiError, match=r"en_pii_(?:sm|md).*pip install packages/en_pii_(?:sm|md)-"):
            PiiRecognizer(name)
