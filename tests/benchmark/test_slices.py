import re
from pathlib import Path

import pytest
import spacy
from tiny import record

from spacy_pii.benchmark.detectors import load_spacy
from spacy_pii.benchmark.gold_sets import GoldSet
from spacy_pii.benchmark.origins import (
    LOCALES,
    SCRIPTS,
    caller_names,
    largest_gap,
    names_of,
    origin_records,
    score_origins,
    wilson,
)
from spacy_pii.benchmark.passages import sample
from spacy_pii.benchmark.slices import LONG_CHARACTERS, make_slices, score_slices
from spacy_pii.evaluation.sets import LabeledSet
from spacy_pii.records import PiiRecord, PiiSpan
from spacy_pii.synthesis.noise import TRANSFORMS

TEMPLATE = """
templates:
  named: "Please call ${person} about the invoice, the number is ${phone}."
  plain: "The pump in the cellar is broken again and nobody knows why."
"""


REAL = [
    record("Anna Bloom lives in Ulm.", [("Anna Bloom", "PERSON")]),
    record("Nobody is here.", []),
    record("Ask Bob Low.", [("Bob Low", "PERSON")]),
]


def labelled(name: str, records: list[PiiRecord], *, synthetic: bool = False) -> GoldSet:
    return GoldSet(LabeledSet(name, Path(), frozenset(["PERSON"]), frozenset(["PERSON"]), synthetic), records)


SETS = [labelled("letters", REAL), labelled("forms", REAL[::-1], synthetic=True), labelled("empty", REAL[1:2])]


@pytest.fixture(scope="module")
def slices(tmp_path_factory):
    folder = tmp_path_factory.mktemp("templates")
    (folder / "mail.yml").write_text(TEMPLATE)
    return make_slices(SETS, folder, 5, 12)


@pytest.fixture(scope="module")
def capitals(tmp_path_factory):
    """A system that takes a capitalized word for a person."""
    nlp = spacy.blank("en")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "PERSON", "pattern": [{"IS_TITLE": True, "OP": "+"}]}])
    folder = tmp_path_factory.mktemp("capitals")
    nlp.to_disk(folder)
    return load_spacy(str(folder), ())


def test_every_transform_changes_the_same_documents_of_the_labelled_sets(slices):
    scripts = {f"names_{script.lower()}" for script in SCRIPTS}
    assert set(slices) == {"clean", *TRANSFORMS, "made_up", *scripts, "long_document"}
    for name in ("clean", *TRANSFORMS):
        assert [part.name for part in slices[name].parts] == ["letters", "forms"]
        assert slices[name].numbers == [[0, 2], [0, 2]]
        assert slices[name].clean == "clean"
    assert slices["clean"].parts[0].records == [REAL[0], REAL[2]]
    assert slices["upper_case"].parts[0].texts == ["ANNA BLOOM LIVES IN ULM.", "ASK BOB LOW."]
    assert slices["upper_case"].parts[0].info.judged == {"PERSON"}


def test_slices_are_the_same_in_every_run(slices, tmp_path):
    (tmp_path / "mail.yml").write_text(TEMPLATE)
    again = make_slices(SETS, tmp_path, 5, 12)
    assert [[part.records for part in row.parts] for row in again.values()] == [
        [part.records for part in row.parts] for row in slices.values()
    ]


def test_sets_without_personal_data_leave_the_made_up_slices(tmp_path):
    (tmp_path / "mail.yml").write_text(TEMPLATE)
    assert next(iter(make_slices(SETS[2:], tmp_path, 5, 2))) == "made_up"


def test_names_in_another_script_replace_people_alone(slices):
    (clean,), (greek,) = slices["made_up"].parts, slices["names_greek"].parts
    assert len(greek.records) == 12
    for source, renamed in zip(clean.records, greek.records, strict=True):
        *people, phone = renamed.spans
        assert people
        assert all(re.fullmatch(r"[\u0370-\u03ff\u1f00-\u1fff ]+", renamed.text[p.start : p.end]) for p in people)
        old = source.spans[-1]
        assert renamed.text[phone.start : phone.end] == source.text[old.start : old.end]


def test_long_documents_have_their_values_at_the_end(slices):
    (clean,), (part,) = slices["made_up"].parts, slices["long_document"].parts
    assert part.records
    for source, long in zip(clean.records, part.records, strict=False):
        assert long.spans[0].start >= LONG_CHARACTERS
        assert long.text.endswith(source.text)


def test_paragraphs_of_a_long_document_are_passages_of_their_own():
    text = f"{'word ' * 200}\nSee Anna Bloom, or {'x' * 9}\nask Al"
    name, torn, end = (text.index(value) for value in ("Anna", "xxx", "Al"))
    spans = (PiiSpan(name, name + 10, "PERSON"), PiiSpan(torn, torn + 13, "ID"), PiiSpan(end, end + 2, "PERSON"))
    (first, last), numbers = sample([PiiRecord("short"), PiiRecord(text, spans, ignore=((name - 4, name - 1),))], 9, "")
    assert (numbers, first.text, last.text) == ([1, 1], "See Anna Bloom, or xxxxxxxxx", "ask Al")
    assert [first.text[s.start : s.end] for s in first.spans] == ["Anna Bloom"]
    assert [first.text[a:b] for a, b in first.ignore] == ["See", "xxxxxxxxx"]
    assert ([last.text[s.start : s.end] for s in last.spans], last.ignore) == (["Al"], ((0, 3),))


def test_leakage_of_a_slice_stands_beside_that_of_the_same_clean_documents(slices, capitals):
    scores = score_slices(capitals, slices, samples=50, examples=2, show_values=False)
    clean, lower, made_up = scores["clean"], scores["lower_case"], scores["made_up"]
    assert clean.leak == clean.clean_leak == lower.clean_leak == 0
    assert lower.leak == 100
    assert (lower.documents, lower.sets) == (4, {"letters": 2, "forms": 2})
    assert 0 < made_up.low <= made_up.leak <= made_up.high
    assert made_up.leak == made_up.clean_leak == scores["names_greek"].clean_leak
    assert made_up.sets == {}
    assert not lower.parts


def test_leaks_are_quoted_with_their_place_in_the_set_and_masked_unless_made_up(slices, capitals):
    scores = score_slices(capitals, slices, samples=50, examples=4, show_values=False)
    rows = [(leak.set, leak.document, leak.value, leak.masked) for leak in scores["lower_case"].worst]
    assert rows == [
        ("letters", 0, "xxxx xxxxx", True),
        ("forms", 2, "anna bloom", False),
        ("letters", 2, "xxx xxx", True),
        ("forms", 0, "bob low", False),
    ]
    assert not any(leak.masked for leak in scores["long_document"].worst)


def test_every_origin_has_names_of_its_own_and_the_same_in_every_run():
    drawn = {locale: names_of(locale, 10) for locale in LOCALES}
    assert all(len(set(names)) == 10 for names in drawn.values())
    assert len(set(drawn.values())) == len(LOCALES)
    names_of.cache_clear()
    assert names_of("pl_PL", 10) == drawn["pl_PL"]


def test_recall_of_people_by_origin_and_the_largest_gap(capitals):
    origins = {"known": origin_records(["Anna Bloom"] * 12), "missed": origin_records(["anna bloom", "Anna bloom"])}
    scores = score_origins(capitals, origins)
    assert (scores["known"].names, scores["known"].recall, scores["known"].high) == (12, 100, 100)
    assert scores["missed"].recall == 0
    gap = largest_gap(scores)
    assert (gap.best, gap.worst, gap.points) == ("known", "missed", 100)


def test_a_name_has_to_be_covered_whole_and_as_a_person():
    records = origin_records(["Anna Bloom"] * 3)
    at = [record.spans[0].start for record in records]
    found = [
        (PiiSpan(at[0], at[0] + 4, "PERSON"), PiiSpan(at[0] + 5, at[0] + 10, "PERSON")),
        (PiiSpan(at[1], at[1] + 4, "PERSON"),),
        (PiiSpan(at[2], at[2] + 10, "LOCATION"),),
    ]
    assert score_origins(lambda texts: iter(found), {"a": records})["a"].recall == 33.33


def test_wilson_interval_of_published_examples():
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=1e-4)
    assert wilson(20, 20) == pytest.approx((0.8389, 1.0), abs=1e-4)


def test_callers_are_distinct_and_spread_over_the_file(tmp_path):
    rows = "".join(f"{i},Name {i % 30}\n" for i in range(90))
    (tmp_path / "records.csv").write_text("scenario_id,name\n" + rows)
    names = caller_names(tmp_path / "records.csv", 10)
    assert len(set(names)) == 10
    assert names == caller_names(tmp_path / "records.csv", 10)
    assert len(caller_names(tmp_path / "records.csv", 100)) == 30
