import gzip
import json

import pytest

from spacy_pii.corpora import FORMATS, ReadReport, read_corpus
from spacy_pii.errors import PiiError, UnknownLabelError

GOOD = {"text": "Ann", "entities": [{"start": 0, "end": 3, "label": "PERSON"}]}


def span(start, end, label="PERSON"):
    return {"text": "Ann", "entities": [{"start": start, "end": end, "label": label}]}


def test_missing_file_is_named(tmp_path):
    with pytest.raises(PiiError, match="absent.jsonl: file not found.*Remedy"):
        list(read_corpus(tmp_path / "absent.jsonl"))


def test_folder_is_refused(tmp_path):
    with pytest.raises(PiiError, match="folder"):
        list(read_corpus(tmp_path))


def test_broken_json_line_is_named_with_its_number(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps(GOOD) + "\n\n{'text': Ann}\n", encoding="utf8")
    with pytest.raises(PiiError, match=r"a.jsonl:3: not valid JSON .*--max-bad") as error:
        list(read_corpus(path))
    assert "Ann" not in str(error.value)


def test_file_of_broken_lines_names_the_first(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text("{'text': Ann}\n", encoding="utf8")
    with pytest.raises(PiiError, match="a.jsonl:1: not valid JSON"):
        list(read_corpus(path))


@pytest.mark.parametrize("content", [b'{"text": "\xff"}', b"[1]", b'"x"', b"7", b"[" * 100_000], ids=range(5))
def test_unreadable_line_is_one_bad_record(tmp_path, content):
    path = tmp_path / "a.jsonl"
    path.write_bytes(json.dumps(GOOD).encode() + b"\n" + content + b"\n" + json.dumps(GOOD).encode())
    report = ReadReport()
    assert len(list(read_corpus(path, max_bad=1, report=report))) == 2
    assert report.problems[0][:2] == (str(path), 2)


@pytest.mark.parametrize(("start", "end"), [(0, 4), (-1, 2), (2, 2), (2, 1), (None, 3), (0, "3"), (0, 1.5)])
def test_offsets_that_do_not_fit_are_a_bad_record(jsonl, start, end):
    with pytest.raises(PiiError, match="corpus.jsonl:2: .*Remedy"):
        list(read_corpus(jsonl(GOOD, span(start, end))))


@pytest.mark.parametrize("text", [None, 7, "\ud800 Ann"], ids=["missing", "number", "half a surrogate pair"])
def test_text_that_is_no_text_is_a_bad_record(tmp_path, text):
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"text": text, "entities": []}) + "\n", encoding="utf8")
    with pytest.raises(PiiError, match="a.jsonl:1: "):
        list(read_corpus(path))


def test_unknown_label_stops_whatever_max_bad(jsonl):
    with pytest.raises(UnknownLabelError, match="corpus.jsonl:2: unknown label 'SHOE_SIZE'.*--on-unknown-label drop"):
        list(read_corpus(jsonl(GOOD, span(0, 3, "SHOE_SIZE")), max_bad=-1))


def test_unknown_label_can_be_dropped_and_is_counted_and_not_judged(jsonl):
    report = ReadReport()
    (record,) = read_corpus(jsonl(span(0, 3, "SHOE_SIZE")), on_unknown="drop", report=report)
    assert (record.spans, record.ignore) == ((), ((0, 3),))
    assert report.unknown == {"SHOE_SIZE": 1}


def test_unknown_label_in_own_records(jsonl):
    path = jsonl({"text": "Ann", "spans": [[0, 3, "SHOE_SIZE"]]})
    with pytest.raises(UnknownLabelError, match="corpus.jsonl:1"):
        list(read_corpus(path))
    (record,) = read_corpus(path, on_unknown="drop")
    assert (record.spans, record.ignore) == ((), ((0, 3),))


def test_reading_stops_at_one_bad_record_more_than_allowed(jsonl):
    path = jsonl(GOOD, span(0, 9), span(0, 9), GOOD)
    with pytest.raises(PiiError, match="corpus.jsonl:3: .* 2 bad records, 1 allowed"):
        list(read_corpus(path, max_bad=1))
    report = ReadReport()
    assert len(list(read_corpus(path, max_bad=-1, report=report))) == 2
    assert (report.records, report.spans, report.bad) == (2, 2, 2)


def test_report_keeps_the_first_problems_and_is_json(jsonl):
    report = ReadReport()
    list(read_corpus(jsonl(GOOD, *[span(0, 9)] * 50), max_bad=-1, report=report))
    row = json.loads(json.dumps(report.to_dict()))
    assert (row["bad"], len(row["problems"])) == (50, ReadReport.KEPT)
    assert row["problems"][0]["line"] == 2


@pytest.mark.parametrize("content", ["", " \n\n", "[]", "[ ]\n"])
def test_empty_corpus_is_an_error(tmp_path, content):
    path = tmp_path / "a.jsonl"
    path.write_text(content, encoding="utf8")
    with pytest.raises(PiiError, match="a.jsonl"):
        list(read_corpus(path))


def test_corpus_of_bad_records_only_is_an_error(jsonl):
    with pytest.raises(PiiError, match="no usable record"):
        list(read_corpus(jsonl(span(0, 9)), max_bad=-1))


def test_unknown_shape_and_unknown_format_list_the_known_ones(jsonl):
    with pytest.raises(PiiError, match="not recognized.*ai4privacy-e.*--format"):
        list(read_corpus(jsonl({"words": []})))
    with pytest.raises(PiiError, match="unknown format 'xml'.*conll"):
        list(read_corpus(jsonl(GOOD), format="xml"))


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_a_row_of_another_shape_is_a_bad_record_in_every_format(jsonl, name):
    with pytest.raises(PiiError, match="corpus.jsonl"):
        list(read_corpus(jsonl({"words": 1}), format=name))


def test_gzip_is_told_by_content_and_damage_is_reported(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_bytes(gzip.compress((json.dumps(GOOD) + "\n").encode() * 1000))
    assert len(list(read_corpus(path))) == 1000
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(PiiError, match="a.jsonl: the gzip file is damaged"):
        list(read_corpus(path))


def test_reading_is_lazy(jsonl):
    reader = read_corpus(jsonl(GOOD, span(0, 9)))
    assert next(reader).text == "Ann"
    with pytest.raises(PiiError, match=":2: "):
        next(reader)


def test_json_array_is_decoded_record_by_record(tmp_path):
    path = tmp_path / "a.json"
    rows = [{"text": "Ann " + "x" * n, "entities": []} for n in (0, 70_000, 300_000, 1)]
    path.write_text(json.dumps(rows, indent=2)[:-1] + ', {"text": ', encoding="utf8")
    reader = read_corpus(path, annotated=frozenset())
    assert [len(next(reader).text) for _ in rows] == [4, 70_004, 300_004, 5]
    with pytest.raises(PiiError, match="a.json:18: .*cut short"):
        next(reader)


def test_byte_order_mark_crlf_and_nul_pass(tmp_path):
    path = tmp_path / "a.jsonl"
    row = {"text": "a\r\n\0Ann", "entities": [{"start": 4, "end": 7, "label": "PERSON"}]}
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(row).encode() + b"\r\n" + json.dumps(row).encode() + b"\r\n")
    assert [record.text for record in read_corpus(path)] == ["a\r\n\0Ann"] * 2


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-16-be"])
def test_corpora_are_read_in_their_encoding(tmp_path, texts, encoding):
    jsonl, conll, array = tmp_path / "a.jsonl", tmp_path / "a.conll", tmp_path / "a.json"
    row = '{"text": "Zoë", "spans": [[0, 3, "PERSON"]]}'
    jsonl.write_bytes(f"{row}\n{row}\n".encode(encoding))
    array.write_bytes(f"[{row},\n{row}]".encode(encoding))
    conll.write_bytes("Zoë\tB-PER\n\nZoë\tB-PER\n".encode(encoding))
    for path in (jsonl, array, conll):
        assert [texts(record) for record in read_corpus(path, encoding=encoding)] == [[("Zoë", "PERSON")]] * 2
    # In turn, files of several encodings do not disturb each other.
    other = tmp_path / "b.jsonl"
    other.write_bytes(f"{row}\n{row}\n".encode())
    pairs = zip(read_corpus(jsonl, encoding=encoding), read_corpus(other), strict=True)
    assert all(texts(one) == texts(two) for one, two in pairs)


def test_a_line_that_is_not_in_the_encoding_is_a_bad_record(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"text": "fine", "spans": []}\n{"text": "Zo\x81", "spans": []}\n')
    report = ReadReport()
    assert len(list(read_corpus(path, encoding="cp1252", max_bad=1, report=report))) == 1
    assert report.problems[0][1:] == (2, report.problems[0][2])
    assert "not cp1252" in report.problems[0][2]
