from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import spacy
from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
from presidio_analyzer.nlp_engine import NerModelConfiguration, NlpEngineProvider
from presidio_analyzer.predefined_recognizers import UsBankRecognizer
from spacy.language import Language
from spacy.pipeline import EntityRuler

from spacy_pii.errors import PiiError
from spacy_pii.labels import ALL_LABELS
from spacy_pii.presidio import PiiNlpEngine
from spacy_pii.presidio.engine import scored_spans

Pipeline = Callable[[dict], Language]


def loaded(model: Language) -> PiiNlpEngine:
    engine = PiiNlpEngine(model)
    engine.load()
    return engine


def add_rules(nlp: Language, rules: dict[str, str]) -> None:
    ruler = nlp.add_pipe("entity_ruler")
    assert isinstance(ruler, EntityRuler)
    ruler.add_patterns([{"label": label, "pattern": pattern} for pattern, label in rules.items()])


def test_scores_of_the_pipeline_reach_presidio(pipeline: Pipeline) -> None:
    nlp = pipeline({"jdoe": ("USERNAME", 0.61), "Jane": ("PERSON", 0.97)})
    artifacts = loaded(nlp).process_text("Jane is jdoe", "en")
    assert [(span.text, span.label_) for span in artifacts.entities] == [("Jane", "PERSON"), ("jdoe", "USERNAME")]
    assert artifacts.scores == [0.97, 0.61]


def test_entities_without_scores_get_the_default_score() -> None:
    nlp = spacy.blank("en")
    add_rules(nlp, {"B-12": "BADGE", "Oslo": "GPE"})
    artifacts = loaded(nlp).process_text("B-12 in Oslo", "en")
    assert [span.label_ for span in artifacts.entities] == ["BADGE", "LOCATION"]
    assert artifacts.scores == [0.85, 0.85]


def test_entities_of_a_later_component_are_kept(pipeline: Pipeline) -> None:
    nlp = pipeline({"Jane": ("PERSON", 0.97)})
    add_rules(nlp, {"B12": "BADGE"})
    artifacts = loaded(nlp).process_text("Jane has B12", "en")
    assert [span.label_ for span in artifacts.entities] == ["PERSON", "BADGE"]


def test_every_label_of_ours_is_supported(pipeline: Pipeline) -> None:
    assert set(loaded(pipeline({})).get_supported_entities()) >= ALL_LABELS


def test_a_configuration_can_rename_and_drop_labels(pipeline: Pipeline) -> None:
    configuration = NerModelConfiguration(
        model_to_presidio_entity_mapping={"USERNAME": "ACCOUNT"}, labels_to_ignore=["AGE"]
    )
    engine = PiiNlpEngine(pipeline({"jdoe": ("USERNAME", 0.9), "41": ("AGE", 0.9)}), configuration)
    engine.load()
    assert [span.label_ for span in engine.process_text("jdoe is 41", "en").entities] == ["ACCOUNT"]
    assert configuration.model_to_presidio_entity_mapping == {"USERNAME": "ACCOUNT"}


def test_context_words_work_without_a_lemmatizer(pipeline: Pipeline) -> None:
    registry = RecognizerRegistry([UsBankRecognizer()])
    analyzer = AnalyzerEngine(registry=registry, nlp_engine=loaded(pipeline({})))
    [with_context] = analyzer.analyze("My bank Account: 945456787654", "en")
    [without] = analyzer.analyze("It took 945456787654 steps", "en")
    assert without.score < 0.1
    assert with_context.score >= 0.4


def test_batches_keep_order_and_context_objects(pipeline: Pipeline) -> None:
    engine = loaded(pipeline({"Jane": ("PERSON", 0.9)}))
    batch = list(engine.process_batch([("Jane", 1), ("nobody", 2)], "en", as_tuples=True))
    assert [(text, len(artifacts.entities), number) for text, artifacts, number in batch] == [
        ("Jane", 1, 1),
        ("nobody", 0, 2),
    ]


def test_artifacts_can_be_traced_as_json(pipeline: Pipeline) -> None:
    assert '"Jane"' in loaded(pipeline({"Jane": ("PERSON", 0.9)})).process_text("Jane came", "en").to_json()


def test_engine_is_created_by_presidios_provider(pipeline: Pipeline, tmp_path: Path) -> None:
    pipeline({"Jane": ("PERSON", 0.9)}).to_disk(tmp_path / "model")
    models = [{"lang_code": "en", "model_name": str(tmp_path / "model")}]
    configuration = {"nlp_engine_name": "spacy_pii", "models": models}
    engine = NlpEngineProvider(nlp_engines=[PiiNlpEngine], nlp_configuration=configuration).create_engine()
    assert isinstance(engine, PiiNlpEngine)
    assert engine.process_text("Jane", "en").scores == [0.9]


def test_missing_model_names_the_wheel_and_downloads_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("spacy.cli.download", lambda *_: pytest.fail("tried to download"))
    with pytest.raises(PiiError, match=r"pip install packages/en_no_such_model-<version>-py3-none-any\.whl.*make demo"):
        PiiNlpEngine("en_no_such_model").load()


def test_an_entity_that_a_later_component_sets_replaces_the_models() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("scored_terms", config={"terms": {"Jane Roe": ["PERSON", 0.93], "Omar": ["PERSON", 0.8]}})
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "VIP", "pattern": "Jane Roe"}])
    doc = nlp("Jane Roe met Omar")
    assert [(span.text, span.label_, score) for span, score in scored_spans(doc, 0.5)] == [
        ("Omar", "PERSON", 0.8),
        ("Jane Roe", "VIP", 0.93),
    ]
