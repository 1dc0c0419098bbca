"""Each known trap of the five ai4privacy shapes, on rows in the exact shape of the releases (values invented)."""

import csv
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spacy_pii.corpora import ReadReport, detect_format, read_corpus
from spacy_pii.corpora.ai4privacy import parse_strings
from spacy_pii.errors import PiiError


def entry(text, value, label, **extra):
    start = text.index(value)
    return {"value": value, "start": start, "end": start + len(value), "label": label, **extra}


def row_d(text, *entries, **extra):
    return {
        "source_text": text,
        "target_text": "not read",
        "privacy_mask": list(entries),
        "span_labels": "[]",
        "mbert_text_tokens": [],
        "mbert_bio_labels": [],
        "id": 165761,
        "language": "en",
        "set": "train",
        **extra,
    }


def row_e(text, *entries, **extra):
    return {
        "source_text": text,
        "masked_text": "not read",
        "privacy_mask": list(entries),
        "split": "train",
        "uid": 7,
        "language": "en",
        "region": "US",
        "script": "Latn",
        "mbert_tokens": ["[CLS]"],
        "mbert_token_classes": ["O"],
        **extra,
    }


@pytest.fixture
def csv_43k(tmp_path: Path):
    def write(*rows, tail=b""):
        path = tmp_path / "PII43k.csv"
        with path.open("w", newline="", encoding="utf8") as file:
            writer = csv.writer(file)
            writer.writerow(["Template", "Filled Template", "Tokenised Filled Template", "Tokens"])
            writer.writerows(rows)
        path.write_bytes(path.read_bytes() + tail)
        return path

    return write


ROW_A = (
    "Ask [FULLNAME_1].",
    "Ask Zoë Müller-Łoś.",
    str(["ask", "zoe", "mu", "##ller", "-", "łos", "."]),
    str(["O", "B-FULLNAME", "I-FULLNAME", "I-FULLNAME", "I-FULLNAME", "I-FULLNAME", "O"]),
)


def test_43k_pieces_are_aligned_across_case_and_accents(csv_43k, texts):
    (record,) = read_corpus(csv_43k(ROW_A))
    assert texts(record) == [("Zoë Müller-Łoś", "PERSON")]
    assert record.source == "ai4privacy-43k"


def test_43k_nul_bytes_are_stripped(csv_43k, texts):
    path = csv_43k(ROW_A, tail=b"\0" * 59)
    path.write_bytes(path.read_bytes().replace(b"Ask Z", b"Ask\0 Z") + b"\n")
    (record,) = read_corpus(path)
    assert texts(record) == [("Zoë Müller-Łoś", "PERSON")]


def test_43k_row_with_unescaped_commas_is_a_bad_record_with_its_line(csv_43k):
    path = csv_43k(ROW_A, tail=b"Hi, Ann,Hi,[],[],more\r\n")
    report = ReadReport()
    assert len(list(read_corpus(path, max_bad=1, report=report))) == 1
    assert [(line, report.bad) for _, line, _ in report.problems] == [(3, 1)]


def test_65k_pieces_of_emoji_and_unknown_words_are_aligned(read_one, texts):
    row = {
        "masked_text": "x",
        "unmasked_text": "Ciao 🎉🎉 Ann, 張 e-mail: A.B@c.it",
        "token_entity_labels": ["O", "O", "B-FIRSTNAME", "O", "O", "O", "O", "O", "O"]
        + ["B-EMAIL", "I-EMAIL", "I-EMAIL", "I-EMAIL", "I-EMAIL", "I-EMAIL", "I-EMAIL"],
        "tokenised_unmasked_text": ["ciao", "[UNK]", "ann", ",", "[UNK]", "e", "-", "mail", ":"]
        + ["a", ".", "b", "@", "c", ".", "it"],
    }
    record = read_one(row, language="it")
    assert texts(record) == [("Ann", "PERSON"), ("A.B@c.it", "EMAIL_ADDRESS")]
    assert record.language == "it"
    assert "AGE" not in record.annotated


def test_65k_underscore_in_a_label_is_part_of_its_name(read_one, texts):
    row = {
        "unmasked_text": "Acme 555",
        "token_entity_labels": ["B-COMPANY_NAME", "B-PHONE_NUMBER"],
        "tokenised_unmasked_text": ["acme", "555"],
    }
    assert texts(read_one(row)) == [("Acme", "ORGANIZATION"), ("555", "PHONE_NUMBER")]


@pytest.mark.parametrize("pieces", [["hi", "bob"], ["hi"], ["hi", "ann", "x"], ["hi", "##"]])
def test_65k_pieces_of_another_text_are_a_bad_record(jsonl, pieces):
    row = {"unmasked_text": "Hi Ann", "token_entity_labels": ["O"] * len(pieces), "tokenised_unmasked_text": pieces}
    with pytest.raises(PiiError, match="corpus.jsonl:1: "):
        list(read_corpus(jsonl(row)))


def test_65k_special_pieces_take_no_text_unless_they_are_in_it(read_one, texts):
    row = {
        "unmasked_text": "[CLS] Ann",
        "token_entity_labels": ["O", "O", "B-FIRSTNAME", "O"],
        "tokenised_unmasked_text": ["[CLS]", "[PAD]", "ann", "[SEP]"],
    }
    assert texts(read_one(row)) == [("Ann", "PERSON")]


ROW_C = {
    "masked_text": "Hi [FIRSTNAME_1] [LASTNAME_1]",
    "unmasked_text": "Hi Ann O'Hara",
    "privacy_mask": str({"[FIRSTNAME_1]": "Ann", "[LASTNAME_1]": "O'Hara"}),
    "span_labels": str([[0, 3, "O"], [3, 6, "FIRSTNAME_1"], [6, 7, "O"], [7, 13, "LASTNAME_1"]]),
    "bio_labels": ["O", "B-FIRSTNAME"],
    "tokenised_text": ["hi", "ann"],
}


def test_old_200k_reads_python_literals_and_numbered_labels(read_one, texts):
    assert texts(read_one(ROW_C)) == [("Ann O'Hara", "PERSON")]


def test_old_200k_value_that_is_not_at_its_offsets_is_a_bad_record(jsonl):
    row = {**ROW_C, "privacy_mask": str({"[FIRSTNAME_1]": "Bob"})}
    with pytest.raises(PiiError, match=r"corpus.jsonl:1: .*\[3, 6\)"):
        list(read_corpus(jsonl(row)))


def test_200k_touching_building_number_and_street_are_one_address(read_one, texts):
    text = "At 12Main Road, Apt. 3, Rome 00100."
    row = row_d(
        text,
        entry(text, "12", "BUILDINGNUMBER"),
        entry(text, "Main Road", "STREET"),
        entry(text, "Apt. 3", "SECONDARYADDRESS"),
        entry(text, "Rome", "CITY"),
        entry(text, "00100", "ZIPCODE"),
    )
    assert texts(read_one(row)) == [
        ("12Main Road, Apt. 3", "STREET_ADDRESS"),
        ("Rome", "LOCATION"),
        ("00100", "LOCATION"),
    ]


def test_titles_stay_outside_names_and_are_not_judged(read_one, texts):
    text = "Dr. Ann Mary Lee, engineer"
    row = row_d(
        text,
        entry(text, "Dr.", "PREFIX"),
        entry(text, "Ann", "FIRSTNAME"),
        entry(text, "Mary", "MIDDLENAME"),
        entry(text, "Lee", "LASTNAME"),
        entry(text, "engineer", "JOBTITLE"),
    )
    report = ReadReport()
    record = read_one(row, report=report)
    assert texts(record) == [("Ann Mary Lee", "PERSON")]
    assert record.ignore == ((0, 3),)
    assert report.dropped == {"PREFIX": 1, "JOBTITLE": 1}
    assert report.joined == 2


def test_300k_digits_in_labels_are_name_parts_and_language_is_a_word(read_one, texts):
    text = "Ann Mary Lee 1990"
    row = row_d(
        text,
        entry(text, "1990", "BOD"),
        entry(text, "Lee", "LASTNAME1"),
        entry(text, "Mary", "GIVENNAME2"),
        entry(text, "Ann", "GIVENNAME1"),
        language="English",
        id="40767A",
        span_labels=json.dumps([[13, 17, "BOD"], [9, 12, "LASTNAME1"]]),
    )
    record = read_one(row)
    assert texts(record) == [("Ann Mary Lee", "PERSON"), ("1990", "DATE_TIME")]
    assert (record.language, record.id, record.source) == ("en", "40767A", "ai4privacy-300k")
    assert "ORGANIZATION" not in record.annotated


def test_300k_drifting_mbert_labels_are_not_used(read_one, texts):
    text = "Ann met Bob"
    row = row_d(text, entry(text, "Ann", "GIVENNAME1"), mbert_text_tokens=text.split())
    assert texts(read_one({**row, "mbert_bio_labels": ["O", "I-USERNAME", "O"]})) == [("Ann", "PERSON")]


def test_300k_value_mismatch_is_counted_and_the_rest_is_read(jsonl):
    good = row_d("Ann", entry("Ann", "Ann", "GIVENNAME1"))
    bad = row_d("Ann", {"value": "[GIVENNAME_B(", "start": 0, "end": 3, "label": "GIVENNAME1"})
    report = ReadReport()
    assert len(list(read_corpus(jsonl(good, bad, good), max_bad=1, report=report))) == 2
    assert report.bad == 1
    assert report.problems[0][1] == 2


def test_source_text_that_is_json_itself_is_read_as_text(read_one, texts):
    text = '{"user": "ann_01", "n": [1]}'
    assert texts(read_one(row_d(text, entry(text, "ann_01", "USERNAME")))) == [("ann_01", "USERNAME")]


@pytest.mark.parametrize(
    "form",
    [
        json.dumps,
        str,
        # str() of a numpy array of dicts: no commas between them.
        lambda mask: "[" + "\n ".join(map(str, mask)) + "]",
        lambda mask: "[" + " ".join(map(str, mask)) + "]",
    ],
    ids=["json", "python", "numpy with line breaks", "numpy"],
)
def test_privacy_mask_may_be_a_string(read_one, texts, form):
    text = 'O\'Hara } { "x" lives in Rome'
    mask = [
        entry(text, "O'Hara", "SURNAME", label_index=1),
        entry(text, '} { "x"', "USERNAME", label_index=1),
        entry(text, "Rome", "CITY", label_index=1),
    ]
    record = read_one(row_e(text, privacy_mask=form(mask)))
    assert texts(record) == [("O'Hara", "PERSON"), ('} { "x"', "USERNAME"), ("Rome", "LOCATION")]


def test_privacy_mask_that_cannot_be_parsed_is_a_bad_record(jsonl):
    with pytest.raises(PiiError, match=r"corpus.jsonl:1: 'privacy_mask'"):
        list(read_corpus(jsonl(row_e("Ann", privacy_mask="[{'value': "))))


def test_equal_values_keep_their_own_offsets(read_one):
    text = "Ann saw Ann"
    row = row_e(text, {"value": "Ann", "start": 8, "end": 11, "label": "GIVENNAME", "label_index": 1})
    assert [(span.start, span.end) for span in read_one(row).spans] == [(8, 11)]


def test_400k_is_told_by_locale_and_annotates_no_dates(read_one):
    row = row_e("<p>Ann</p>", entry("<p>Ann</p>", "Ann", "GIVENNAME"), locale="US")
    del row["region"], row["script"]
    record = read_one(row)
    assert record.source == "ai4privacy-400k"
    assert "PERSON" in record.annotated
    assert not record.annotated & {"DATE_TIME", "LOCATION", "ORGANIZATION"}


def test_openpii_string_uid_missing_label_index_and_literal_backslash_n(read_one, texts):
    text = "Dear,\\nAnn नमस्ते"
    record = read_one(row_e(text, entry(text, "Ann", "GIVENNAME"), uid="x-1", language="hi"))
    assert texts(record) == [("Ann", "PERSON")]
    assert (record.id, record.language) == ("x-1", "hi")


def test_offsets_are_code_points(read_one, texts):
    text = "🎉🎉 Ann e\u0301"
    assert texts(read_one(row_e(text, entry(text, "Ann", "GIVENNAME")))) == [("Ann", "PERSON")]


def test_shapes_are_told_apart_by_their_keys(jsonl, csv_43k):
    row_b = {"unmasked_text": "x", "token_entity_labels": ["O"], "tokenised_unmasked_text": ["x"]}
    rows = {"b": row_b, "c": ROW_C, "d": row_d("x"), "e": row_e("x")}
    assert {name: detect_format(jsonl(row, name="english_pii_43k.jsonl")).name for name, row in rows.items()} == {
        name: f"ai4privacy-{name}" for name in rows
    }
    assert detect_format(csv_43k(ROW_A)).name == "ai4privacy-a"


@pytest.mark.parametrize("pieces", [["οδυσσευς"], ["οδυσσευσ"]], ids=["final sigma", "sigma"])
def test_pieces_of_greek_capitals_are_aligned_whichever_sigma_ends_them(read_one, texts, pieces):
    row = {"unmasked_text": "ΟΔΥΣΣΕΥΣ", "token_entity_labels": ["B-FIRSTNAME"], "tokenised_unmasked_text": pieces}
    assert texts(read_one(row)) == [("ΟΔΥΣΣΕΥΣ", "PERSON")]


STRINGS = st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=6), max_size=6)


@given(STRINGS, st.sampled_from([repr, json.dumps, lambda strings: json.dumps(strings, ensure_ascii=False)]))
def test_lists_in_strings_are_read_exactly_whatever_they_hold(strings, write):
    assert parse_strings(write(strings), "Tokens") == strings


@pytest.mark.parametrize("value", ["['a'['b']", "['a' 'b', 3]", "['a', b]", "'a'", "", "["])
def test_a_string_that_holds_no_list_of_strings_is_refused(value):
    with pytest.raises(PiiError, match="'Tokens'"):
        parse_strings(value, "Tokens")
