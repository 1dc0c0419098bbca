"""Offsets that a source counts otherwise: corrected, refused or converted, never taken as they are."""

import pytest

from spacy_pii.corpora import ReadReport, read_corpus
from spacy_pii.errors import PiiError

TEXT = "💩💩 Zoë wrote to Nadia Brandt about it."


def place(value, unit, text=TEXT):
    def length(part):
        return {"codepoints": len(part), "utf16": len(part.encode("utf-16-le")) // 2, "bytes": len(part.encode())}[unit]

    start = length(text[: text.index(value)])
    return start, start + length(value)


def entities(start, end, value):
    return {"text": TEXT, "entities": [{"start": start, "end": end, "label": "PERSON", "text": value}]}


def records(start, end, value):
    return {"text": TEXT, "spans": [{"start": start, "end": end, "label": "PERSON", "text": value}]}


def ai4privacy(start, end, value):
    mask = [{"start": start, "end": end, "label": "FIRSTNAME", "value": value}]
    return {"source_text": TEXT, "target_text": "", "span_labels": "", "privacy_mask": mask, "language": "en"}


def nemotron(start, end, value):
    spans = [{"start": start, "end": end, "label": "first_name", "text": value.lower()}]
    return {"uid": "1", "document_type": "a", "text": TEXT, "spans": spans}


def presidio(start, end, value):
    span = {"entity_type": "PERSON", "entity_value": value, "start_position": start, "end_position": end}
    return {"full_text": TEXT, "spans": [span]}


def tab(start, end, value):
    mention = {"start_offset": start, "end_offset": end, "entity_type": "PERSON", "span_text": value}
    return {"text": TEXT, "entity_mentions": [{**mention, "identifier_type": "DIRECT"}]}


VALUED = [entities, records, ai4privacy, nemotron, presidio, tab]


@pytest.mark.parametrize("unit", ["codepoints", "utf16", "bytes"])
@pytest.mark.parametrize("row", VALUED)
def test_values_tell_how_offsets_are_counted(read_one, texts, row, unit):
    record = read_one(row(*place("Nadia Brandt", unit), "Nadia Brandt"))
    assert texts(record) == [("Nadia Brandt", "PERSON")]


@pytest.mark.parametrize("row", [row for row in VALUED if row is not presidio])
def test_a_value_that_stands_nowhere_near_is_refused(read_one, row):
    with pytest.raises(PiiError, match="not the value") as caught:
        read_one(row(3, 15, "Nadia Brandt"))
    assert "Nadia" not in str(caught.value)


def test_one_value_decides_for_all_spans_of_its_record(read_one, texts):
    (start, end), other = place("Nadia Brandt", "utf16"), place("Zoë", "utf16")
    row = entities(start, end, "Nadia Brandt")
    row["entities"].append([*other, "PERSON"])
    assert texts(read_one(row)) == [("Zoë", "PERSON"), ("Nadia Brandt", "PERSON")]


def test_stretches_that_are_not_judged_move_too(read_one):
    mention = tab(*place("Nadia Brandt", "utf16"), "Nadia Brandt")
    mention["entity_mentions"][0]["identifier_type"] = "NO_MASK"
    assert read_one(mention).ignore == (place("Nadia Brandt", "codepoints"),)
    ours = {**records(*place("Zoë", "utf16"), "Zoë"), "ignore": [place("Nadia Brandt", "utf16")]}
    assert read_one(ours).ignore == (place("Nadia Brandt", "codepoints"),)


@pytest.mark.parametrize("unit", ["codepoints", "utf16", "bytes"])
@pytest.mark.parametrize("key", ["spans", "entities"])
def test_without_values_the_option_tells(read_one, texts, key, unit):
    row = {"text": TEXT, key: [[*place("Nadia Brandt", unit), "PERSON"]]}
    assert texts(read_one(row, offsets=unit)) == [("Nadia Brandt", "PERSON")]


@pytest.mark.parametrize(("unit", "start"), [("utf16", 1), ("bytes", 2), ("utf16", 99)])
def test_an_offset_inside_a_character_is_refused(read_one, unit, start):
    with pytest.raises(PiiError, match="inside a character or outside"):
        read_one({"text": TEXT, "spans": [[start, start + 4, "PERSON"]]}, offsets=unit)


def test_records_whose_counting_nobody_can_tell_are_counted(jsonl):
    report = ReadReport()
    rows = {"text": TEXT, "spans": [[7, 9, "PERSON"]]}, {"text": "Zoë", "spans": [[0, 3, "PERSON"]]}
    assert len(list(read_corpus(jsonl(*rows), report=report))) == 2
    assert report.unverified == 1


def test_a_format_without_offsets_refuses_the_option(tmp_path):
    path = tmp_path / "a.conll"
    path.write_text("Zoë\tB-PER\n")
    with pytest.raises(PiiError, match="leave --offsets out"):
        list(read_corpus(path, offsets="utf16"))


@pytest.mark.parametrize("span", [{"label": "SHOE_SIZE"}, {"label": "PERSON"}, {"start": 0, "label": "SHOE_SIZE"}])
def test_a_span_without_offsets_is_a_bad_record_whatever_its_label(read_one, span):
    with pytest.raises(PiiError, match="an offset is missing"):
        read_one({"text": "Ann", "spans": [span]}, on_unknown="drop")


@pytest.mark.parametrize("ignore", [[5], ["ab"], [[1]]])
def test_stretches_that_are_none_are_a_bad_record(read_one, ignore):
    with pytest.raises(PiiError, match="'ignore'"):
        read_one({"text": "Ann", "spans": [], "ignore": ignore})
