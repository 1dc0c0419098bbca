"""Corpora whose mentions go beyond names: what is no name of ours counts neither way."""

import hashlib
import json
import re

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


GUM_HEAD = """# newdoc id = GUM_news_x
# global.Entity = GRP-etype-infstat-salience-centering-minspan-link-identity
# meta::title = Ann
# newpar
"""
GUM_TEXT = (
    "Vice President Ann Lee, who taught at Trinity College and Boston, met Bo Ray and the Americans in May 1990, "
    "for 90 days."
)


def gum_sentence(text, *mentions, nouns=()):
    """CoNLL-U of one sentence. mentions: (kind, words, minimal words, identity); all words but `nouns` are PROPN."""
    words = list(re.finditer(r"[\w%-]+|[^\w\s]", text))
    marks = [""] * len(words)
    for group, (kind, full, short, *identity) in enumerate(mentions, 1):
        start = text.index(full)
        inside = [number for number, word in enumerate(words) if start <= word.start() < start + len(full)]
        first, last = inside[0], inside[-1]
        core = [str(number - first + 1) for number in inside if words[number][0] in short.split()]
        opening = "-".join([f"({group}", kind, "new", "nnnnn", "cf1*", ",".join(core), "coref", *identity])
        marks[first] = opening + ")" * (first == last) + marks[first]
        if first != last:
            marks[last] += f"{group})"
    lines = [f"# text = {text}"]
    for number, (word, mark) in enumerate(zip(words, marks, strict=True), 1):
        glued = word.end() < len(text) and not text[word.end()].isspace()
        misc = [f"Entity={mark}"] * bool(mark) + ["SpaceAfter=No"] * glued
        upos = "NOUN" if word[0] in nouns or not word[0][0].isupper() else "PROPN"
        lines.append("\t".join([str(number), word[0], "_", upos, "_", "_", "0", "dep", "_", "|".join(misc) or "_"]))
    return "\n".join(lines) + "\n\n"


@pytest.fixture
def read_gum(tmp_path):
    def read(*parts):
        path = tmp_path / "gum.conllu"
        path.write_text("".join(parts), encoding="utf8")
        return list(read_corpus(path))

    return read


def test_gum_documents_keep_their_text_with_a_line_for_each_paragraph(read_gum, texts):
    ann = gum_sentence("Ann Lee's here.", ("person", "Ann Lee", "Ann Lee"))
    lines = ann.split("\n")
    whole, empty = "3-4\t's\t_\t_\t_\t_\t_\t_\t_\t_", "4.1\tis\tbe\tAUX\t_\t_\t_\t_\t0:root\tCopyOf=1"
    with_more_lines = "\n".join([*lines[:3], whole, *lines[3:5], empty, *lines[5:]])
    oslo = gum_sentence("In Oslo.", ("place", "Oslo", "Oslo"))
    first, second = read_gum(GUM_HEAD, with_more_lines, oslo, "# newpar\n", oslo, GUM_HEAD.replace("_x", "_y"), oslo)
    assert first.text == "Ann Lee's here. In Oslo.\nIn Oslo."
    assert texts(first) == [("Ann Lee", "PERSON"), ("Oslo", "LOCATION"), ("Oslo", "LOCATION")]
    assert (first.id, second.id, second.text, second.source) == ("GUM_news_x", "GUM_news_y", "In Oslo.", "gum")
    assert first.annotated == {"PERSON", "LOCATION", "ORGANIZATION", "DATE_TIME"}


def test_gum_name_ends_where_its_run_of_capitals_does_and_titles_stay_outside(read_gum, texts):
    hull = GUM_TEXT[: GUM_TEXT.index(", met")]
    (record,) = read_gum(GUM_HEAD, gum_sentence(GUM_TEXT, ("person", hull, "Vice Ann Lee Boston")))
    assert texts(record) == [("Ann Lee", "PERSON")]
    assert ignored(record) == ["Vice President ", ", who taught at Trinity College and Boston"]


@pytest.mark.parametrize(
    ("identity", "names"), [([], ["Trinity College"]), (["Trinity-College_and_Boston"], ["Trinity College and Boston"])]
)
def test_gum_place_is_cut_at_and_unless_its_identity_holds_it(read_gum, texts, identity, names):
    place = ("place", "Trinity College and Boston", "Trinity College Boston", *identity)
    (record,) = read_gum(GUM_HEAD, gum_sentence(GUM_TEXT, place))
    assert [text for text, _ in texts(record)] == names
    assert ignored(record) == ([] if identity else [" and Boston"])


def test_gum_longer_of_nested_mentions_is_the_entity(read_gum, texts):
    college = ("organization", "Trinity College", "Trinity College")
    (record,) = read_gum(GUM_HEAD, gum_sentence(GUM_TEXT, college, ("place", "Trinity", "Trinity")))
    assert texts(record) == [("Trinity College", "ORGANIZATION")]


@pytest.mark.parametrize(
    ("kind", "value", "nouns"),
    [
        ("person", "Americans", ""),
        ("person", "President", ""),
        ("person", "Bo Ray", "Bo"),
        ("time", "90 days", ""),
    ],
)
def test_gum_groups_roles_and_lengths_of_time_are_not_judged(read_gum, kind, value, nouns):
    (record,) = read_gum(GUM_HEAD, gum_sentence(GUM_TEXT, (kind, value, value), nouns=nouns.split()))
    assert record.spans == ()
    assert ignored(record) == [value]


def test_gum_mention_without_a_proper_noun_is_no_name_and_a_date_is_taken_whole(read_gum, texts):
    mentions = ("person", "who", "who"), ("time", "May 1990", "1990")
    (record,) = read_gum(GUM_HEAD, gum_sentence(GUM_TEXT, *mentions))
    assert texts(record) == [("May 1990", "DATE_TIME")]
    assert record.ignore == ()


@pytest.mark.parametrize(
    ("damage", "line"),
    [
        (lambda text: text.replace("# text = In", "# text = To"), 6),
        (lambda text: text.replace("-1-coref", "-3-coref"), 7),
        (lambda text: text.replace("-1-coref)", "-1-coref"), 9),
        (lambda text: text.replace("-nnnnn-cf1*-1-coref", ""), 7),
        (lambda text: text.replace("# global.Entity", "# other"), 7),
        (lambda text: text.replace("\t0\tdep", ""), 6),
    ],
    ids=["other words", "core outside", "no end", "fields missing", "fields unknown", "columns missing"],
)
def test_gum_document_that_is_damaged_is_a_bad_record_with_its_line(read_gum, damage, line):
    good = GUM_HEAD + gum_sentence("In Oslo.", ("place", "Oslo", "Oslo"))
    with pytest.raises(PiiError) as error:
        read_gum(damage(good))
    assert error.value.line == line
    assert "Oslo" not in str(error.value)


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
