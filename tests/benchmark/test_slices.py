import re

import pytest
import spacy

from spacy_pii.benchmark.detectors import load_spacy
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
from spacy_pii.benchmark.slices import LONG_CHARACTERS, make_slices, score_slices
from spacy_pii.records import PiiSpan
from spacy_pii.synthesis.noise import TRANSFORMS

TEMPLATE = """
templates:
  named: "Please call ${person} about the invoice, the number is ${phone}."
  plain: "The pump in the cellar is broken again and nobody knows why."
"""


@pytest.fixture(scope="module")
def slices(tmp_path_factory):
    folder = tmp_path_factory.mktemp("templates")
    (folder / "mail.yml").write_text(TEMPLATE)
    return make_slices(folder, 12)


@pytest.fixture(scope="module")
def capitals(tmp_path_factory):
    """A system that takes a capitalized word for a person."""
    nlp = spacy.blank("en")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "PERSON", "pattern": [{"IS_TITLE": True, "OP": "+"}]}])
    folder = tmp_path_factory.mktemp("capitals")
    nlp.to_disk(folder)
    return load_spacy(str(folder), ())


def test_every_transform_of_the_synthesis_is_a_slice(slices):
    scripts = {f"names_{script.lower()}" for script in SCRIPTS}
    assert set(slices) == {"clean", "long_document", *TRANSFORMS, *scripts}
    clean = slices["clean"].records
    for name in TRANSFORMS:
        assert slices[name].sources == list(range(12))
        assert len(slices[name].records) == 12
    assert slices["lower_case"].records[0].text == clean[0].text.lower()


def test_slices_are_the_same_in_every_run(slices, tmp_path):
    (tmp_path / "mail.yml").write_text(TEMPLATE)
    assert make_slices(tmp_path, 12) == slices


def test_names_in_another_script_replace_people_alone(slices):
    clean, greek = slices["clean"].records, slices["names_greek"]
    assert greek.records
    for source, record in zip(greek.sources, greek.records, strict=True):
        *people, phone = record.spans
        assert people
        assert all(re.fullmatch(r"[\u0370-\u03ff\u1f00-\u1fff ]+", record.text[p.start : p.end]) for p in people)
        old = clean[source].spans[-1]
        assert record.text[phone.start : phone.end] == clean[source].text[old.start : old.end]


def test_long_documents_have_their_values_at_the_end(slices):
    part = slices["long_document"]
    assert part.records
    for source, record in zip(part.sources, part.records, strict=True):
        assert record.spans[0].start >= LONG_CHARACTERS
        assert record.text.endswith(slices["clean"].records[source].text)


def test_leakage_of_a_slice_stands_beside_that_of_the_same_clean_records(slices, capitals):
    scores = score_slices(capitals, slices, samples=50, examples=2, show_values=False)
    clean, lower = scores["clean"], scores["lower_case"]
    assert clean.leak == clean.clean_leak == lower.clean_leak
    assert 0 < clean.low <= clean.leak <= clean.high
    assert lower.leak == 100
    assert scores["names_greek"].clean_leak == scores["long_document"].clean_leak == clean.leak
    assert [example.masked for example in lower.worst] == [True, True]


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
