from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import spacy
import yaml
from presidio_analyzer import AnalyzerEngine, AnalyzerEngineProvider
from spacy.language import Language
from spacy.tokens import Doc
from typer.testing import CliRunner, Result

from spacy_pii.cli import app
from spacy_pii.components.decoder import DEFAULT_POINTS, Decoder, make_decoder

TEXT = "Jane of Acme, jane@example.com, card 4111 1111 1111 1111, account 12345678"


@Language.factory("decoding_terms", default_config={"points": DEFAULT_POINTS, "thresholds": {}})
class DecodingTerms:
    """Carries a decoder, as our own components do."""

    def __init__(self, nlp: Language, name: str, points: dict, thresholds: dict[str, float]):
        self.decoder: Decoder = make_decoder("high_precision", points, thresholds)

    def __call__(self, doc: Doc) -> Doc:
        return doc


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["presidio-config", *map(str, arguments)])


def engine(path: Path) -> AnalyzerEngine:
    return AnalyzerEngineProvider(analyzer_engine_conf_file=path).create_engine()


def found(analyzer: AnalyzerEngine, **options: object) -> set[tuple[str, str]]:
    return {(r.entity_type, TEXT[r.start : r.end]) for r in analyzer.analyze(TEXT, "en", **options)}


@pytest.fixture
def model(pipeline: Callable[[dict], Language], tmp_path: Path) -> Path:
    pipeline({"Jane": ("PERSON", 0.97), "Acme": ("ORGANIZATION", 0.6)}).to_disk(tmp_path / "model")
    return tmp_path / "model"


@pytest.fixture
def written(model: Path, tmp_path: Path) -> Path:
    assert run(model, "--output", tmp_path / "presidio.yaml").exit_code == 0
    return tmp_path / "presidio.yaml"


def test_the_configuration_loads_as_it_is_and_finds_what_model_and_patterns_find(written: Path) -> None:
    assert found(engine(written)) == {
        ("PERSON", "Jane"),
        ("ORGANIZATION", "Acme"),
        ("EMAIL_ADDRESS", "jane@example.com"),
        ("CREDIT_CARD", "4111 1111 1111 1111"),
    }


def test_one_import_is_enough_in_a_fresh_process(written: Path) -> None:
    program = (
        "import sys, spacy_pii.presidio\n"
        "from presidio_analyzer import AnalyzerEngineProvider\n"
        "analyzer = AnalyzerEngineProvider(analyzer_engine_conf_file=sys.argv[1]).create_engine()\n"
        "print([r.entity_type for r in analyzer.analyze('mail jane@example.com', 'en')])"
    )
    # The stand-in for the model is known to the tests only; the wheel's own components need no import.
    configuration = yaml.safe_load(written.read_text("utf8"))
    blank = written.parent / "blank"
    spacy.blank("en").to_disk(blank)
    configuration["recognizer_registry"]["recognizers"][0]["name"] = str(blank)
    written.write_text(yaml.safe_dump(configuration), "utf8")
    shown = subprocess.run([sys.executable, "-c", program, written], capture_output=True, text=True, check=True)
    assert shown.stdout == "['EMAIL_ADDRESS']\n"


def test_context_words_work_only_where_they_are_passed_and_the_header_says_so(written: Path) -> None:
    analyzer = engine(written)
    account = ("BANK_ACCOUNT", "12345678")
    assert account not in found(analyzer)
    assert account in found(analyzer, context=["account"])
    header = written.read_text("utf8").split("supported_languages")[0]
    assert "Context words in the text" in header
    assert "do not work" in header
    assert "import spacy_pii.presidio" in header


def test_thresholds_of_the_operating_point_are_written_and_can_be_raised(written: Path) -> None:
    configuration = yaml.safe_load(written.read_text("utf8"))
    ours = configuration["recognizer_registry"]["recognizers"][0]
    assert ours["score_thresholds"] == {"default": 0.0}
    ours["score_thresholds"] = {"ORGANIZATION": 0.7}
    written.write_text(yaml.safe_dump(configuration), "utf8")
    labels = {label for label, _ in found(engine(written))}
    assert "PERSON" in labels
    assert "ORGANIZATION" not in labels


def test_thresholds_come_from_the_pipeline(tmp_path: Path) -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("decoding_terms", config={"thresholds": {"PERSON": 0.3}})
    nlp.to_disk(tmp_path / "model")
    configuration = yaml.safe_load(run(tmp_path / "model").stdout)
    ours = configuration["recognizer_registry"]["recognizers"][0]
    assert ours["score_thresholds"] == {"default": 0.8, "PERSON": 0.3}


def test_a_folder_is_written_as_an_absolute_path(model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(model.parent)
    configuration = yaml.safe_load(run("model").stdout)
    assert configuration["recognizer_registry"]["recognizers"][0]["name"] == str(model)


def test_another_language_is_served(model: Path, tmp_path: Path) -> None:
    assert run(model, "--language", "de", "--output", tmp_path / "de.yaml").exit_code == 0
    analyzer = engine(tmp_path / "de.yaml")
    assert {r.entity_type for r in analyzer.analyze("Jane, jane@example.com", "de")} == {"PERSON", "EMAIL_ADDRESS"}


def test_missing_model_is_named_and_nothing_is_written(tmp_path: Path) -> None:
    result = run("en_no_such_model", "--output", tmp_path / "presidio.yaml")
    assert result.exit_code == 1
    assert "en_no_such_model" in result.stderr
    assert not (tmp_path / "presidio.yaml").exists()
