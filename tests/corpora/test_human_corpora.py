import json

import pytest

from spacy_pii.corpora import ReadReport, read_corpus
from spacy_pii.errors import PiiError


def presidio_span(kind, value, start):
    return {"entity_type": kind, "entity_value": value, "start_position": start, "end_position": start + len(value)}


def test_presidio_research_array_is_read_in_order_with_titles_not_judged(tmp_path, texts):
    rows = [
        {
            "full_text": "Mrs. Lee: 555-1234",
            "masked": "{{prefix}} {{name}}: {{phone}}",
            "spans": [
                presidio_span("PHONE_NUMBER", "555-1234", 10),
                presidio_span("PERSON", "Lee", 5),
                presidio_span("PREFIX", "Mrs.", 0),
            ],
            "template_id": 36,
            "metadata": None,
        }
    ] * 3
    path = tmp_path / "generated.json"
    path.write_text(json.dumps(rows, indent=4), encoding="utf8")
    records = list(read_corpus(path))
    assert len(records) == 3
    assert texts(records[0]) == [("Lee", "PERSON"), ("555-1234", "PHONE_NUMBER")]
    assert records[0].ignore == ((0, 4),)
    assert records[0].annotated == {"PERSON", "PHONE_NUMBER"}


def test_presidio_research_value_with_another_quote_is_read_by_its_offsets(read_one, texts):
    row = {"full_text": "Ms O’Hara", "spans": [presidio_span("PERSON", "O'Hara", 3)]}
    assert texts(read_one(row)) == [("O’Hara", "PERSON")]


TAB_TEXT = "Mr Lee, a Turkish tailor, sued Turkey on 1 May (no. 12/34)."


def mention(kind, value, identifier="QUASI"):
    start = TAB_TEXT.index(value)
    end = start + len(value)
    return {"entity_type": kind, "start_offset": start, "end_offset": end, "identifier_type": identifier}


TAB_MENTIONS = [
    mention("PERSON", "Lee", "DIRECT"),
    mention("DEM", "Turkish"),
    mention("DEM", "tailor"),
    mention("LOC", "Turkey", "NO_MASK"),
    mention("DATETIME", "1 May"),
    mention("CODE", "12/34", "DIRECT"),
]


@pytest.mark.parametrize(
    "row",
    [
        {"doc_id": "001-1", "text": TAB_TEXT, "entity_mentions": TAB_MENTIONS},
        {"doc_id": "001-1", "text": TAB_TEXT, "annotations": {"annotator1": {"entity_mentions": TAB_MENTIONS}}},
    ],
    ids=["flat", "as published"],
)
def test_tab_mentions_that_need_no_mask_are_not_judged(read_one, texts, row):
    record = read_one(row)
    assert texts(record) == [("Lee", "PERSON"), ("1 May", "DATE_TIME"), ("12/34", "ID")]
    assert [TAB_TEXT[start:end] for start, end in record.ignore] == ["Turkish", "tailor", "Turkey"]
    assert record.annotated == {"PERSON", "LOCATION", "ORGANIZATION", "DATE_TIME", "ID"}
    assert record.id == "001-1"


def test_tab_record_without_mentions_is_refused(jsonl):
    with pytest.raises(PiiError, match="entity mentions"):
        list(read_corpus(jsonl({"text": "x", "annotations": {}})))


def slot(name, end, start=None):
    return {"slot": name, "valueSpan": {"endIndex": end} if start is None else {"startIndex": start, "endIndex": end}}


def test_restaurant8k_missing_start_is_zero_and_names_are_joined(tmp_path, texts):
    rows = [
        {"userInput": {"text": "Ann Lee, 9 tonight, 2 of us"}, "context": {"requestedSlots": ["people"]}},
        {"userInput": {"text": "no"}},
    ]
    rows[0]["labels"] = [
        slot("last_name", 7, 4),
        slot("first_name", 3),
        slot("time", 18, 9),
        slot("date", 18, 11),
        slot("people", 21, 20),
    ]
    path = tmp_path / "train_0.json"
    path.write_text(json.dumps(rows, indent=1), encoding="utf8")
    report = ReadReport()
    first, second = read_corpus(path, report=report)
    assert texts(first) == [("Ann Lee", "PERSON"), ("9 tonight", "DATE_TIME")]
    assert (first.annotated, second.spans) == ({"PERSON", "DATE_TIME"}, ())
    assert (report.joined, report.dropped) == (2, {"PEOPLE": 1})


def test_restaurant8k_slot_with_a_space_at_its_edge_is_trimmed(read_one, texts):
    text = "at 9 pm  for Ann"
    row = {"userInput": {"text": text}, "labels": [slot("time", 8, 2), slot("first_name", 16, 12)]}
    report = ReadReport()
    assert texts(read_one(row, report=report)) == [("9 pm", "DATE_TIME"), ("Ann", "PERSON")]
    assert report.trimmed == 2


def test_slurp_annotation_gives_text_and_spans(read_one, texts):
    row = {
        "slurp_id": 1,
        "sentence": "play rihanna at domino's since three p m for ann",
        "sentence_annotation": "play [artist_name : rihana] at [business_name : domino's]"
        " since [time : three p m] for [person : ann]",
        "tokens": [],
        "entities": [{"span": [1], "type": "artist_name"}],
    }
    record = read_one(row)
    assert record.text == "play rihana at domino's since three p m for ann"
    assert texts(record) == [("domino's", "ORGANIZATION"), ("three p m", "DATE_TIME"), ("ann", "PERSON")]
    assert [record.text[start:end] for start, end in record.ignore] == ["rihana"]
    assert "ORGANIZATION" not in record.annotated


def test_slurp_annotation_with_a_lone_bracket_is_a_bad_record(jsonl):
    with pytest.raises(PiiError, match="bracket"):
        list(read_corpus(jsonl({"slurp_id": 1, "sentence": "x", "sentence_annotation": "[time : x"})))
