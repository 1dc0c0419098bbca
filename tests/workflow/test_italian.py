"""Another language through the whole chain: Italian ai4privacy records in, an analyzer for Italian out."""

import json
import re
import runpy
from itertools import product
from pathlib import Path

import pytest
import spacy
import typer
from spacy.cli.train import train
from typer.testing import CliRunner

from spacy_pii.presidio import create_analyzer
from spacy_pii.records import read_records

ROOT = Path(__file__).parents[2]
SENTENCES = (
    "Gentile signor {SURNAME}, la sua pratica è stata inoltrata all'ufficio di {CITY}.",
    "Mi chiamo {GIVENNAME1} {LASTNAME1} e abito in {STREET} {BUILDING}, {POSTCODE} {CITY}.",
    "L'appuntamento dell'{DATE} è confermato; per disdire chiami lo {TEL}.",
    "Perché {GIVENNAME1} non risponde? Ho scritto a {EMAIL} già due volte.",
    "La riunione di lunedì è stata spostata nell'aula più grande.",
)
VALUES = (
    {
        "GIVENNAME1": "Niccolò",
        "LASTNAME1": "D'Angelo",
        "SURNAME": "Dell'Orto",
        "CITY": "L'Aquila",
        "STREET": "Via Verdi",
    },
    {"GIVENNAME1": "Lucia", "LASTNAME1": "Rossi", "SURNAME": "Bianchi", "CITY": "Forlì", "STREET": "Corso d'Italia"},
    {"GIVENNAME1": "Zoè", "LASTNAME1": "Costa", "SURNAME": "Fò", "CITY": "Cantù", "STREET": "Piazza Navona"},
)
COMMON = {
    "BUILDING": "12/b",
    "POSTCODE": "67100",
    "DATE": "8 marzo 1990",
    "TEL": "06 5550 1234",
    "EMAIL": "n.dangelo@posta.example",
}
OPENINGS = ("", "Buongiorno. ", "Salve! ", "Oggetto: sollecito.\n", "A chi di competenza: ", "Urgente, grazie. ")


def row(number: int, sentence: str, values: dict[str, str]) -> dict[str, object]:
    """A record in the shape of the 300k release."""
    text, mask, end = "", [], 0
    for slot in re.finditer(r"\{(\w+)\}", sentence):
        text += sentence[end : slot.start()]
        value = values[slot[1]]
        mask.append({"value": value, "start": len(text), "end": len(text) + len(value), "label": slot[1]})
        text += value
        end = slot.end()
    text += sentence[end:]
    shape = {"source_text": text, "target_text": "", "privacy_mask": mask, "span_labels": "[]"}
    return {**shape, "id": f"{number}A", "language": "Italian", "set": "train"}


def run(script: str, *arguments: object) -> str:
    app = typer.Typer()
    app.command()(runpy.run_path(str(ROOT / "scripts" / script))["main"])
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.fixture(scope="module")
def folder(tmp_path_factory, tiny_encoder) -> Path:
    """What each step of the chain left: corpus/, training/, predicted.jsonl and metrics.json."""
    folder = tmp_path_factory.mktemp("italian")
    texts = product(OPENINGS, SENTENCES, VALUES)
    rows = [row(i, opening + sentence, {**COMMON, **values}) for i, (opening, sentence, values) in enumerate(texts)]
    source = folder / "italian_openpii.jsonl"
    source.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf8")
    corpus, report = folder / "corpus", folder / "alignment.json"
    run("convert.py", corpus, source, "--lang", "it", "--dev", 0.2, "--test", 0.2, "--report", report)
    overrides = {
        "paths.train": str(corpus / "train"),
        "paths.dev": str(corpus / "dev"),
        "paths.encoder": str(tiny_encoder),
        "nlp.lang": "it",
        "training.max_steps": 2,
        "training.eval_frequency": 1,
        "training.logger.progress_bar": None,
    }
    train(ROOT / "configs/cpu.cfg", folder / "training", overrides=overrides)
    predicted = folder / "predicted.jsonl"
    run("predict.py", folder / "training/model-best", corpus / "test.jsonl", predicted)
    run("evaluate.py", corpus / "test.jsonl", predicted, "--out", folder / "metrics.json")
    return folder


def test_italian_records_are_aligned_after_elisions_and_keep_their_language(folder):
    report = json.loads((folder / "alignment.json").read_text())
    assert report["aligned_percent"] == 100
    assert {span["label"] for span in report["spans"]} >= {"PERSON", "LOCATION", "STREET_ADDRESS", "DATE_TIME"}
    assert {record.language for record in read_records(folder / "corpus/train.jsonl")} == {"it"}


def test_italian_pipeline_is_trained_and_scored_as_such(folder):
    nlp = spacy.load(folder / "training/model-best")
    assert nlp.lang == "it"
    assert "PERSON" in nlp.get_pipe("pii_ner").labels
    predicted = list(read_records(folder / "predicted.jsonl"))
    metrics = json.loads((folder / "metrics.json").read_text())
    assert metrics["documents"] == len(predicted) > 0
    assert 0 <= metrics["leakage"] <= 100


def test_italian_analyzer_finds_patterns_beside_the_model(folder):
    analyzer = create_analyzer(folder / "training/model-best", languages=("it",))
    text = "Niccolò dell'Aquila scrive da n.dangelo@posta.example già da ieri."
    results = analyzer.analyze(text, language="it")
    assert any(text[r.start : r.end] == "n.dangelo@posta.example" for r in results if r.entity_type == "EMAIL_ADDRESS")
