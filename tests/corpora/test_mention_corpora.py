"""Corpora whose mentions go beyond names: what is no name of ours counts neither way."""

import hashlib
import json

import pytest

from spacy_pii.corpora import read_corpus
from spacy_pii.errors import PiiError


def ignored(record):
    return [record.text[start:end] for start, end in record.ignore]


def redocred(sentence, *mentions, title="Somewhere"):
    """mentions: (kind, first token, token after the last)."""
    entities = [[{"type": kind, "pos": [a, b], "sent_id": 0, "name": "", "index": "0_0"}] for kind, a, b in mentions]
    return [{"title": title, "vertexSet": entities, "labels": [], "sents": [sentence.split(" ")]}]


@pytest.fixture
def read_array(tmp_path):
    def read(rows, name="dev_revised.json"):
        path = tmp_path / name
        path.write_text(json.dumps(rows), encoding="utf8")
        return list(read_corpus(path))

    return read


def test_redocred_tokens_become_text_with_natural_spacing(read_array, texts):
    row = redocred(
        "Ann Lee ( born 1 May 1970 ) is Acme 's head in Winston - Salem , Oslo .",
        ("PER", 0, 2),
        ("TIME", 4, 7),
        ("ORG", 9, 10),
        ("LOC", 13, 16),
        ("LOC", 17, 18),
    )
    (record,) = read_array(row)
    assert record.text == "Ann Lee (born 1 May 1970) is Acme's head in Winston-Salem, Oslo."
    assert [text for text, _ in texts(record)] == ["Ann Lee", "1 May 1970", "Acme", "Winston-Salem", "Oslo"]
    assert record.annotated == {"PERSON", "LOCATION", "ORGANIZATION", "DATE_TIME"}


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("LOC", "American"),
        ("LOC", "South African"),
        ("LOC", "Dutch"),
        ("ORG", "Christian"),
        ("ORG", "Jews"),
        ("TIME", "48 years"),
        ("TIME", "Pleistocene"),
    ],
)
def test_redocred_nationalities_creeds_and_lengths_of_time_are_not_judged(read_array, kind, value):
    (record,) = read_array(redocred(f"the {value} time", (kind, 1, 1 + len(value.split()))))
    assert record.spans == ()
    assert ignored(record) == [value]


@pytest.mark.parametrize(
    ("kind", "value"), [("LOC", "Vatican"), ("LOC", "Caribbean"), ("TIME", "Sunday"), ("TIME", "1990s")]
)
def test_redocred_places_and_dates_that_look_like_them_stay(read_array, texts, kind, value):
    (record,) = read_array(redocred(f"in {value} .", (kind, 1, 2)))
    assert [text for text, _ in texts(record)] == [value]


def test_redocred_documents_are_split_by_the_hash_of_their_title(read_array):
    titles = [f"Title {number}" for number in range(40)]
    records = read_array([row for title in titles for row in redocred("Oslo", ("LOC", 0, 1), title=title)])
    held_out = {t for t in titles if int(hashlib.sha256(t.encode()).hexdigest(), 16) % 5 == 0}
    assert 0 < len(held_out) < 40
    assert {record.id for record in records if record.source == "redocred:dev"} == held_out
    assert {record.source for record in records} == {"redocred:dev", "redocred:train"}


def test_redocred_mention_outside_its_sentence_is_a_bad_record(read_array):
    with pytest.raises(PiiError, match="mention is not in the sentences"):
        read_array(redocred("Oslo .", ("LOC", 1, 4)))


GUM_TEXT = (
    "Vice President Ann Lee, who taught at Trinity College and Boston, met Bo Ray and the Americans in May 1990, "
    "for 90 days."
)


def gum_mention(kind, full, short=None, propn=1, upos="PROPN", identity=None):
    start, short = GUM_TEXT.index(full), short or full
    return {
        "etype": kind,
        "start": start,
        "end": start + len(full),
        "min_start": GUM_TEXT.index(short),
        "min_end": GUM_TEXT.index(short) + len(short),
        "head_upos": upos,
        "n_propn_in_min": propn,
        "identity": identity,
    }


def gum(*mentions):
    return {"doc": "GUM_news_x", "genre": "news", "text": GUM_TEXT, "mentions": list(mentions)}


def test_gum_name_ends_where_its_run_of_capitals_does_and_titles_stay_outside(read_one, texts):
    hull = GUM_TEXT[: GUM_TEXT.index(", met")]
    record = read_one(gum(gum_mention("person", hull)))
    assert texts(record) == [("Ann Lee", "PERSON")]
    assert ignored(record) == ["Vice President ", ", who taught at Trinity College and Boston"]
    assert record.id == "GUM_news_x"


@pytest.mark.parametrize(
    ("identity", "names"), [(None, ["Trinity College"]), ("Trinity College and Boston", ["Trinity College and Boston"])]
)
def test_gum_place_is_cut_at_and_unless_its_identity_holds_it(read_one, texts, identity, names):
    record = read_one(gum(gum_mention("place", "Trinity College and Boston", identity=identity)))
    assert [text for text, _ in texts(record)] == names
    assert ignored(record) == ([] if identity else [" and Boston"])


def test_gum_longer_of_nested_mentions_is_the_entity(read_one, texts):
    record = read_one(gum(gum_mention("place", "Trinity"), gum_mention("organization", "Trinity College")))
    assert texts(record) == [("Trinity College", "ORGANIZATION")]


@pytest.mark.parametrize(
    ("kind", "value", "upos"),
    [
        ("person", "Americans", "PROPN"),
        ("person", "President", "PROPN"),
        ("person", "Bo Ray", "NOUN"),
        ("time", "90 days", "NOUN"),
    ],
)
def test_gum_groups_roles_and_lengths_of_time_are_not_judged(read_one, kind, value, upos):
    record = read_one(gum(gum_mention(kind, value, upos=upos)))
    assert record.spans == ()
    assert ignored(record) == [value]


def test_gum_mention_without_a_proper_noun_is_no_name_and_a_date_is_taken_whole(read_one, texts):
    record = read_one(gum(gum_mention("person", "who", propn=0, upos="PRON"), gum_mention("time", "May 1990", "1990")))
    assert texts(record) == [("May 1990", "DATE_TIME")]
    assert record.ignore == ()


def litbank(text, *mentions):
    places = [{"start": text.index(v), "end": text.index(v) + len(v), "type": kind} for kind, v in mentions]
    return {"doc": "1_book", "text": text, "prop_mentions": places}


def test_litbank_text_gets_natural_spacing_and_names_lose_their_titles(read_one, texts):
    text = "CHAPTER I .\n“ I saw Miss Taylor , ” said the admirable Mrs. Chapone in Bath ."
    record = read_one(litbank(text, ("PER", "Miss Taylor"), ("PER", "the admirable Mrs. Chapone"), ("GPE", "Bath")))
    assert record.text == "CHAPTER I.\n“I saw Miss Taylor,” said the admirable Mrs. Chapone in Bath."
    assert texts(record) == [("Taylor", "PERSON"), ("Chapone", "PERSON"), ("Bath", "LOCATION")]
    assert ignored(record) == ["Miss ", "the admirable Mrs. "]


def test_litbank_mention_inside_a_token_is_a_bad_record(jsonl):
    with pytest.raises(PiiError, match="not made of whole tokens"):
        list(read_corpus(jsonl(litbank("Old Bath", ("GPE", "Bat")))))
