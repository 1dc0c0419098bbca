from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from presidio_analyzer import RecognizerResult

from spacy_pii.anonymize import Anonymizer, Vault

LABELS = ("PERSON", "US_SSN", "USSSN", "ID2", "x", "日本", "LITERAL", "EMAIL_ADDRESS")
# Text that is likely to collide with what placeholders look like.
TRAPS = (
    "<",
    ">",
    "PERSON",
    "_1",
    "<PERSON_1>",
    "[PERSON_1]",
    "\\<PERSON\\_1\\>",
    "&lt;US_SSN_1&gt;",
    "< person 1 >",
    "\\",
)
TEXTS = st.text() | st.lists(st.sampled_from(TRAPS) | st.text(max_size=3), max_size=12).map("".join)


@st.composite
def labelled_texts(draw):
    """A text with non-overlapping, possibly adjacent results."""
    text = draw(TEXTS)
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    results = [
        RecognizerResult(draw(st.sampled_from(LABELS)), start, end, 0.5)
        for start, end in zip(cuts, cuts[1:], strict=False)
        if draw(st.booleans())
    ]
    return text, results


@given(st.lists(labelled_texts(), max_size=3))
@example([("<PERSON_1>", [])])
@example([("xPERSON_1", [RecognizerResult("PERSON", 0, 1, 0.5)]), ("<PERSON_1>", [])])
def test_deanonymizing_gives_back_every_text(documents):
    anonymizer = Anonymizer(operator="placeholder", vault=Vault())
    masked = [anonymizer.anonymize(text, results).anonymized_text for text, results in documents]
    assert [anonymizer.deanonymize(text) for text in masked] == [text for text, _ in documents]


def _blocks(text, replaced):
    """The anonymized text with every replacement cut out."""
    kept, position = [], 0
    for token in replaced.replaced_tokens:
        kept.append(replaced.anonymized_text[position : token.replacement_start])
        position = token.replacement_end
    return [*kept, replaced.anonymized_text[position:]]


# Replacements that cannot hold anything of the value, whatever it is.
EMPTY_OF_VALUES = {
    "replace": r"<.+>",
    "redact": "",
    "mask": r"\*+",
    "hash": "[0-9a-f]{64}",
    "placeholder": "<[A-Z_]+_[0-9]+>",
}


@given(labelled_texts(), st.sampled_from([*EMPTY_OF_VALUES, "surrogate"]))
def test_no_character_of_a_value_survives_and_nothing_else_changes(document, mode):
    text, results = document
    replaced = Anonymizer(operator=mode).anonymize(text, results)
    kept, position = [], 0
    for token in replaced.replaced_tokens:
        kept.append(text[position : token.start])
        position = token.end
    assert _blocks(text, replaced) == [*kept, text[position:]]
    covered = {i for token in replaced.replaced_tokens for i in range(token.start, token.end)}
    assert covered.issuperset(i for result in results for i in range(result.start, result.end))
    for token in replaced.replaced_tokens:
        assert replaced.anonymized_text[token.replacement_start : token.replacement_end] == token.replacement
        if token.operator in EMPTY_OF_VALUES:
            assert re.fullmatch(EMPTY_OF_VALUES[token.operator], token.replacement)
            assert token.operator != "replace" or token.replacement == f"<{token.label}>"
        elif token.identifier != "none":
            assert text[token.start : token.end].casefold() not in token.replacement.casefold()


@given(labelled_texts(), st.data(), st.sampled_from(["replace", "redact", "placeholder"]))
def test_the_output_does_not_depend_on_what_the_values_are(document, data, mode):
    """Distinct values swapped for other distinct values of any length leave the output as it was."""
    text, results = document
    values = {text[result.start : result.end] for result in results}
    other = data.draw(st.lists(st.text(min_size=1), min_size=len(values), max_size=len(values), unique=True))
    swap = dict(zip(sorted(values), other, strict=True))
    changed, moved, position = "", [], 0
    for result in results:
        changed += text[position : result.start]
        value = swap[text[result.start : result.end]]
        moved.append(RecognizerResult(result.entity_type, len(changed), len(changed) + len(value), 0.5))
        changed, position = changed + value, result.end
    changed += text[position:]
    anonymizer = Anonymizer(operator=mode)
    assert anonymizer.anonymize(text, results).anonymized_text == anonymizer.anonymize(changed, moved).anonymized_text


@given(labelled_texts())
def test_replacements_never_overlap_and_come_in_order(document):
    tokens = Anonymizer(operator="placeholder").anonymize(*document).replaced_tokens
    for left, right in zip(tokens, tokens[1:], strict=False):
        assert left.end <= right.start
        assert left.replacement_end <= right.replacement_start


@given(st.text(), st.lists(st.tuples(st.sampled_from(LABELS), st.text(min_size=1)), max_size=5))
def test_arbitrary_text_around_placeholders_is_left_as_it_is(text, values):
    vault = Vault()
    assert vault.restore(text) == text
    placeholders = [vault.placeholder(label, value) for label, value in values]
    unknown = vault.count_unknown(text)
    assert vault.restore("".join(placeholders)) == "".join(value for _, value in values)
    assert vault.count_unknown("".join(placeholders)) == 0
    # A space keeps the text from becoming part of a placeholder.
    assert vault.count_unknown(" ".join([*placeholders, text])) == unknown


@pytest.fixture
def vault() -> Vault:
    vault = Vault()
    assert vault.placeholder("PERSON", "Ada") == "<PERSON_1>"
    assert vault.placeholder("PERSON", "Bob") == "<PERSON_2>"
    assert vault.placeholder("US_SSN", "123-45-6789") == "<US_SSN_1>"
    return vault


def test_the_same_value_has_one_placeholder_per_label(vault):
    assert vault.placeholder("PERSON", "Ada") == "<PERSON_1>"
    assert vault.placeholder("LOCATION", "Ada") == "<LOCATION_1>"
    assert len(vault) == 4


@pytest.mark.parametrize(
    ("rewritten", "restored"),
    [
        ("<PERSON_2> met <PERSON_1>; <PERSON_1> left.", "Bob met Ada; Ada left."),
        ("Nobody is here.", "Nobody is here."),
        ("**<PERSON_1>'s** SSN: `<US_SSN_1>`", "**Ada's** SSN: `123-45-6789`"),
        ("<person_1>, <Person 1>, < PERSON_1 >, <PERSON-1>, <PERSON1>, <PERSON_01>", "Ada, Ada, Ada, Ada, Ada, Ada"),
        ("<us ssn 1> <US-SSN _1> <US-SSN\n_1>", "123-45-6789 123-45-6789 <US-SSN\n_1>"),
        ("&lt;PERSON_1&gt; \\<PERSON\\_2\\> [PERSON_1] {PERSON_2}", "Ada Bob Ada Bob"),
        ("<PERSON_3> <PERSON_0> <LOCATION_1> PERSON_1", "<PERSON_3> <PERSON_0> <LOCATION_1> PERSON_1"),
        ("x < 1 > y, <b>, <1>, [1]", "x < 1 > y, <b>, <1>, [1]"),
    ],
)
def test_rewritten_placeholders_are_restored_where_they_are_unambiguous(vault, rewritten, restored):
    assert vault.restore(rewritten) == restored


def test_labels_that_differ_in_separators_only_are_never_confused():
    vault = Vault()
    first, second = vault.placeholder("US_SSN", "a"), vault.placeholder("USSSN", "b")
    assert vault.restore(f"{first}{second}") == "ab"
    assert vault.restore("<ussn 1><us ssn 1><us ssn 2>") == "<ussn 1>ab"


def test_placeholders_that_were_made_up_are_counted(vault):
    assert vault.count_unknown("<PERSON_1> <PERSON_9> <EMAIL_1>") == 2


def test_what_looks_like_a_placeholder_is_listed_as_no_personal_data():
    tokens = Anonymizer(operator="placeholder", vault=Vault()).anonymize("see <PERSON_1>", []).replaced_tokens
    assert [(token.label, token.identifier, token.score) for token in tokens] == [("LITERAL", "none", None)]
