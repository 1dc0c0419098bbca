"""What synthesis writes in words, surrogates read."""

import pytest

from spacy_pii.anonymize.surrogates.words import CARDINALS, ORDINALS, YEARS, number_in
from spacy_pii.english import ascii_fold
from spacy_pii.synthesis import spoken


def test_numbers_below_100_days_and_years_that_synthesis_writes_are_read_by_surrogates():
    assert [number_in(spoken.number_words(number), CARDINALS) for number in range(100)] == list(range(100))
    assert [number_in(day, ORDINALS) for day in spoken.ORDINALS] == list(range(1, 32))
    assert [number_in(spoken.year_words(year), YEARS) for year in range(1900, 2100)] == list(range(1900, 2100))


@pytest.mark.parametrize(
    ("name", "folded", "german"),
    [
        ("Müller", "muller", "mueller"),
        ("Łukasz-Đorđe", "lukaszdorde", "lukaszdorde"),
        ("Strauß 5", "strauss5", "strauss5"),
        ("Jose\u0301", "jose", "jose"),
        ("東京", "", ""),
        ("Anna", "anna", "anna"),
    ],
)
def test_names_become_the_letters_of_an_email_address(name, folded, german):
    assert ascii_fold(name) == folded
    assert ascii_fold(name, german=True) == german
