import sys

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from spacy_pii.corpora import ReadReport, read_corpus
from spacy_pii.errors import PiiError


def test_entities_annotate_the_labels_that_occur_in_the_file(jsonl, texts):
    path = jsonl(
        {"id": 1, "text": "ann at five five five", "entities": [{"start": 7, "end": 21, "label": "PHONE"}]},
        {"id": 2, "text": "ann", "entities": [[0, 3, "PERSON_NAME"]]},
    )
    first, second = read_corpus(path)
    assert texts(first) == [("five five five", "PHONE_NUMBER")]
    assert texts(second) == [("ann", "PERSON")]
    assert first.annotated == {"PERSON", "PHONE_NUMBER"}


def test_annotated_labels_can_be_given(jsonl):
    path = jsonl({"text": "x", "entities": []})
    (record,) = read_corpus(path, annotated=frozenset({"PERSON"}))
    assert record.annotated == {"PERSON"}


def test_longest_of_overlapping_entities_wins_and_the_loss_is_reported(read_one, texts):
    row = {
        "text": "Bank of Rome",
        "entities": [{"start": 8, "end": 12, "label": "CITY"}, {"start": 0, "end": 12, "label": "ORG"}],
    }
    report = ReadReport()
    assert texts(read_one(row, report=report)) == [("Bank of Rome", "ORGANIZATION")]
    assert report.overlapping == 1


def test_llm_labels_find_every_occurrence_between_word_borders(read_one, texts):
    row = {"text": "Ann and Annabel met Ann (a+b@c.de).", "labels": {"Ann": "PERSON", "a+b@c.de": "EMAIL"}}
    assert texts(read_one(row)) == [("Ann", "PERSON"), ("Ann", "PERSON"), ("a+b@c.de", "EMAIL_ADDRESS")]


def test_llm_surface_inside_a_longer_one_is_left_to_it(read_one, texts):
    row = {"text": "Paris went to Paris Hilton's.", "labels": {"Paris": "CITY", "Paris Hilton": "PERSON"}}
    assert texts(read_one(row)) == [("Paris", "LOCATION"), ("Paris Hilton", "PERSON")]


@pytest.mark.parametrize(
    "labels",
    [
        {"Bob": "PERSON"},
        {"an": "PERSON"},
        {"": "PERSON"},
        {"PERSON": "Ann Lee"},
        {"Ann Lee": "PERSON", "Lee Street": "ADDRESS"},
        {"Ann Lee": "PERSON", "Ann": "CITY"},
        {"Ann": ["PERSON"]},
    ],
    ids=["absent", "inside a word", "empty", "flipped", "crossing", "only inside another", "list"],
)
def test_llm_labels_that_are_ambiguous_are_refused_without_quoting_them(jsonl, labels):
    with pytest.raises(PiiError) as error:
        list(read_corpus(jsonl({"text": "Ann Lee Street", "labels": labels})))
    assert error.value.line == 1
    assert not any(word in str(error.value) for word in ("Ann", "Lee", "Bob"))


def nemotron_row(spans):
    return {
        "uid": "u1",
        "domain": "x",
        "document_type": "memo",
        "locale": "us",
        "text": "ANN Lee, VIN 1",
        "spans": spans,
    }


NEMOTRON_SPANS = [
    {"start": 0, "end": 3, "text": "Ann", "label": "first_name"},
    {"start": 4, "end": 7, "text": "Lee", "label": "last_name"},
    {"start": 13, "end": 14, "text": "1", "label": "vehicle_identifier"},
]


@pytest.mark.parametrize("spans", [NEMOTRON_SPANS, str(NEMOTRON_SPANS)], ids=["list", "string"])
def test_nemotron_value_may_differ_in_case_only(read_one, texts, spans):
    record = read_one(nemotron_row(spans))
    assert texts(record) == [("ANN Lee", "PERSON"), ("1", "VEHICLE_ID")]
    assert {"AGE", "API_KEY"} <= record.annotated


def test_nemotron_value_mismatch_is_a_bad_record(jsonl):
    spans = [{"start": 0, "end": 3, "text": "Bob", "label": "first_name"}]
    with pytest.raises(PiiError, match=r"\[0, 3\)"):
        list(read_corpus(jsonl(nemotron_row(spans))))


@pytest.fixture
def parquet(tmp_path):
    """Write rows as a Parquet file of small row groups; returns the path, whose name tells nothing."""

    def write(*rows):
        path = tmp_path / "train"
        pq.write_table(pa.Table.from_pylist(list(rows)), path, row_group_size=2)
        return path

    return write


@pytest.mark.parametrize("spans", [NEMOTRON_SPANS, str(NEMOTRON_SPANS)], ids=["structs", "string"])
def test_parquet_rows_are_read_like_json_rows(parquet, jsonl, spans):
    rows = [nemotron_row(spans)] * 5
    assert list(read_corpus(parquet(*rows))) == list(read_corpus(jsonl(*rows)))


def test_parquet_bad_record_is_named_by_its_row(parquet):
    bad = nemotron_row([{**NEMOTRON_SPANS[0], "end": 99}])
    with pytest.raises(PiiError, match=r"train:3: span \[0, 99\)"):
        list(read_corpus(parquet(*[nemotron_row(NEMOTRON_SPANS)] * 2, bad)))


def test_parquet_cut_short_is_an_error(parquet):
    path = parquet(nemotron_row(NEMOTRON_SPANS))
    path.write_bytes(path.read_bytes()[:-10])
    with pytest.raises(PiiError, match="Parquet file is damaged"):
        list(read_corpus(path))


def test_parquet_without_pyarrow_names_the_remedy(parquet, monkeypatch):
    path = parquet(nemotron_row(NEMOTRON_SPANS))
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    with pytest.raises(PiiError, match=r'pip install "spacy-pii\[train\]"'):
        list(read_corpus(path))


def test_whitespace_at_the_edges_of_a_span_is_trimmed_and_counted(jsonl, texts):
    text = "ask  Ann\u00a0 Lee \n"
    spans = [(4, 9, "PERSON"), (8, 10, "PERSON"), (10, 15, "PERSON")]
    report = ReadReport()
    for key, row in (("entities", [list(span) for span in spans]), ("spans", [list(span) for span in spans[:1]])):
        (record,) = read_corpus(jsonl({"text": text, key: row}), report=report)
        assert texts(record)[0] == ("Ann", "PERSON")
    assert len(texts(record)) == 1
    assert (report.trimmed, report.blank) == (3, 1)


def test_own_records_are_read_with_spans_as_objects_or_lists(jsonl, texts):
    path = jsonl(
        {"text": "Ann", "spans": [{"start": 0, "end": 3, "label": "PERSON"}], "annotated": ["PERSON"], "id": "a"},
        {"text": "Ann 5", "spans": [[4, 5, "DATE"]], "ignore": [[0, 3]]},
    )
    first, second = read_corpus(path, language="it")
    assert texts(first) == [("Ann", "PERSON")]
    assert (first.annotated, first.id, first.language) == ({"PERSON"}, "a", "it")
    assert texts(second) == [("5", "DATE")]
    assert second.ignore == ((0, 3),)


def test_own_record_without_source_and_id_gets_its_file_and_line(jsonl):
    path = jsonl(
        {"text": "a", "spans": []}, {"text": "b", "spans": [], "source": "s", "id": "x"}, name="dev.part.jsonl"
    )
    assert [(record.source, record.id) for record in read_corpus(path)] == [("dev", "1"), ("s", "x")]
