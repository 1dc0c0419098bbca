"""Places become places of their kind."""

from __future__ import annotations

import re

import pytest

from spacy_pii.anonymize.surrogates import Mention, Surrogates
from spacy_pii.anonymize.surrogates.countries import country_code
from spacy_pii.anonymize.surrogates.session import listed


def surrogates(*values: str, key: bytes = b"k" * 32, **options) -> list[str]:
    made = Surrogates([Mention("LOCATION", value) for value in values], key=key, **options)
    return [made.replace("LOCATION", value) for value in values]


@pytest.mark.parametrize(
    "value",
    ["USA", "the United States", "U.S.", "UK", "UAE", "Deutschland", "Россия", "日本", "ITALY", "france", "Jordan"],
)
def test_countries_become_countries(value):
    for seed in range(30):
        (made,) = surrogates(value, key=bytes([seed]))
        old, new = country_code(value), country_code(made)
        assert old
        assert new
        assert new[0] != old[0]


def test_a_country_keeps_its_language_and_its_writing():
    assert country_code(surrogates("Deutschland")[0])[1] in ("de", "en")
    assert re.fullmatch("[А-яё -]+", surrogates("Россия")[0])
    assert surrogates("ITALY")[0].isupper()
    assert re.fullmatch("[A-Z]{3}", surrogates("DEU")[0])
    assert not surrogates("USA")[0].isupper()


def test_the_names_of_one_country_become_one_country():
    made = surrogates("USA", "United States", "the U.S.", "America")
    assert len(set(made)) == 1


@pytest.mark.parametrize("name", ["states", "regions"])
def test_states_become_states_of_their_country(name):
    groups = [listed("states")] if name == "states" else listed("regions")
    for group in groups:
        for state in group[:5]:
            (made,) = surrogates(state)
            assert made in group, (state, made)


def test_parts_of_an_address_stay_what_they_are():
    american, canadian, australian = surrogates(
        "Springfield IL 62704, USA", "Ottawa, ON K1A 0B6, Canada", "Ballarat VIC 3350"
    )
    assert re.fullmatch(r"[\w .]+ [A-Z]{2} \d{5}, [\w ]+", american)
    assert country_code(american.rpartition(", ")[2])
    assert canadian.split(", ")[1].split()[0] in listed("region_codes")
    assert country_code(canadian.split(", ")[2])
    assert australian.split()[-2] in listed("territory_codes")
    assert re.search(r" \d{4}$", australian)


def test_a_state_of_the_locale_is_no_country():
    assert surrogates("Georgia")[0] in listed("states")
    assert country_code(surrogates("Georgia", locale="de_DE")[0])
