import json
from collections.abc import Callable
from pathlib import Path

import pytest

from spacy_pii.corpora import read_corpus
from spacy_pii.records import PiiRecord

WriteFile = Callable[..., Path]


@pytest.fixture
def jsonl(tmp_path: Path) -> WriteFile:
    """Write rows as JSON Lines; returns the path."""

    def write(*rows: object, name: str = "corpus.jsonl") -> Path:
        path = tmp_path / name
        path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf8")
        return path

    return write


@pytest.fixture
def read_one(jsonl: WriteFile) -> Callable[..., PiiRecord]:
    """The record that the readers make of one JSON row, its format detected."""

    def read(row: object, **options) -> PiiRecord:
        (record,) = read_corpus(jsonl(row), **options)
        return record

    return read


@pytest.fixture
def texts() -> Callable[[PiiRecord], list[tuple[str, str]]]:
    """The spans of a record as (text, label)."""
    return lambda record: [(record.text[span.start : span.end], span.label) for span in record.spans]
