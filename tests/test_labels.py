import pytest

from spacy_pii.errors import UnknownLabelError
from spacy_pii.labels import LABELS, VOCABULARIES, check_labels, families, family, map_label


@pytest.mark.parametrize("vocabulary", VOCABULARIES)
def test_vocabularies_map_only_to_labels_of_the_table(vocabulary):
    assert {target for target in VOCABULARIES[vocabulary].values() if target} <= LABELS.keys()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("FIRSTNAME", "PERSON"),
        ("B-FIRSTNAME", "PERSON"),
        ("USERNAME_2", "USERNAME"),
        ("GIVENNAME1", "PERSON"),
        ("COMPANY_NAME", "ORGANIZATION"),
        ("BOD", "DATE_TIME"),
        ("zipcode", "LOCATION"),
        ("SECADDRESS", "STREET_ADDRESS"),
        ("ORDINALDIRECTION", None),
        ("EMAIL_ADDRESS", "EMAIL_ADDRESS"),
    ],
)
def test_ai4privacy_labels_map_to_ours_or_are_dropped_on_purpose(name, expected):
    assert map_label(name, "ai4privacy") == expected


def test_unknown_label_is_an_error_with_a_remedy_unless_dropping_is_asked_for():
    with pytest.raises(UnknownLabelError, match="--on-unknown-label drop"):
        map_label("SHOESIZE", "ai4privacy")
    assert map_label("SHOESIZE", "ai4privacy", on_unknown="drop") is None


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("STREET_ADDRESS", "LOCATION"),
        ("GPE", "LOCATION"),
        ("US_DRIVER_LICENSE", "ID"),
        ("MEDICAL_LICENSE", "ID"),
        ("UK_NHS", "ID"),
        ("US_SSN", "SSN"),
        ("DOB", "DATE"),
        ("EMAIL", "EMAIL"),
        ("PIN", "SECRET"),
        ("NRP", "NRP"),
        ("person", "PERSON"),
    ],
)
def test_family_of_any_systems_label(label, expected):
    assert family(label) == expected


def test_every_label_says_what_it_identifies_and_keeps_its_family():
    assert {label.identifier for label in LABELS.values()} == {"direct", "quasi"}
    assert families(frozenset(LABELS)) == {label.family for label in LABELS.values()}


@pytest.mark.parametrize("name", ["PROVINCE", "RESIDENCE", "HOLIDAY", "VINTAGE", "PAYMENTACCOUNTABLE"])
def test_words_that_only_hold_a_hint_are_no_issued_numbers(name):
    assert family(name) == name


@pytest.mark.parametrize("name", ["US_ITIN", "UK_NHS", "MEDICAL_LICENSE", "US_BANK_NUMBER", "customer-id", "VIN"])
def test_names_with_a_word_for_issued_numbers_are_of_the_family_id(name):
    assert family(name) == "ID"


@pytest.mark.parametrize(
    ("written", "label"),
    [
        ("E-MAIL", "EMAIL_ADDRESS"),
        ("date of birth", "DATE_TIME"),
        ("Phone-Number", "PHONE_NUMBER"),
        ("IBAN CODE", "IBAN_CODE"),
    ],
)
def test_other_separators_name_the_same_label(written, label):
    assert map_label(written, "plain") == label


def test_unknown_labels_are_refused_with_the_nearest_one():
    with pytest.raises(UnknownLabelError, match="'EMAIL_ADRESS' in a setting.*EMAIL_ADDRESS"):
        check_labels(["PERSON", "EMAIL_ADRESS"], where="a setting")
