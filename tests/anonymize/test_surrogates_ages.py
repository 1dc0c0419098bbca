"""Ages keep their words and their distances."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spacy_pii.anonymize.surrogates import Mention, Surrogates
from spacy_pii.anonymize.surrogates.words import CARDINALS


def surrogates(*values: str, key: bytes = b"k" * 32, **options) -> list[str]:
    made = Surrogates([Mention("AGE", value) for value in values], key=key, **options)
    return [made.replace("AGE", value) for value in values]


@pytest.mark.parametrize(
    ("value", "pattern"),
    [
        ("aged 7 to 9", r"aged \d+ to \d+"),
        ("between 18 and 25 years", r"between \d\d and \d\d years"),
        ("thirty-four", "[a-z]+(-[a-z]+)?"),
        ("Twenty-One years old", "[A-Z][a-z]+(-[A-Z][a-z]+)? years old"),
        ("in her 30s", "in her [1-9]0s"),
        ("mid-thirties", "mid-(twenties|forties)"),
        ("30th birthday", r"\d\d(st|nd|rd|th) birthday"),
        ("7-year-old", r"\d{1,2}-year-old"),
        ("25 años", r"\d\d años"),
        ("teenager", "infant|toddler|child|adult|pensioner"),
        ("34 (Jane Roe)", r"\d\d \((?!.*(Jane|Roe))[A-Z][a-z]+ [A-Z][a-z]+\)"),
        ("0", r"\d+"),
    ],
)
def test_the_words_of_an_age_are_kept(value, pattern):
    for seed in range(30):
        for fixed in (False, True):
            (made,) = surrogates(value, key=bytes([seed]), fixed=fixed)
            assert re.fullmatch(pattern, made), made
            assert made != value


@given(st.lists(st.integers(0, 110), min_size=2, max_size=5, unique=True), st.binary(min_size=1, max_size=4))
def test_ages_of_a_document_keep_their_distance(ages, key):
    texts = [f"{age} years" for age in ages]
    made = [int(text.split()[0]) for text in surrogates(*texts, key=key)]
    assert len({new - old for new, old in zip(made, ages, strict=True)}) == 1
    assert min(made) > 0


def test_a_range_in_words_stays_as_wide():
    for seed in range(30):
        made = surrogates("seven to nine", "7", "9", key=bytes([seed]))
        first, last = (CARDINALS[words] for words in made[0].split(" to "))
        assert last - first == 2
        assert made[1:] == [str(first), str(last)]
