import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spacy_pii.curation.mixing import MixReport, join_records, load_mixture, mix
from spacy_pii.errors import PiiError
from spacy_pii.records import PiiRecord, PiiSpan, write_records


def _record(number: int, *, source: str = "one", annotated: frozenset[str] | None = None) -> PiiRecord:
    text = f"Number {number} is Ada Lovelace."
    start = text.index("Ada")
    extra = {} if annotated is None else {"annotated": annotated}
    return PiiRecord(text, (PiiSpan(start, start + 12, "PERSON"),), source=source, id=str(number), **extra)


def _recipe(folder: Path, sources: list[dict]) -> Path:
    path = folder / "mixture.yml"
    path.write_text(json.dumps({"sources": sources}), encoding="utf8")
    return path


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    write_records(tmp_path / "corpus.jsonl", [_record(number) for number in range(20)])
    return tmp_path / "corpus.jsonl"


def _mixed(folder: Path, *sources: dict, seed: int = 0) -> list[PiiRecord]:
    return list(mix(load_mixture(_recipe(folder, list(sources))), seed=seed))


def test_copies_of_a_record_have_ids_of_their_own(tmp_path, corpus):
    records = _mixed(tmp_path, {"path": str(corpus), "repeat": 3})
    assert len(records) == 60
    assert len({record.id for record in records}) == 60
    assert len({record.text for record in records}) == 20


def test_shares_of_the_copies_are_in_one_case_with_their_spans(tmp_path, corpus):
    records = _mixed(tmp_path, {"path": str(corpus), "repeat": 20, "lower": 0.3, "upper": 0.2})
    names = [record.text[span.start : span.end] for record in records for span in record.spans]
    assert len(names) == 400
    assert 80 < names.count("ada lovelace") < 160
    assert 50 < names.count("ADA LOVELACE") < 110
    assert names.count("Ada Lovelace") == 400 - names.count("ada lovelace") - names.count("ADA LOVELACE")


def test_shares_of_cases_above_one_are_refused(tmp_path, corpus):
    with pytest.raises(PiiError, match="source 1 has a value out of range"):
        _mixed(tmp_path, {"path": str(corpus), "lower": 0.6, "upper": 0.6})


def test_joined_records_hold_every_value_once(tmp_path, corpus):
    records = _mixed(tmp_path, {"path": str(corpus), "join": 6})
    assert 3 < len(records) < 20
    values = [record.text[span.start : span.end] for record in records for span in record.spans]
    assert values == ["Ada Lovelace"] * 20


def test_a_text_that_an_earlier_source_holds_is_left_out(tmp_path, corpus):
    write_records(tmp_path / "again.jsonl", [_record(3), _record(99)])
    report = MixReport()
    sources = load_mixture(_recipe(tmp_path, [{"path": str(corpus)}, {"path": str(tmp_path / "again.jsonl")}]))
    assert len(list(mix(sources, seed=0, report=report))) == 21
    assert [row[1:] for row in report.rows] == [(20, 0, 20), (2, 1, 1)]


def test_one_source_of_a_file_can_be_picked(tmp_path):
    write_records(tmp_path / "both.jsonl", [_record(1, source="tab:train"), _record(2, source="tab:dev")])
    records = _mixed(tmp_path, {"path": str(tmp_path / "both.jsonl"), "source": "tab:train"})
    assert [record.id for record in records] == ["1"]


def test_the_same_seed_gives_the_same_mixture(tmp_path, corpus):
    entry = {"path": str(corpus), "repeat": 2, "noise": 0.5, "join": 3, "limit": 10}
    assert _mixed(tmp_path, entry, seed=1) == _mixed(tmp_path, entry, seed=1)
    assert _mixed(tmp_path, entry, seed=1) != _mixed(tmp_path, entry, seed=2)


def test_a_missing_corpus_names_the_remedy_unless_it_is_optional(tmp_path, corpus):
    missing = {"path": str(tmp_path / "gone.jsonl")}
    with pytest.raises(PiiError, match="spacy project assets"):
        _mixed(tmp_path, missing)
    report = MixReport()
    sources = load_mixture(_recipe(tmp_path, [{**missing, "optional": True}, {"path": str(corpus)}]))
    assert len(list(mix(sources, seed=0, report=report))) == 20
    assert report.missing == [tmp_path / "gone.jsonl"]


def test_what_a_source_is_unsure_about_is_not_judged_unless_it_is_labelled(tmp_path):
    text = "@ada met @bob"
    write_records(tmp_path / "tweets.jsonl", [PiiRecord(text, (PiiSpan(0, 4, "PERSON"),), source="tweets")])
    (record,) = _mixed(tmp_path, {"path": str(tmp_path / "tweets.jsonl"), "unsure": r"@\w+"})
    assert record.ignore == ((9, 13),)


@pytest.mark.parametrize(
    "entry", [{"path": "x", "unsure": "("}, {"file": "x"}, {"path": "x", "repeat": 0}, {"path": "x", "noise": 2}, "x"]
)
def test_a_recipe_that_cannot_be_meant_is_refused_by_number(tmp_path, entry):
    with pytest.raises(PiiError, match="source 1"):
        load_mixture(_recipe(tmp_path, [entry]))


def test_joined_records_claim_only_what_all_of_them_annotate():
    people = _record(1, annotated=frozenset({"PERSON"}))
    both = _record(2, annotated=frozenset({"PERSON", "LOCATION"}))
    assert join_records([people, both], " ").annotated == {"PERSON"}


@given(st.lists(st.text(alphabet="ab \u00e9\U0001f600", min_size=1, max_size=8), min_size=1, max_size=5))
def test_spans_and_ignored_stretches_move_with_their_text(texts):
    records = [PiiRecord(text, (PiiSpan(0, 1, "PERSON"),), ignore=((0, len(text)),)) for text in texts]
    joined = join_records(records, "\n")
    assert [joined.text[span.start : span.end] for span in joined.spans] == [text[0] for text in texts]
    assert [joined.text[start:end] for start, end in joined.ignore] == texts
