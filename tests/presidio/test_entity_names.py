"""Presidio's entity names: asked for, found, and reported under the name that was asked for."""

from __future__ import annotations

import copy
import pickle

import pytest
from presidio_analyzer import Pattern, PatternRecognizer

from spacy_pii.errors import PiiError
from spacy_pii.presidio import create_analyzer
from spacy_pii.presidio.entity_names import ANSWERS, name_of

# What LiteLLM's guardrail and Presidio's own samples ask for.
ASKED = ["URL", "CRYPTO", "PERSON", "UK_NHS", "US_SSN", "UK_NINO", "US_ITIN", "LOCATION", "IBAN_CODE", "IP_ADDRESS"]
ASKED += ["CREDIT_CARD", "US_PASSPORT", "PHONE_NUMBER", "EMAIL_ADDRESS", "US_BANK_NUMBER", "MEDICAL_LICENSE"]
ASKED += ["US_DRIVER_LICENSE"]
TERMS = {
    "943 476 5919": ("MEDICAL_ID", 0.9),
    "AB 12 34 56 C": ("NATIONAL_ID", 0.9),
    "912-78-1234": ("US_SSN", 0.9),
    "078-05-1121": ("US_SSN", 0.9),
    "912803456": ("PASSPORT", 0.9),
    "945456787654": ("BANK_ACCOUNT", 0.9),
    "BB1388568": ("MEDICAL_ID", 0.9),
    "A1234567": ("DRIVER_LICENSE", 0.9),
    "4 Mill Lane": ("STREET_ADDRESS", 0.9),
    "Leeds": ("LOCATION", 0.9),
    "Ann Miller": ("PERSON", 0.9),
}
TEXT = "; ".join(TERMS)
NAMES = {
    "943 476 5919": "UK_NHS",
    "AB 12 34 56 C": "UK_NINO",
    "912-78-1234": "US_ITIN",
    "078-05-1121": "US_SSN",
    "912803456": "US_PASSPORT",
    "945456787654": "US_BANK_NUMBER",
    "BB1388568": "MEDICAL_LICENSE",
    "A1234567": "US_DRIVER_LICENSE",
    "4 Mill Lane": "LOCATION",
    "Leeds": "LOCATION",
    "Ann Miller": "PERSON",
}


@pytest.fixture
def analyzer(pipeline):
    return create_analyzer(pipeline(TERMS))


def found(analyzer, text=TEXT, **options):
    return {text[r.start : r.end]: r.entity_type for r in analyzer.analyze(text, "en", **options)}


def test_every_name_that_clients_send_is_found_and_reported_under_it(analyzer):
    assert found(analyzer, entities=ASKED) == NAMES


@pytest.mark.parametrize("name", sorted({*NAMES.values()} - {"US_SSN"}))
def test_a_single_name_gives_its_values_and_no_others(analyzer, name):
    assert found(analyzer, entities=[name]) == {value: each for value, each in NAMES.items() if each == name}


def test_a_value_of_the_asked_label_is_never_left_out_for_its_form(analyzer):
    assert found(analyzer, entities=["US_SSN"]) == {"912-78-1234": "US_SSN", "078-05-1121": "US_SSN"}


def test_our_own_labels_are_reported_as_asked(analyzer):
    assert found(analyzer, entities=["STREET_ADDRESS", "MEDICAL_ID"]) == {
        "4 Mill Lane": "STREET_ADDRESS",
        "943 476 5919": "MEDICAL_ID",
        "BB1388568": "MEDICAL_ID",
    }


def test_presidios_names_throughout(pipeline):
    results = found(create_analyzer(pipeline(TERMS), labels="presidio"))
    assert results == NAMES
    with pytest.raises(PiiError, match='"presidio"'):
        create_analyzer(pipeline({}), labels="presidios")


@pytest.mark.parametrize(("names", "message"), [(["NRP"], "NRP"), (["PERSON", "PERSN"], "did you mean PERSON")])
def test_a_name_that_nothing_serves_is_an_error(analyzer, names, message):
    with pytest.raises(PiiError, match=message):
        analyzer.analyze(TEXT, "en", entities=names)


def test_a_failed_check_digit_is_not_the_number_that_was_asked_for(pipeline):
    analyzer = create_analyzer(pipeline({"943 476 5918": ("MEDICAL_ID", 0.9)}))
    assert found(analyzer, "no 943 476 5918", entities=["UK_NHS"]) == {}
    assert found(analyzer, "no 943 476 5918", entities=["MEDICAL_ID"]) == {"943 476 5918": "MEDICAL_ID"}


def test_a_mistaken_kind_of_number_is_found_by_its_check_digit(pipeline):
    analyzer = create_analyzer(pipeline({"943 476 5919": ("BANK_ACCOUNT", 0.9)}), patterns=False)
    assert found(analyzer, "no 943 476 5919", entities=["UK_NHS"]) == {"943 476 5919": "UK_NHS"}


def test_what_a_request_asks_for_itself_ranks_first(analyzer):
    badge = PatternRecognizer(supported_entity="STAFF_BADGE", patterns=[Pattern("badge", r"\bA\d{7}\b", 0.4)])
    vip = PatternRecognizer(supported_entity="VIP", deny_list=["Ann Miller"])
    results = found(analyzer, ad_hoc_recognizers=[badge, vip])
    assert (results["A1234567"], results["Ann Miller"]) == ("STAFF_BADGE", "VIP")
    assert found(analyzer, ad_hoc_recognizers=[badge], entities=["STAFF_BADGE"]) == {"A1234567": "STAFF_BADGE"}


def test_labels_keep_their_own_name_where_presidio_has_none():
    assert name_of("USERNAME", "ann_m", None) == "USERNAME"
    assert name_of("TAX_ID", "no such form", None) == "TAX_ID"
    assert all(label not in names for label, names in ANSWERS.items())


@pytest.mark.parametrize("copied", [copy.deepcopy, lambda each: pickle.loads(pickle.dumps(each))])
def test_analyzers_can_be_copied(copied):
    analyzer = create_analyzer("en_pii_sm", labels="presidio")
    text = "Ann Miller, 4 Mill Lane"
    assert found(copied(analyzer), text) == found(analyzer, text) == {"Ann Miller": "PERSON", "4 Mill Lane": "LOCATION"}
