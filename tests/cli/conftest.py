"""A key, and a function that runs the command with the pipeline of rules."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from spacy_pii.cli import app


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    path = tmp_path / "key.txt"
    # The same in every run: under another key a surrogate may be "Johnson", which holds "John".
    path.write_bytes(base64.urlsafe_b64encode(bytes(32)) + b"\n")
    return path


@pytest.fixture
def run(rules, monkeypatch):
    """A function that runs `spacy-pii COMMAND ARGUMENTS` with that model and returns what came out."""
    monkeypatch.delenv("SPACY_PII_KEY", raising=False)

    def run(command: str, *arguments: object, stdin: bytes | None = None, model: object = rules) -> Result:
        options = [] if command == "deanonymize" else ["--model", str(model)]
        return CliRunner().invoke(app, [command, *map(str, arguments), *options], input=stdin)

    return run
