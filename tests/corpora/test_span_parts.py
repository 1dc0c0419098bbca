import pytest

from spacy_pii.corpora.span_parts import Part, join_parts, keep_longest


def name_parts(text, *values, label="PERSON", source="FIRSTNAME"):
    starts = [text.index(value) for value in values]
    return [Part(start, start + len(value), label, source) for start, value in zip(starts, values, strict=True)]


@pytest.mark.parametrize(
    ("text", "whole"),
    [("Ann Lee", True), ("Ann\u00a0 Lee", True), ("AnnLee", True), ("Ann\nLee", False), ("Ann, Lee", False)],
)
def test_name_parts_are_joined_over_spaces_only(text, whole):
    assert len(join_parts(text, name_parts(text, "Ann", "Lee"))) == (1 if whole else 2)


@pytest.mark.parametrize(
    ("text", "whole"),
    [("12 Main", True), ("12, Main", True), ("12Main", True), ("12\nMain", False), ("12; Main", False)],
)
def test_address_parts_are_joined_over_spaces_and_one_comma(text, whole):
    parts = name_parts(text, "12", "Main", label="STREET_ADDRESS", source="STREET")
    assert len(join_parts(text, parts)) == (1 if whole else 2)


def test_whole_names_stay_apart():
    assert len(join_parts("Ann Bob", name_parts("Ann Bob", "Ann", "Bob", source="FULLNAME"))) == 2


def test_overlaps_with_the_same_label_lose_nothing():
    parts = [Part(0, 5, "DATE_TIME", "DATE"), Part(3, 8, "DATE_TIME", "TIME"), Part(3, 8, "DATE_TIME", "DATE")]
    assert keep_longest(parts) == ([Part(0, 8, "DATE_TIME", "DATE")], 0)


def test_longest_of_a_chain_wins_and_frees_nobody_it_touches():
    parts = [Part(0, 3, "ID", "x"), Part(2, 9, "URL", "x"), Part(8, 10, "AGE", "x"), Part(10, 12, "ID", "x")]
    assert keep_longest(parts) == ([Part(2, 9, "URL", "x"), Part(10, 12, "ID", "x")], 2)
