"""Nothing here may touch the network; each test would fail if anything tried."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import spacy
import tldextract
from presidio_analyzer import AnalyzerEngineProvider
from typer.testing import CliRunner

from spacy_pii.cli import app
from spacy_pii.components.patterns.recognizers import _public_suffixes
from spacy_pii.presidio import create_analyzer

TEXT = "jane@example.com looked at https://example.org/x and shop.example.net"
FOUND = [("EMAIL_ADDRESS", "jane@example.com"), ("URL", "https://example.org/x"), ("URL", "shop.example.net")]


@pytest.fixture(autouse=True)
def attempts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[list[str]]:
    """The names of the socket functions that were called; all of them fail."""
    attempts: list[str] = []

    def refuse(name: str) -> Callable[..., Any]:
        def call(*_: Any, **__: Any) -> Any:
            attempts.append(name)
            raise OSError("blocked")

        return call

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse(name))
    for name in ("getaddrinfo", "gethostbyname", "create_connection"):
        monkeypatch.setattr(socket, name, refuse(name))
    # Presidio's own recognizer would fetch the list of public suffixes now, and keep it in this folder.
    cache = tmp_path / "suffixes"
    monkeypatch.setattr("tldextract.tldextract.TLD_EXTRACTOR", tldextract.TLDExtract(cache_dir=str(cache)))
    _public_suffixes.cache_clear()
    yield attempts
    assert attempts == []
    assert not cache.exists()


@pytest.fixture
def model(tmp_path: Path) -> Path:
    spacy.blank("en").to_disk(tmp_path / "model")
    return tmp_path / "model"


def test_presidios_own_recognizer_would_be_noticed(attempts: list[str], tmp_path: Path) -> None:
    from presidio_analyzer.predefined_recognizers import EmailRecognizer

    EmailRecognizer().analyze(TEXT, ["EMAIL_ADDRESS"])
    assert attempts
    attempts.clear()
    for path in sorted((tmp_path / "suffixes").rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()
    (tmp_path / "suffixes").rmdir()


def test_an_analyzer_is_made_and_used_without_the_network(model: Path) -> None:
    results = create_analyzer(model).analyze(TEXT, "en")
    assert [(result.entity_type, TEXT[result.start : result.end]) for result in results] == FOUND


def test_the_component_works_without_the_network(model: Path) -> None:
    nlp = spacy.load(model)
    nlp.add_pipe("pii_patterns")
    assert [(ent.label_, ent.text) for ent in nlp(TEXT).ents] == FOUND


@pytest.mark.parametrize("operator", ["replace", "surrogate", "placeholder", "hash"])
def test_the_command_anonymizes_without_the_network(model: Path, operator: str) -> None:
    result = CliRunner().invoke(app, ["anonymize", TEXT, "--model", str(model), "--operator", operator])
    assert result.exit_code == 0
    assert "jane@" not in result.stdout


def test_the_yaml_configuration_works_without_the_network(model: Path, tmp_path: Path) -> None:
    path = tmp_path / "presidio.yaml"
    assert CliRunner().invoke(app, ["presidio-config", str(model), "--output", str(path)]).exit_code == 0
    results = AnalyzerEngineProvider(analyzer_engine_conf_file=path).create_engine().analyze(TEXT, "en")
    assert {(result.entity_type, TEXT[result.start : result.end]) for result in results} >= set(FOUND)
