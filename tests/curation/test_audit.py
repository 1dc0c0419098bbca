import json

import pytest
from quality_scripts import run

from spacy_pii.curation.audit import audit, presidio_patterns
from spacy_pii.records import PiiRecord, PiiSpan, write_records

NAMED = frozenset({"PERSON", "LOCATION"})


def record(text, *values, annotated=NAMED, source="a"):
    spans = tuple(PiiSpan(text.index(v), text.index(v) + len(v), label) for v, label in values)
    return PiiRecord(text, spans, annotated, source=source, id=text[:3])


CLEAR = [record(f"{verb} Annabel soon.", ("Annabel", "PERSON")) for verb in ("Ask", "Call", "Tell")]


def findings(*records, patterns=None):
    found = audit(lambda: records, patterns or (lambda text: []))
    return {(kind, first, second): count for kind, first, second, count in found.rows()}


def test_surface_with_labels_of_two_families_is_a_conflict():
    records = (record("In Jordan.", ("Jordan", "LOCATION")), record("Ask JORDAN.", ("JORDAN", "PERSON")))
    assert findings(*records) == {("conflicts", "LOCATION", "PERSON"): 1}


def test_two_labels_of_one_family_are_no_conflict():
    both = NAMED | {"STREET_ADDRESS"}
    records = (
        record("At Main Road.", ("Main Road", "STREET_ADDRESS"), annotated=both),
        record("In Main Road.", ("Main Road", "LOCATION"), annotated=both),
    )
    assert findings(*records) == {}


def test_labelled_surface_without_a_label_elsewhere_is_found():
    assert findings(*CLEAR, record("Where is Annabel?")) == {("unlabeled", "a", "PERSON"): 1}


@pytest.mark.parametrize(
    "other",
    [
        record("Where is annabel?"),
        record("Where is Annabel?", annotated=frozenset({"LOCATION"})),
        record("Where is Annabel Lee?", ("Annabel Lee", "PERSON")),
        PiiRecord("Where is Annabel?", (), NAMED, ignore=((9, 16),)),
    ],
    ids=["a word", "label not annotated", "inside a span", "not to be judged"],
)
def test_surface_that_may_rightly_have_no_label_is_no_finding(other):
    assert findings(*CLEAR, other) == {}


def test_patterns_without_a_label_are_told_from_labels_that_the_source_does_not_annotate():
    text = "Mail ann@example.com or go to https://example.com/a"
    partial = record(text, annotated=frozenset({"EMAIL_ADDRESS"}))
    labelled = record(text, ("ann@example.com", "EMAIL_ADDRESS"), annotated=frozenset({"EMAIL_ADDRESS"}))
    assert findings(partial, labelled, patterns=presidio_patterns()) == {
        ("patterns", "a", "EMAIL_ADDRESS"): 1,
        ("unknown", "a", "URL"): 2,
    }


def test_script_reports_places_and_shows_texts_only_if_asked(tmp_path):
    path, report = tmp_path / "a.jsonl", tmp_path / "labels.json"
    write_records(path, [*CLEAR, record("Where is Annabel?")])
    printed = run("audit_labels.py", path, "--report", report)
    assert "Annabel" not in printed + report.read_text()
    (finding,) = json.loads(report.read_text())["findings"]
    assert finding["places"] == [{"source": "a", "id": "Whe", "start": 9, "end": 16}]
    run("audit_labels.py", path, "--report", report, "--show-values")
    (finding,) = json.loads(report.read_text())["findings"]
    assert finding["places"][0]["text"] == "Annabel"
