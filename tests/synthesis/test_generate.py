"""Generation through its public face, with the templates of the repository."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from itertools import combinations, islice
from pathlib import Path

import pytest

from spacy_pii.errors import PiiError
from spacy_pii.labels import ALL_LABELS
from spacy_pii.records import PiiRecord
from spacy_pii.synthesis import generate, walk
from spacy_pii.synthesis.templates import load_templates

TEMPLATES = Path(__file__).parents[2] / "assets/templates"


@pytest.fixture(scope="module")
def records() -> list[PiiRecord]:
    return list(generate(3000, seed=7, templates=TEMPLATES))


def _folder(tmp_path: Path, text: str, name: str = "note.yml") -> Path:
    (tmp_path / name).write_text(text, encoding="utf8")
    return tmp_path


def _values(record: PiiRecord) -> list[str]:
    return [record.text[span.start : span.end] for span in record.spans]


def test_same_seed_gives_the_same_records(records: list[PiiRecord]) -> None:
    assert list(generate(200, seed=7, templates=TEMPLATES)) == records[:200]


def test_file_is_the_same_in_every_process(tmp_path: Path) -> None:
    script = Path(__file__).parents[2] / "scripts/generate.py"
    files = [tmp_path / f"{hash_seed}.jsonl" for hash_seed in (1, 2)]
    for file in files:
        command = [sys.executable, str(script), str(file), "--templates", str(TEMPLATES), "--count", "400"]
        subprocess.run(command, check=True, capture_output=True, env={**os.environ, "PYTHONHASHSEED": file.stem})
    assert files[0].read_bytes() == files[1].read_bytes()


def test_other_seed_gives_other_texts(records: list[PiiRecord]) -> None:
    others = {record.text for record in generate(50, seed=8, templates=TEMPLATES)}
    assert len(others & {record.text for record in records[:50]}) < 5


def test_every_label_is_produced(records: list[PiiRecord]) -> None:
    assert {span.label for record in records for span in record.spans} == ALL_LABELS


def test_spans_hold_text_without_surrounding_space(records: list[PiiRecord]) -> None:
    values = [value for record in records for value in _values(record)]
    assert all(value == value.strip() != "" for value in values)


def test_texts_hold_no_leftover_template_syntax(records: list[PiiRecord]) -> None:
    assert not [record.id for record in records if any(mark in record.text for mark in ("${", "$(", "$["))]


def test_genres_and_templates_are_many() -> None:
    templates = load_templates(TEMPLATES)
    assert len(templates) >= 120
    assert len({template.genre for template in templates}) >= 10


def test_ids_are_unique_and_sources_name_the_genre(records: list[PiiRecord]) -> None:
    assert len({record.id for record in records}) == len(records)
    genres = {template.genre for template in load_templates(TEMPLATES)}
    assert {record.source for record in records} == {f"synthetic:{genre}" for genre in (*genres, "document")}


def test_negatives_hold_no_personal_data(records: list[PiiRecord]) -> None:
    negatives = [record for record in records if record.source == "synthetic:negatives"]
    assert negatives
    assert not any(record.spans for record in negatives)


def test_same_number_is_the_same_person_in_every_form(tmp_path: Path) -> None:
    text = "|".join(f"${{person#1.{form}}}" for form in ("first", "last", "title_last", "email", "email"))
    for record in generate(
        30, seed=1, templates=_folder(tmp_path, f"templates: {{a: '{text}'}}"), locales=["en_US"], noise=0, documents=0
    ):
        first, last, titled, *emails = record.text.split("|")
        assert titled.endswith(f" {last}")
        assert emails[0] == emails[1]
        assert last[0].lower() in emails[0].lower() or first[0].lower() in emails[0].lower()


def test_title_stays_outside_the_name(tmp_path: Path) -> None:
    folder = _folder(tmp_path, "templates: {a: '${person.title_full}'}")
    for record in generate(30, seed=1, templates=folder, noise=0, documents=0):
        (span,) = record.spans
        assert span.start > 0
        assert record.text[span.start - 1] == " "


def test_repeated_rule_has_its_own_entities_each_time(tmp_path: Path) -> None:
    folder = _folder(tmp_path, "rules: {row: '${iban#1.compact}'}\ntemplates: {a: '${@row*3-3}'}")
    (record,) = generate(1, seed=1, templates=folder, noise=0, documents=0)
    assert len(set(_values(record))) == len(record.text.split()) == 3


def test_street_is_one_span_apart_from_city_and_zip(tmp_path: Path) -> None:
    folder = _folder(tmp_path, "templates: {a: '${address}'}")
    for record in generate(50, seed=3, templates=folder, noise=0, documents=0):
        labels = [span.label for span in record.spans]
        assert labels[0] == "STREET_ADDRESS"
        assert set(labels[1:]) == {"LOCATION"}
        assert len(labels) >= 3


def test_choices_optional_parts_and_escapes_nest(tmp_path: Path) -> None:
    folder = _folder(tmp_path, "templates: {a: '$(x|(y$|z)|$[w$(1|2)$]])=$$5 {\"k\": [1]}'}")
    texts = {record.text for record in generate(200, seed=1, templates=folder, noise=0, documents=0)}
    rest = '=$5 {"k": [1]}'
    assert texts == {start + rest for start in ("x", "(y|z)", "", "w1]", "w2]")}


MALFORMED = {
    "unknown slot": "${persn}",
    "unknown form": "${person.age}",
    "unknown rule": "${@nowhere}",
    "open choice": "$(a|b",
    "open optional": "$[a",
    "open slot": "${person",
    "recursive rule": "${@self}",
    "repetition of a rule that may be empty": "${@maybe*2-3}",
    "repetition of an empty rule": "${@nothing*1-2}",
    "repetition with its counts in the wrong order": "${@row*3-1}",
}


@pytest.mark.parametrize("body", MALFORMED.values(), ids=MALFORMED.keys())
def test_malformed_template_is_named_with_its_file(tmp_path: Path, body: str) -> None:
    rules = "self: 'a ${@self}', maybe: '$[a]$(b|)${@row*0-1}', nothing: '', row: 'x'"
    folder = _folder(tmp_path, f"rules: {{{rules}}}\ntemplates: {{good: hi, broken: '{body}'}}")
    with pytest.raises(PiiError, match=r"note\.yml: template 'broken'"):
        next(generate(1, seed=1, templates=folder))


@pytest.mark.parametrize("text", ["templates: [a", "- a", "templates: {a: 1}", "always: [shout]\ntemplates: {a: b}"])
def test_unusable_template_file_is_named(tmp_path: Path, text: str) -> None:
    with pytest.raises(PiiError, match=r"note\.yml"):
        next(generate(1, seed=1, templates=_folder(tmp_path, text)))


def test_folder_without_templates_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(PiiError, match="no templates"):
        next(generate(1, seed=1, templates=tmp_path))


def test_unsupported_locale_is_an_error() -> None:
    with pytest.raises(PiiError, match="xx_XX"):
        next(generate(1, seed=1, templates=TEMPLATES, locales=["xx_XX"]))


def test_genre_can_ask_for_a_transform(tmp_path: Path) -> None:
    folder = _folder(tmp_path, "always: [upper_case]\ntemplates: {a: 'call ${person} now, please.'}")
    for record in islice(generate(20, seed=1, templates=folder, locales=["en_GB"], noise=0, documents=0), 20):
        assert record.text == f"CALL {_values(record)[0]} NOW, PLEASE."
        assert record.text.isupper()


def test_structured_genre_meets_no_noise_that_changes_its_case(tmp_path: Path) -> None:
    folder = _folder(tmp_path, "noise: false\ntemplates: {a: 'IP ${ip}'}")
    for record in generate(200, seed=1, templates=folder, noise=1.0, documents=0):
        assert "ip" not in record.text
        assert len(record.spans) == 1


def test_document_is_about_the_same_person_throughout(tmp_path: Path) -> None:
    folder = _folder(tmp_path, "templates: {a: 'I am ${person#1.last}.', b: 'Mail ${person#1.last}.'}")
    for record in generate(20, seed=1, templates=folder, noise=0, documents=1.0):
        assert len(record.spans) >= 2
        assert len(set(_values(record))) == 1
        assert record.source == "synthetic:document"


def test_documents_are_a_small_share_by_default(records: list[PiiRecord]) -> None:
    share = sum(record.source == "synthetic:document" for record in records) / len(records)
    assert 0.04 < share < 0.08


def test_some_records_mix_countries_and_most_do_not(tmp_path: Path) -> None:
    folder = _folder(tmp_path, "templates: {a: '${phone.e164} ${phone.e164} ${phone.e164} ${phone.e164}'}")
    codes = {"en_GB": "+44", "de_DE": "+49", "fr_FR": "+33", "it_IT": "+39"}
    mixed = 0
    for record in generate(400, seed=1, templates=folder, locales=list(codes), noise=0, documents=0):
        mixed += len({value[:3] for value in _values(record)}) > 1
    assert 0.08 < mixed / 400 < 0.22


def test_city_state_and_zip_often_belong_together(tmp_path: Path) -> None:
    folder = _folder(tmp_path, "templates: {a: '${address#1.city}|${address#1.state}|${address#1.zip}'}")
    zips = {}
    for record in generate(3000, seed=2, templates=folder, locales=["en_US"], noise=0, documents=0):
        city, state, code = record.text.split("|")
        if (city, state) == ("Seattle", "WA"):
            zips[code] = code.startswith("981")
    assert sum(zips.values()) / len(zips) > 0.8


def test_names_are_thousands(tmp_path: Path) -> None:
    folder = _folder(tmp_path, "templates: {a: '${person.first}|${person.last}'}")
    parts = [record.text.split("|") for record in generate(3000, seed=3, templates=folder, noise=0, documents=0)]
    assert len({first for first, _ in parts}) > 1500
    assert len({last for _, last in parts}) > 2000


def test_walk_takes_every_combination_of_choices_in_order(tmp_path: Path) -> None:
    folder = _folder(tmp_path, "templates: {a: '$(a|b) $(c|d)$[ $(e|f)]', b: plain, c: 'x $(1|2|3) y'}")
    texts = [record.text for record in walk(seed=1, templates=folder)]
    # The optional part is a choice at the top level; what is chosen inside it stays open.
    assert [text[:3] for text in texts[:8]] == [pair for pair in ("a c", "a d", "b c", "b d") for _ in range(2)]
    assert all(len(text) == 5 for text in texts[:8:2])
    assert texts[1:8:2] == ["a c", "a d", "b c", "b d"]
    assert texts[8:] == ["plain", "x 1 y", "x 2 y", "x 3 y"]


def test_walk_of_countless_combinations_is_bounded_and_meets_every_pair(tmp_path: Path) -> None:
    choices = "".join(f"$({chr(97 + i)}0|{chr(97 + i)}1|{chr(97 + i)}2|{chr(97 + i)}3)" for i in range(26))
    folder = _folder(tmp_path, f"templates: {{a: '{choices}'}}")
    texts = [record.text for record in walk(seed=1, templates=folder, limit=500)]
    assert len(set(texts)) == len(texts) == 500
    assert [record.text for record in walk(seed=2, templates=folder, limit=500)] == texts
    parts = [re.findall("..", text) for text in texts]
    pairs = {pair for part in parts for pair in combinations(part, 2)}
    assert len(pairs) == 26 * 25 // 2 * 16


def test_walk_starts_at_once_and_keeps_no_combinations(tmp_path: Path) -> None:
    folder = _folder(tmp_path, f"templates: {{a: '{'$(0|1)' * 200}'}}")
    assert len(list(islice(walk(seed=1, templates=folder, limit=10**30), 20))) == 20


def test_walk_is_the_same_every_time() -> None:
    first = list(islice(walk(seed=4, templates=TEMPLATES), 300))
    assert first == list(islice(walk(seed=4, templates=TEMPLATES), 300))
    assert len({record.id for record in first}) == len(first)
