"""Settings that cannot be meant are refused: a mistyped one would leave its values in clear."""

from __future__ import annotations

import copy
import pickle

import pytest
from presidio_anonymizer.entities import OperatorConfig

from spacy_pii.anonymize import Anonymizer, Vault, key_from_passphrase
from spacy_pii.errors import PiiError

KEY = b"sixteen bytes ok"


def test_an_unknown_label_is_refused_with_the_nearest_one():
    with pytest.raises(PiiError, match="unknown label 'PERSN' in operators.*PERSON"):
        Anonymizer({"PERSN": "redact"}, operator="keep")


def test_labels_of_the_analyzer_and_further_ones_are_known(analyzer):
    assert Anonymizer({"PERSON": "redact"}, analyzer=analyzer).anonymize("Mary!").anonymized_text == "!"
    Anonymizer({"STAFF_BADGE": "redact"}, labels=["STAFF_BADGE"])
    with pytest.raises(PiiError, match="STAFF_BADGE"):
        Anonymizer({"STAFF_BADGE": "redact"}, analyzer=analyzer)


def test_an_unknown_operator_is_refused_with_the_nearest_one():
    with pytest.raises(PiiError, match="'surogate'.*surrogate"):
        Anonymizer({"PERSON": "surogate"})


def test_presidios_default_is_the_operator_of_all_other_labels(analyzer):
    operators = {"DEFAULT": OperatorConfig("replace", {"new_value": "<HIDDEN>"}), "PERSON": "redact"}
    text = "Mary, 555-0142"
    assert Anonymizer(operators, analyzer=analyzer).anonymize(text).anonymized_text == ", <HIDDEN>"
    with pytest.raises(PiiError, match="twice"):
        Anonymizer(operators, operator="mask")


def test_mode_still_works_and_says_its_new_name(analyzer):
    with pytest.warns(DeprecationWarning, match="operator="):
        anonymizer = Anonymizer(mode="redact", analyzer=analyzer)
    assert anonymizer.anonymize("Mary!").anonymized_text == "!"


@pytest.mark.parametrize("key", ["", "a", b"", b"fifteen bytes.."])
@pytest.mark.parametrize("operator", ["surrogate", "hash", "encrypt", "replace"])
def test_keys_that_can_be_guessed_are_refused(key, operator):
    with pytest.raises(PiiError, match="at least 16") as caught:
        Anonymizer(operator=operator, key=key)
    assert "fifteen" not in str(caught.value)


def test_a_passphrase_becomes_a_key_that_depends_on_its_salt(analyzer):
    one, again, other = (key_from_passphrase("correct horse", salt) for salt in (KEY, KEY, b"another salt"))
    assert one == again != other
    assert len(one) == 32
    texts = {
        Anonymizer(operator="surrogate", analyzer=analyzer, key=one).anonymize("Mary").anonymized_text for _ in "ab"
    }
    assert len(texts) == 1
    with pytest.raises(PiiError, match="salt"):
        key_from_passphrase("correct horse", b"short")
    with pytest.raises(PiiError, match="empty"):
        key_from_passphrase("", KEY)


def test_custom_operators_are_called_in_reading_order(analyzer):
    seen: list[str] = []

    def count(value: str) -> str:
        seen.append(value)
        return f"<NAME_{len(seen)}>"

    anonymizer = Anonymizer({"PERSON": OperatorConfig("custom", {"lambda": count})}, analyzer=analyzer)
    result = anonymizer.anonymize("Mary met John Smith and Mary.")
    assert result.anonymized_text == "<NAME_1> met <NAME_2> and <NAME_3>."
    assert seen == ["Mary", "John Smith", "Mary"]
    assert [token.operator for token in result.replaced_tokens] == ["custom"] * 3


def test_a_custom_operator_without_a_function_or_a_string_is_refused(analyzer):
    with pytest.raises(PiiError, match="needs a function"):
        Anonymizer(operator="custom")
    with pytest.raises(PiiError, match="gave no string"):
        Anonymizer(operator=OperatorConfig("custom", {"lambda": len}), analyzer=analyzer).anonymize("Mary")


@pytest.mark.parametrize("copied", [copy.deepcopy, lambda each: pickle.loads(pickle.dumps(each))])
def test_anonymizers_can_be_copied_and_their_vaults_go_with_them(copied):
    from presidio_analyzer import RecognizerResult

    found = [RecognizerResult("PERSON", 0, 4, 0.9)]
    anonymizer = Anonymizer(operator="placeholder", vault=Vault())
    anonymizer.anonymize("Mary", found)
    copy_of = copied(anonymizer)
    assert copy_of.deanonymize("<PERSON_1>") == "Mary"
    assert copy_of.anonymize("Anna", found).anonymized_text == "<PERSON_2>"
    assert len(anonymizer.vault) == 1
