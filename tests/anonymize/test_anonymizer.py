from __future__ import annotations

import json

import jsonschema
import pytest
from presidio_analyzer import RecognizerResult
from presidio_anonymizer.entities import OperatorConfig

from spacy_pii.anonymize import OPERATORS, AnonymizedText, Anonymizer, Vault, json_schema
from spacy_pii.errors import PiiError

TEXT = "John Smith (555-0142) wrote to Mary."


def test_found_values_are_replaced_by_their_labels_by_default(analyzer):
    assert (
        Anonymizer(analyzer=analyzer).anonymize(TEXT).anonymized_text == "<PERSON> (<PHONE_NUMBER>) wrote to <PERSON>."
    )


@pytest.mark.parametrize("name", sorted(set(OPERATORS) - {"custom"}))
def test_every_operator_gives_json_that_its_published_schema_accepts(analyzer, name):
    anonymizer = Anonymizer(operator=name, analyzer=analyzer, key="a key of more than 16 bytes", include_text=True)
    result = anonymizer.anonymize(TEXT)
    row = json.loads(json.dumps(result.to_dict()))
    jsonschema.validate(row, json_schema())
    assert AnonymizedText.from_dict(row) == result
    assert [token.text for token in result.replaced_tokens] == ["John Smith", "555-0142", "Mary"]
    for token in result.replaced_tokens:
        assert TEXT[token.start : token.end] == token.text
        assert result.anonymized_text[token.replacement_start : token.replacement_end] == token.replacement


def test_the_schema_refuses_unknown_fields(analyzer):
    row = Anonymizer(analyzer=analyzer).anonymize(TEXT).to_dict()
    row["replaced_tokens"][0]["secret"] = "x"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(row, json_schema())


def test_original_values_are_left_out_unless_asked_for(analyzer):
    result = Anonymizer(analyzer=analyzer).anonymize(TEXT)
    assert "John" not in json.dumps(result.to_dict())
    assert "wrote" not in repr(result)
    assert "John" not in repr(Anonymizer(analyzer=analyzer, include_text=True).anonymize(TEXT))


def test_labels_say_whether_they_identify_by_themselves(find):
    text = "34 in Rome: X1"
    results = find(text, ("AGE", "34"), ("PERSON", "Rome"), ("HOUSE_RULE", "X1"))
    tokens = Anonymizer().anonymize(text, results).replaced_tokens
    assert [token.identifier for token in tokens] == ["quasi", "direct", "direct"]


def test_operators_are_chosen_per_label(analyzer):
    masking = OperatorConfig("mask", {"masking_char": "#", "chars_to_mask": 4, "from_end": True})
    anonymizer = Anonymizer({"PHONE_NUMBER": masking}, operator="redact", analyzer=analyzer)
    assert anonymizer.anonymize(TEXT).anonymized_text == " (555-####) wrote to ."


def test_mask_covers_the_whole_value(analyzer):
    assert Anonymizer(operator="mask", analyzer=analyzer).anonymize("Mary!").anonymized_text == "****!"


def test_hashes_are_equal_under_one_key_only(analyzer):
    def hashed(key):
        return Anonymizer(operator="hash", analyzer=analyzer, key=key).anonymize("Mary").anonymized_text

    assert hashed("a" * 20) == hashed("a" * 20) != hashed("b" * 20)


def test_custom_operators_of_presidio_work(analyzer):
    upper = OperatorConfig("custom", {"lambda": str.upper})
    assert Anonymizer(operator=upper, analyzer=analyzer).anonymize("Mary!").anonymized_text == "MARY!"


def test_encrypted_values_are_decrypted_with_the_same_key_only(analyzer):
    anonymizer = Anonymizer(operator="encrypt", analyzer=analyzer, key="a key of more than 16 bytes")
    result = anonymizer.anonymize(TEXT)
    assert "John" not in result.anonymized_text
    assert anonymizer.decrypt(result) == TEXT
    with pytest.raises(PiiError, match="does not decrypt"):
        Anonymizer(key="another key of 16 bytes").decrypt(result)


def test_encrypting_without_a_key_is_refused():
    with pytest.raises(PiiError, match="needs a key"):
        Anonymizer(operator="encrypt")


def test_unknown_operators_and_wrong_parameters_are_refused(analyzer):
    with pytest.raises(PiiError, match="no operator 'shred'"):
        Anonymizer(operator="shred")
    with pytest.raises(PiiError, match="parameters"):
        Anonymizer(operator=OperatorConfig("mask"), analyzer=analyzer).anonymize("Mary")


def test_overlapping_results_are_replaced_side_by_side():
    text = "ab cd ef gh"
    results = [RecognizerResult("PERSON", 0, 5, 0.9), RecognizerResult("LOCATION", 3, 8, 0.5)]
    result = Anonymizer().anonymize(text, results)
    ends = [0]
    for token in result.replaced_tokens:
        assert token.start >= ends[-1]
        ends.append(token.end)
    assert result.anonymized_text.endswith("> gh")
    assert not any(word in result.anonymized_text for word in ("ab", "cd", "ef"))


@pytest.mark.parametrize("span", [(0, 99), (2, 2), (-1, 2)])
def test_results_outside_the_text_are_refused_without_showing_it(span):
    broken = RecognizerResult("PERSON", 0, 1, 1.0)
    broken.start, broken.end = span
    with pytest.raises(PiiError) as error:
        Anonymizer().anonymize("secret", [broken])
    assert "secret" not in str(error.value)


def test_half_a_surrogate_pair_is_refused(analyzer):
    with pytest.raises(PiiError, match="surrogate pair"):
        Anonymizer(analyzer=analyzer).anonymize("a\ud800")


def test_adjacent_values_of_one_label_stay_apart(find):
    text = "Ann Bob"
    tokens = Anonymizer().anonymize(text, find(text, ("PERSON", "Ann"), ("PERSON", "Bob"))).replaced_tokens
    assert [(token.start, token.end) for token in tokens] == [(0, 3), (4, 7)]


def test_pipe_is_lazy_and_keeps_the_order(analyzer):
    taken = []

    def texts():
        for number in range(1000):
            taken.append(number)
            yield f"{number} Mary"

    results = Anonymizer(analyzer=analyzer).pipe(texts(), batch_size=4)
    assert [next(results).anonymized_text for _ in range(3)] == ["0 <PERSON>", "1 <PERSON>", "2 <PERSON>"]
    assert len(taken) < 100


def test_a_vault_numbers_values_across_texts(analyzer):
    anonymizer = Anonymizer(operator="placeholder", analyzer=analyzer, vault=Vault())
    masked = [result.anonymized_text for result in anonymizer.pipe(["Mary", "John Smith and Mary"])]
    assert masked == ["<PERSON_1>", "<PERSON_2> and <PERSON_1>"]
    assert anonymizer.deanonymize("<PERSON_2>!") == "John Smith!"


def test_without_a_vault_numbers_start_again_and_nothing_is_restored(analyzer):
    anonymizer = Anonymizer(operator="placeholder", analyzer=analyzer)
    assert [r.anonymized_text for r in anonymizer.pipe(["Mary", "John Smith"])] == ["<PERSON_1>", "<PERSON_1>"]
    with pytest.raises(PiiError, match="no vault"):
        anonymizer.deanonymize("<PERSON_1>")
