"""Corpora of tagged tokens with rules of their own: Enron threads, Indian judgements, Wikipedia sentences."""

import gzip
import json

import pytest

from spacy_pii.corpora import detect_format, read_corpus
from spacy_pii.errors import PiiError


def ignored(record):
    return [record.text[start:end] for start, end in record.ignore]


@pytest.fixture
def thread(tmp_path):
    """The record of lines, each a list of "token" or "token|mention"."""

    def read(*lines):
        rows = ["#begin document (lopez_m_1)"]
        for line in lines:
            for part in line.split(" "):
                token, _, mark = part.partition("|")
                rows.append(f"{token}\tAnn\t{mark or '-'}\t-")
            rows.append("")
        path = tmp_path / "train.conll"
        path.write_text("\n".join([*rows, "#end document", ""]), encoding="utf8")
        (record,) = read_corpus(path)
        return record

    return read


def test_emailcoref_thread_is_one_record_with_its_lines(thread, texts):
    record = thread("From : ann@acme.com|(P0*)", "X - To : Lopez|(P1 , Maria|P1)", "Acme|(O2*) in Oslo|(L3*) .")
    assert record.text == "From: ann@acme.com\nX-To: Lopez, Maria\nAcme in Oslo."
    assert texts(record) == [
        ("ann@acme.com", "EMAIL_ADDRESS"),
        ("Lopez, Maria", "PERSON"),
        ("Acme", "ORGANIZATION"),
        ("Oslo", "LOCATION"),
    ]
    assert (record.source, record.id) == ("emailcoref", "lopez_m_1")
    assert record.annotated == {"PERSON", "ORGANIZATION", "LOCATION", "EMAIL_ADDRESS"}


def test_emailcoref_mailbox_of_a_company_is_an_email_address(thread, texts):
    assert texts(thread("To : desk@acme.com|(O0*)")) == [("desk@acme.com", "EMAIL_ADDRESS")]


def test_emailcoref_pronouns_and_nouns_are_no_names(thread):
    record = thread("I|(P0*) told the|(P1* manager|P1*)")
    assert (record.spans, record.ignore) == ((), ())


def test_emailcoref_titles_documents_and_groups_are_not_judged(thread, texts):
    record = thread("Mr.|(P0* Bradly|P0*) of the|(P1* Gas group|P1*) read Delta|(D2* Plan|D2*)")
    assert texts(record) == [("Bradly", "PERSON")]
    assert "the Gas group" in ignored(record)
    assert "Delta Plan" in ignored(record)


def test_emailcoref_addresses_in_brackets_and_paths_without_a_mention_are_not_judged(thread):
    record = thread("Ann < ann@acme.com > O:\\common\\gas")
    assert ignored(record) == ["< ann@acme.com >", "O:\\common\\gas"]


def test_emailcoref_line_without_a_mention_column_is_a_bad_record(tmp_path):
    path = tmp_path / "train.conll"
    path.write_text("#begin document (x)\nAnn\n", encoding="utf8")
    with pytest.raises(PiiError, match="no token with a mention"):
        list(read_corpus(path))


@pytest.fixture
def judgement(tmp_path):
    """Records of "token|tag" sentences, as the training files hold them."""

    def read(*sentences, name="train_judgement.bio.txt.gz"):
        path = tmp_path / name
        rows = ["\n".join("\t".join((part.split("|") + ["O"])[:2]) for part in s.split(" ")) + "\n" for s in sentences]
        path.write_bytes(gzip.compress("\n".join(rows).encode()))
        return list(read_corpus(path))

    return read


def test_inlegalner_tokens_are_joined_and_parties_are_told_apart_by_their_words(judgement, texts):
    (record,) = judgement(
        "Ram|B-PETITIONER Lal|I-PETITIONER , v. State|B-RESPONDENT of|I-RESPONDENT Goa|I-RESPONDENT "
        "and petitioners|B-PETITIONER"
    )
    assert record.text == "Ram Lal, v. State of Goa and petitioners"
    assert texts(record) == [("Ram Lal", "PERSON"), ("State of Goa", "ORGANIZATION")]
    assert ignored(record) == ["petitioners"]


def test_inlegalner_statutes_and_cases_are_not_judged_and_dates_are_not_annotated_throughout(judgement, texts):
    (record,) = judgement("Section|B-PROVISION 3|I-PROVISION IPC|B-STATUTE on 1.5.1990|B-DATE and in 1991")
    assert texts(record) == [("1.5.1990", "DATE_TIME")]
    assert ignored(record) == ["Section 3", "IPC"]
    assert record.annotated == {"PERSON", "ORGANIZATION", "LOCATION"}
    assert record.source == "inlegalner:judgement"


def test_inlegalner_preamble_knows_nothing_beyond_its_spans(judgement, texts):
    (record,) = judgement("Ram|B-PETITIONER s/o Sh. Hari of Delhi", name="train_preamble.bio.txt.gz")
    assert texts(record) == [("Ram", "PERSON")]
    assert ignored(record) == [" s/o Sh. Hari of Delhi"]
    assert record.source == "inlegalner:preamble"


def test_inlegalner_as_published_has_its_own_text(tmp_path, texts):
    value = {"start": 5, "end": 12, "text": "Ram Lal", "labels": ["WITNESS"]}
    rows = [
        {
            "id": "a",
            "annotations": [{"result": [{"value": value, "type": "labels"}]}],
            "data": {"text": "PW-1 Ram Lal\n"},
        }
    ]
    path = tmp_path / "dev_judgement.json"
    path.write_text(json.dumps(rows, indent=4), encoding="utf8")
    (record,) = read_corpus(path)
    assert texts(record) == [("Ram Lal", "PERSON")]


def test_inlegalner_line_without_a_known_tag_is_a_bad_record(judgement):
    with pytest.raises(PiiError, match="no token with a tag of InLegalNER"):
        judgement("Ram|B-PER")


def wikipedia(tmp_path, name, *pairs):
    path = tmp_path / name
    path.write_text("".join(pair.replace("|", "\t" if name != "wikigold.conll.txt" else " ") + "\n" for pair in pairs))
    return list(read_corpus(path))


def test_crossner_types_become_ours_and_the_others_are_not_judged_or_no_data(tmp_path, texts):
    (record,) = wikipedia(
        tmp_path,
        "music.train.txt",
        "Ann|B-musicalartist",
        "Lee|I-musicalartist",
        "of|O",
        "Muse|B-band",
        "won|O",
        "a|O",
        "Brit|B-award",
        "Award|I-award",
        "for|O",
        "Drones|B-album",
        "in|O",
        "Oslo|B-location",
        ".|O",
    )
    assert record.text == "Ann Lee of Muse won a Brit Award for Drones in Oslo."
    assert texts(record) == [("Ann Lee", "PERSON"), ("Muse", "ORGANIZATION"), ("Oslo", "LOCATION")]
    assert ignored(record) == ["Brit Award"]
    assert record.annotated == {"PERSON", "LOCATION", "ORGANIZATION"}
    assert record.source == "crossner"


def test_crossner_words_that_spans_cut_are_joined_again(tmp_path, texts):
    (record,) = wikipedia(
        tmp_path,
        "ai.dev.txt",
        "the|O",
        "South|B-country",
        "Korea|I-country",
        "n|O",
        "Google|B-organisation",
        "s|O",
        "run|O",
    )
    assert record.text == "the South Korean Googles run"
    assert texts(record) == [("Googles", "ORGANIZATION")]
    assert ignored(record) == ["South Korean"]


def test_wikigold_spans_start_with_inside_tags_and_misc_is_not_judged(tmp_path, texts):
    first, second = wikipedia(
        tmp_path,
        "wikigold.conll.txt",
        "-DOCSTART-|O",
        "",
        "Ann|I-PER",
        "Lee|I-PER",
        "is|O",
        "Thai|I-MISC",
        "",
        "Oslo|I-LOC",
    )
    assert texts(first) == [("Ann Lee", "PERSON")]
    assert ignored(first) == ["Thai"]
    assert (texts(second), second.source) == ([("Oslo", "LOCATION")], "wikigold")


def test_tagged_files_of_other_names_stay_plain_conll(tmp_path):
    path = tmp_path / "mine.txt"
    path.write_text("Ann\tB-PER\n")
    assert detect_format(path).name == "conll"
