"""The steps that read and write corpora, as a user runs them: what they make, and what they say when they cannot."""

import json
import runpy
from pathlib import Path

import pytest
import typer
from click.testing import Result
from spacy.tokens import DocBin
from spacy.vocab import Vocab
from typer.testing import CliRunner

from spacy_pii.corpora import read_corpus
from spacy_pii.records import PiiRecord, PiiSpan, write_records

SCRIPTS = Path(__file__).parents[2] / "scripts"
GOOD_RECORD = {"text": "Ann is here", "spans": [[0, 3, "PERSON"]]}
GOOD = {"text": "Ann is here", "entities": [{"start": 0, "end": 3, "label": "PERSON"}]}


def run(script: str, *arguments: object) -> Result:
    app = typer.Typer()
    app.command()(runpy.run_path(str(SCRIPTS / script))["main"])
    return CliRunner().invoke(app, [str(argument) for argument in arguments], env={"COLUMNS": "200"})


@pytest.fixture
def convert(tmp_path, monkeypatch):
    """Convert rows of JSON Lines, each an object or a string, into one split; returns the outcome and the report."""
    monkeypatch.chdir(tmp_path)

    def run_it(*rows: object, options: tuple[object, ...] = ()) -> tuple[Result, dict]:
        lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
        Path("in.jsonl").write_text("\n".join(lines), encoding="utf8")
        result = run("convert.py", "out", "in.jsonl", "--dev", 0, "--test", 0, "--report", "report.json", *options)
        report = json.loads(Path("report.json").read_text()) if Path("report.json").exists() else {}
        return result, report

    return run_it


def message(result: Result) -> str:
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit)
    return " ".join(result.stderr.split("✘")[-1].split())


@pytest.mark.parametrize(
    ("row", "problem", "remedy"),
    [
        ('{"text": Ann', "not valid JSON", "one JSON object"),
        ({"text": "Ann", "entities": [[0, 9, "PERSON"]]}, "[0, 9) is empty or lies outside", "code points"),
        ({"text": "Ann", "entities": [[0, 3, "SHOE"]]}, "unknown label 'SHOE'", "--on-unknown-label drop"),
        ({"text": "Ann", "entities": [[0, 3]]}, "an entity is neither", "keys"),
    ],
    ids=["broken JSON", "offset out of range", "unknown label", "no label"],
)
def test_bad_record_stops_with_file_line_and_remedy_and_no_text(convert, row, problem, remedy):
    result, report = convert(GOOD, row)
    text = message(result)
    assert text.startswith("in.jsonl:2: ")
    assert problem in text
    assert remedy in text.split("Remedy:")[1]
    assert "Ann" not in text
    assert report == {}
    assert not Path("out/train.jsonl").exists()


def test_value_that_is_not_at_its_offsets_is_named(convert):
    mask = [{"value": "Bob", "start": 0, "end": 3, "label": "FIRSTNAME"}]
    row = {"source_text": "Ann", "target_text": "", "span_labels": "[]", "privacy_mask": mask}
    text = message(convert(row)[0])
    assert "in.jsonl:1: the text at [0, 3) is not the value" in text
    assert "Bob" not in text


def test_missing_file_empty_corpus_and_unknown_language_are_named(convert, tmp_path):
    assert "absent.jsonl: file not found. " in message(run("convert.py", tmp_path / "o", "absent.jsonl"))
    assert "in.jsonl: format not recognized" in message(convert()[0])
    assert "in.jsonl: no usable record" in message(convert(options=["--format", "entities"])[0])
    assert "no language 'q7'" in message(convert(GOOD, options=["--lang", "q7"])[0])


def test_max_bad_lets_bad_records_pass_and_lists_them(convert):
    bad = {"text": "Ann", "entities": [[0, 9, "PERSON"]]}
    assert "2 bad records, 1 allowed" in message(convert(GOOD, bad, bad, options=["--max-bad", 1])[0])
    result, report = convert(GOOD, bad, "{", options=["--max-bad", 2])
    assert result.exit_code == 0, result.output
    assert (report["splits"]["train"], report["read"]["bad"]) == (1, 2)
    assert [problem["line"] for problem in report["read"]["problems"]] == [2, 3]
    assert "in.jsonl:2:" in result.stdout
    assert "2 bad records" in result.stdout


def test_unknown_labels_can_be_dropped_and_are_counted(convert):
    row = {"text": "Ann 38", "entities": [[0, 3, "PERSON"], [4, 6, "SHOE"]]}
    result, report = convert(row, options=["--on-unknown-label", "drop"])
    assert result.exit_code == 0, result.output
    assert report["read"]["unknown"] == {"SHOE": 1}
    assert [span["label"] for span in report["spans"]] == ["PERSON"]


def test_alignment_is_reported_per_source_and_label_with_places_and_text_only_on_request(convert):
    row = {"text": "MaryAnn is here", "spans": [[4, 7, "PERSON"]], "source": "s", "id": "r7"}
    result, report = convert(row)
    assert report["spans"] == [{"source": "s", "label": "PERSON", "aligned": 0, "expanded": 1, "lost": 0}]
    place = {"source": "s", "id": "r7", "start": 4, "end": 7, "label": "PERSON", "outcome": "expanded"}
    assert report["places"] == [place]
    assert "Mary" not in result.output
    result, report = convert(row, options=["--show-values"])
    assert report["places"] == [{**place, "text": "Mary[Ann] is here"}]
    assert "Mary[Ann] is here" in result.stdout


def test_long_documents_are_cut_between_entities_and_the_report_says_so(convert):
    text = "Anna Maria Schmidt of Ulm wrote. " * 20
    spans = [[start, start + 18, "PERSON"] for start in range(0, len(text), 33)]
    result, report = convert({"text": text, "spans": spans}, GOOD_RECORD, options=["--max-tokens", 25])
    assert report["cut"] == {"docs": 1, "pieces": 7}
    assert "1 long documents were cut into 7 pieces" in result.stdout
    docs = list(DocBin().from_disk("out/train/00000.spacy").get_docs(Vocab()))
    assert sum(len(doc.ents) for doc in docs) == 20 + 1
    assert max(map(len, docs)) <= 25
    assert "".join(doc.text for doc in docs[:-1]) == text


def test_gold_of_a_development_set_is_converted_with_its_families(convert):
    row = {"text": "a@b.de 555", "spans": [[0, 6, "EMAIL"], [7, 10, "PHONE"]], "ignore": []}
    _, report = convert(row)
    assert [(span["source"], span["label"], span["aligned"]) for span in report["spans"]] == [
        ("in", "EMAIL", 1),
        ("in", "PHONE", 1),
    ]


@pytest.mark.parametrize("format", ["ai4privacy-d", "conll"])
def test_exported_records_are_read_back_in_the_other_format(tmp_path, format):
    records = [PiiRecord("Write to Ann Lee.", (PiiSpan(9, 16, "PERSON"),), id="7"), PiiRecord("Nothing.", id="8")]
    write_records(tmp_path / "in.jsonl", records)
    result = run("export_records.py", tmp_path / "in.jsonl", tmp_path / "out.gz", "--format", format)
    assert result.exit_code == 0, result.output
    assert "2 records" in result.stdout
    read = list(read_corpus(tmp_path / "out.gz"))
    assert [(r.text, r.spans, r.id) for r in read] == [(r.text, r.spans, r.id) for r in records]


def test_export_of_a_missing_file_names_it(tmp_path):
    result = run("export_records.py", tmp_path / "absent.jsonl", tmp_path / "out.jsonl")
    assert "absent.jsonl: file not found" in message(result)
    assert list(tmp_path.iterdir()) == []


def test_readers_are_measured_on_every_shape():
    result = run("bench_readers.py", "--megabytes", 1)
    assert result.exit_code == 0, result.output
    rows = [line.split() for line in result.stdout.splitlines() if line[:1] in set("ABCDE")]
    assert [row[0] for row in rows] == list("ABCDE")
    assert all(float(row[-1]) < 200 for row in rows)
