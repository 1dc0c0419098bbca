"""What the writers write, the readers read back: spans and labels, on arbitrary Unicode."""

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spacy_pii.corpora import read_corpus, write_ai4privacy, write_conll
from spacy_pii.errors import PiiError
from spacy_pii.labels import ALL_LABELS
from spacy_pii.records import PiiRecord, PiiSpan, write_records

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@st.composite
def pii_records(draw, text=TEXT) -> PiiRecord:
    """A record with spans anywhere, also touching, without whitespace at their ends."""
    content = draw(text)
    borders = sorted(draw(st.sets(st.integers(0, len(content)), max_size=6)))
    spans = [
        PiiSpan(start, end, draw(st.sampled_from(sorted(ALL_LABELS))))
        for start, end in zip(borders, borders[1:], strict=False)
        if draw(st.booleans()) and content[start:end] == content[start:end].strip()
    ]
    return PiiRecord(content, tuple(spans), source="corpus", id=draw(st.text("ab1", min_size=1, max_size=3)))


def round_trip(write, records, **options):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "corpus"
        assert write(path, records) == len(records)
        return list(read_corpus(path, **options))


@settings(deadline=None, max_examples=100)
@given(st.lists(pii_records(), min_size=1, max_size=3))
def test_ai4privacy_round_trip(records):
    read = round_trip(write_ai4privacy, records)
    assert [(r.text, r.spans, r.id) for r in read] == [(r.text, r.spans, r.id) for r in records]


@settings(deadline=None, max_examples=100)
@given(st.lists(pii_records(), min_size=1, max_size=3))
def test_own_records_round_trip(records):
    assert round_trip(write_records, records) == records


@settings(deadline=None, max_examples=100)
@given(st.lists(pii_records(), min_size=1, max_size=3))
def test_conll_round_trip(records):
    read = round_trip(write_conll, records, format="conll")
    assert [r.spans for r in read] == [r.spans for r in records]
    assert [len(r.text) for r in read] == [len(r.text) for r in records]


@settings(deadline=None, max_examples=100)
@given(pii_records())
def test_openpii_rows_of_arbitrary_text_are_read(record):
    mask = [
        {"label": s.label, "start": s.start, "end": s.end, "value": record.text[s.start : s.end]} for s in record.spans
    ]
    row = {"source_text": record.text, "masked_text": "", "mbert_token_classes": [], "region": "US"}

    def write(path, records):
        path.write_text("".join(json.dumps({**row, "privacy_mask": form(mask)}) + "\n" for form in (list, str)))
        return 1

    assert [r.spans for r in round_trip(write, [record])] == [record.spans] * 2


def test_ai4privacy_row_has_the_shape_of_the_release(tmp_path):
    record = PiiRecord("Hi Ann, 4321.", (PiiSpan(3, 6, "PERSON"), PiiSpan(8, 12, "PIN")), language="it", id="9")
    write_ai4privacy(tmp_path / "d.jsonl", [record])
    row = json.loads((tmp_path / "d.jsonl").read_text())
    assert row["target_text"] == "Hi [FULLNAME], [PIN]."
    assert json.loads(row["span_labels"]) == [
        [0, 3, "O"],
        [3, 6, "FULLNAME"],
        [6, 8, "O"],
        [8, 12, "PIN"],
        [12, 13, "O"],
    ]
    assert row["privacy_mask"][0] == {"value": "Ann", "start": 3, "end": 6, "label": "FULLNAME"}
    assert (row["id"], row["language"], row["set"]) == ("9", "it", "train")


def test_conll_tokens_are_cut_at_the_borders_of_spans(tmp_path):
    record = PiiRecord("at 12Main\r\nRoad", (PiiSpan(3, 5, "ID"), PiiSpan(5, 15, "STREET_ADDRESS")))
    write_conll(tmp_path / "c.conll", [record], tokenize=lambda text: [(0, 2), (3, 9), (11, 15)])
    assert (tmp_path / "c.conll").read_text().splitlines() == [
        "# sent_id = 1",
        "# text = at 12Main  Road",
        "at\tO",
        "12\tB-ID",
        "Main\tB-STREET_ADDRESS",
        "Road\tI-STREET_ADDRESS",
        "",
    ]


def test_conll_span_without_a_token_is_an_error_and_leaves_no_file(tmp_path):
    record = PiiRecord("a  b", (PiiSpan(1, 3, "PERSON"),))
    with pytest.raises(PiiError, match="record 1: .* no token"):
        write_conll(tmp_path / "c.conll", [record])
    assert list(tmp_path.iterdir()) == []
