"""What only looks like personal data has no label, and personal data in unusual writing keeps its own."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote, unquote_plus

import pytest

from spacy_pii.records import PiiRecord
from spacy_pii.synthesis import generate, walk
from spacy_pii.synthesis.value_tables import value_tables

TEMPLATES = Path(__file__).parents[2] / "assets/templates"
Fill = Callable[..., list[PiiRecord]]


@pytest.fixture
def fill(tmp_path: Path) -> Fill:
    """Records of one template, without noise."""

    def filled(text: str, count: int = 200, locales: tuple[str, ...] = ("en_US", "de_DE", "es_MX")) -> list[PiiRecord]:
        (tmp_path / "a.yml").write_text(f"templates: {{a: '{text}'}}", encoding="utf8")
        return list(generate(count, seed=4, templates=tmp_path, locales=list(locales), noise=0, documents=0))

    return filled


def _spans(record: PiiRecord) -> list[tuple[str, str]]:
    return [(record.text[span.start : span.end], span.label) for span in record.spans]


@pytest.mark.parametrize(
    ("slot", "pattern"),
    [
        ("decimal", r"-?\d*\.\d{3,}(?:[eE][+-]\d+)?"),
        ("epoch", r"1[0-7]\d{8}(?:\d{3}|\.\d{6})?"),
        ("part_no", r"(?=.*\d)[A-Z0-9/. -]+"),
        ("setting", r"-{0,2}[A-Za-z]+[\w.()\[\]-]*"),
        ("price", r".*\d.*"),
        ("font", r"[A-Z][A-Za-z ]+"),
        ("ailment", r".*(?:'|disease|syndrome|lymphoma|sarcoma|phenomenon|palsy|esophagus).*"),
        ("law", r".+"),
        ("named_thing", r"(?:an?|the) .+"),
    ],
)
def test_values_that_only_look_personal_have_no_label(fill: Fill, slot: str, pattern: str) -> None:
    records = fill(f"${{{slot}}}")
    assert not any(record.spans for record in records)
    assert all(re.fullmatch(pattern, record.text) for record in records)
    assert len({record.text for record in records}) > 15


@pytest.mark.parametrize("genre", ["negatives_numbers", "negatives_names"])
def test_every_combination_of_a_negative_template_is_without_personal_data(tmp_path: Path, genre: str) -> None:
    for name in ("_shared", genre):
        (tmp_path / f"{name}.yml").write_text((TEMPLATES / f"{name}.yml").read_text(encoding="utf8"), encoding="utf8")
    records = list(walk(seed=2, templates=tmp_path, limit=60))
    assert len(records) > 200
    assert not [record.id for record in records if record.spans]


def test_every_messy_positive_template_has_a_span(tmp_path: Path) -> None:
    for name in ("_shared", "messy_positives"):
        (tmp_path / f"{name}.yml").write_text((TEMPLATES / f"{name}.yml").read_text(encoding="utf8"), encoding="utf8")
    assert not [record.id for record in walk(seed=2, templates=tmp_path, limit=40) if not record.spans]


def test_last_name_first_is_one_name(fill: Fill) -> None:
    for record in fill("To: ${person#1.last_first};"):
        ((value, label),) = _spans(record)
        assert label == "PERSON"
        assert f"To: {value};" == record.text
        assert ", " in value


@pytest.mark.parametrize(
    ("form", "plain", "read"),
    [("percent", "", unquote), ("plus", "", unquote_plus), ("email_percent", "email", unquote)],
)
def test_encoded_values_are_spans_as_a_whole_and_decode_to_the_value(
    fill: Fill, form: str, plain: str, read: Callable[[str], str]
) -> None:
    slot = f"person#1.{plain}".rstrip(".")
    for record in fill(f"${{person#1.{form}}} ~ ${{{slot}}}"):
        encoded, value = record.text.split(" ~ ")
        assert read(encoded) == value
        assert _spans(record)[0][0] == encoded


@pytest.mark.parametrize("form", ["wide", "email_wide"])
def test_full_width_values_hold_no_ascii_but_the_space(fill: Fill, form: str) -> None:
    for record in fill(f"<${{person.{form}}}>"):
        ((value, _),) = _spans(record)
        assert not re.search("[!-~]", value)


def test_organizations_are_real_ones_now_and_then(fill: Fill) -> None:
    real = {name.casefold() for name in value_tables().real_organizations}
    assert len(real) > 1000
    share = sum(record.text.casefold() in real for record in fill("${org}", count=1000)) / 1000
    assert 0.08 < share < 0.25
