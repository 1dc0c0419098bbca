import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spacy_pii.errors import PiiError
from spacy_pii.labels import LABELS
from spacy_pii.records import PiiRecord, PiiSpan, read_records, write_records


@st.composite
def records(draw):
    text = draw(st.text(max_size=60))
    borders = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    pairs = zip(borders[::2], borders[1::2], strict=False)
    label = st.sampled_from(sorted(LABELS))
    score = st.one_of(st.none(), st.sampled_from([0.0, 0.25, 1.0]))
    spans = tuple(PiiSpan(start, end, draw(label), draw(score)) for start, end in pairs)
    annotated = frozenset(draw(st.sets(label)) | {span.label for span in spans})
    return PiiRecord(text, spans, annotated, id=draw(st.text("abc0", max_size=3)))


@given(st.lists(records(), max_size=4))
def test_written_records_read_back_equal(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("records") / "rows.jsonl"
    assert write_records(path, rows) == len(rows)
    assert list(read_records(path)) == rows


def test_gzip_is_chosen_by_the_suffix(tmp_path):
    path = tmp_path / "rows.jsonl.gz"
    write_records(path, [PiiRecord("Anna", (PiiSpan(0, 4, "PERSON"),))])
    assert gzip.decompress(path.read_bytes()).startswith(b'{"text": "Anna"')
    assert next(read_records(path)).spans == (PiiSpan(0, 4, "PERSON"),)


def test_spans_may_be_lists():
    assert PiiRecord.from_dict({"text": "Anna", "spans": [[0, 4, "PERSON"]]}).spans == (PiiSpan(0, 4, "PERSON"),)


@pytest.mark.parametrize("pairs", [[(0, 9)], [(2, 2)], [(0, 3), (2, 4)], [(-1, 2)]])
def test_impossible_spans_are_refused(pairs):
    with pytest.raises(PiiError, match="code points"):
        PiiRecord("Anna", tuple(PiiSpan(a, b, "PERSON") for a, b in pairs))


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("{", "not valid JSON"),
        ("[]", "not a JSON object"),
        ("{}", "not a record: 'text' is missing"),
        ('{"text": 5, "spans": []}', "not a record: 'text' is not a string"),
        ('{"text": "Ann"}', "not a record: 'spans' is missing"),
        ('{"text": "Ann", "spans": null}', "not a record: 'spans' is not a list"),
        ('{"text": "Ann", "spans": [{"label": "PERSON"}]}', "not a record"),
        ('{"text": "a", "spans": [{"start": 0, "end": 5, "label": "PERSON"}]}', "outside the text"),
    ],
)
def test_bad_line_is_named_by_file_and_number(tmp_path, line, problem):
    path = tmp_path / "rows.jsonl"
    path.write_text('{"text": "fine", "spans": []}\n\n' + line + "\n")
    with pytest.raises(PiiError, match=rf"rows\.jsonl:3: .*{problem}"):
        list(read_records(path))


def test_missing_file_is_an_error_with_a_remedy(tmp_path):
    with pytest.raises(PiiError, match=r"absent\.jsonl: file not found\. Remedy: "):
        list(read_records(tmp_path / "absent.jsonl"))


def test_half_a_surrogate_pair_is_refused():
    with pytest.raises(PiiError, match="surrogate"):
        PiiRecord.from_dict({"text": "\ud83d Anna", "spans": []})


def test_text_is_not_shown_in_repr_or_errors():
    record = PiiRecord("Anna Schmidt", (PiiSpan(0, 12, "PERSON"),))
    assert "Anna" not in repr(record)
    with pytest.raises(PiiError) as caught:
        PiiRecord("Anna Schmidt", (PiiSpan(0, 99, "PERSON"),))
    assert "Anna" not in str(caught.value)


def test_interrupted_writing_leaves_the_old_file_and_no_debris(tmp_path):
    path = tmp_path / "rows.jsonl"
    write_records(path, [PiiRecord("old")])

    def failing():
        yield PiiRecord("new")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_records(path, failing())
    assert [record.text for record in read_records(path)] == ["old"]
    assert list(tmp_path.iterdir()) == [path]


def test_unknown_annotated_labels_are_refused_with_their_line(tmp_path):
    path = tmp_path / "records.jsonl"
    path.write_text('{"text": "Ann", "spans": [], "annotated": ["PERSN"]}\n')
    with pytest.raises(PiiError, match="records.jsonl:1: unknown label 'PERSN' in annotated.*PERSON"):
        list(read_records(path))
