import json

import pytest
from quality_scripts import run

from spacy_pii.curation.duplicates import Deduplicator, FileCounts, deduplicate
from spacy_pii.records import PiiRecord, PiiSpan, read_records, write_records

LETTER = "Dear {}, thank you for your patience while we were looking into order {} for you."


def letter(name, number):
    return PiiRecord(LETTER.format(name, number), (PiiSpan(5, 5 + len(name), "PERSON"),))


def kept(deduplicator, records):
    counts = FileCounts("a.jsonl")
    return [record.text for record in deduplicate(deduplicator, records, counts)], counts


def test_text_that_differs_in_case_and_space_only_is_an_exact_duplicate():
    texts, counts = kept(Deduplicator(), [PiiRecord("Call me"), PiiRecord("call  ME "), PiiRecord("call us")])
    assert texts == ["Call me", "call us"]
    assert (counts.records, counts.kept, counts.exact) == (3, 2, 1)


def test_records_that_differ_in_personal_data_and_digits_are_near_duplicates():
    texts, counts = kept(Deduplicator(), [letter("Ann", 1), letter("Bob", 22)])
    assert texts == [letter("Ann", 1).text]
    assert counts.near == 1


@pytest.mark.parametrize(("max_near", "expected"), [(1, 1), (2, 2), (0, 3)])
def test_near_duplicates_may_stay_up_to_a_number(max_near, expected):
    texts, _ = kept(Deduplicator(max_near), [letter("Ann", 1), letter("Bob", 2), letter("Cy", 3)])
    assert len(texts) == expected


def test_short_texts_around_other_names_are_no_near_duplicates():
    records = [PiiRecord(f"I am {name}", (PiiSpan(5, 8, "PERSON"),)) for name in ("Ann", "Bob")]
    assert len(kept(Deduplicator(), records)[0]) == 2


@pytest.mark.parametrize(
    "record",
    [
        PiiRecord(letter("Ann", 1).text.upper()),
        letter("Bob", 22),
        PiiRecord("Hello! " + letter("Ann", 1).text),
    ],
    ids=["the same text", "another name", "inside a longer text"],
)
def test_nothing_of_a_reported_file_is_kept(record):
    deduplicator = Deduplicator(max_near=0)
    assert deduplicator.report_on([letter("Ann", 1)]) == 1
    texts, counts = kept(deduplicator, [record])
    assert not texts
    assert counts.reported_on == 1


def test_long_text_that_shares_a_formula_with_a_reported_one_is_kept():
    deduplicator = Deduplicator()
    deduplicator.report_on([letter("Ann", 1)])
    own = " ".join(f"word{chr(97 + i)}" for i in range(20))
    texts, _ = kept(deduplicator, [PiiRecord(f"{own} thank you for your patience while we were looking {own}")])
    assert len(texts) == 1


@pytest.fixture
def files(tmp_path):
    write_records(tmp_path / "one.jsonl", [letter("Ann", 1), PiiRecord("See you"), PiiRecord("x y", source="tab:dev")])
    write_records(tmp_path / "two.jsonl", [PiiRecord("see you"), PiiRecord("Bye now"), PiiRecord("X Y")])
    write_records(tmp_path / "test.jsonl", [letter("Bob", 2)])
    return tmp_path


def test_script_keeps_reported_files_and_sources_out_of_every_output(files):
    report = files / "report.json"
    inputs = (files / "one.jsonl", files / "two.jsonl")
    against = ("--against", files / "test.jsonl", "--against-source", "tab:dev")
    output = run("deduplicate.py", files / "out", *inputs, *against, "--report", report)
    assert [record.text for record in read_records(files / "out/one.jsonl")] == ["See you"]
    assert [record.text for record in read_records(files / "out/two.jsonl")] == ["Bye now"]
    rows = json.loads(report.read_text())["files"]
    assert [(row["records"], row["kept"], row["reported_on"], row["exact"]) for row in rows] == [
        (3, 1, 2, 0),
        (3, 1, 1, 1),
    ]
    assert "See you" not in output + report.read_text()


def test_script_refuses_inputs_of_the_same_name(files):
    (files / "sub").mkdir()
    write_records(files / "sub/one.jsonl", [PiiRecord("x")])
    output = run("deduplicate.py", files / "out", files / "one.jsonl", files / "sub/one.jsonl", exit_code=1)
    assert "same file" in output
