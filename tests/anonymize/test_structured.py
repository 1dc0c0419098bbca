from __future__ import annotations

import pytest

from spacy_pii.anonymize import Anonymizer, Vault, anonymize_records
from spacy_pii.errors import PiiError

ROWS = [
    {"id": 1, "name": "Ada Byron", "mail": "ada.byron@acme.com", "note": "Mary called", "phone": 5550142},
    {"id": 2, "name": "Ada Byron", "mail": None, "note": "", "phone": ""},
]


def test_only_the_chosen_columns_change(analyzer):
    rows = list(anonymize_records(ROWS, ["note"], Anonymizer(analyzer=analyzer)))
    assert rows[0] == {**ROWS[0], "note": "<PERSON> called"}
    assert rows[1] == ROWS[1]


def test_a_column_may_be_one_value_per_cell_and_numbers_become_text():
    rows = list(anonymize_records(ROWS, {"name": "PERSON", "phone": "PHONE_NUMBER"}, Anonymizer()))
    assert (rows[0]["name"], rows[0]["phone"], rows[1]["phone"]) == ("<PERSON>", "<PHONE_NUMBER>", "")


def test_surrogates_are_coherent_in_a_row_and_agree_between_rows(analyzer):
    columns = {"name": "PERSON", "mail": "EMAIL_ADDRESS", "note": None}
    first, second = anonymize_records(ROWS, columns, Anonymizer(mode="surrogate", analyzer=analyzer))
    assert first["name"] == second["name"] != "Ada Byron"
    assert first["mail"].startswith(first["name"].lower().replace(" ", ".") + "@")
    assert second["mail"] is None


def test_rows_are_taken_one_at_a_time():
    taken = []
    rows = (taken.append(row["id"]) or row for row in ROWS)
    next(anonymize_records(rows, {"name": "PERSON"}, Anonymizer()))
    assert taken == [1]


def test_a_vault_restores_cells():
    anonymizer = Anonymizer(mode="placeholder", vault=Vault())
    rows = list(anonymize_records(ROWS, {"name": "PERSON"}, anonymizer))
    assert [row["name"] for row in rows] == ["<PERSON_1>", "<PERSON_1>"]
    assert anonymizer.deanonymize(rows[0]["name"]) == "Ada Byron"


def test_a_missing_column_is_refused_with_its_row():
    with pytest.raises(PiiError, match="row 2 has no column name"):
        list(anonymize_records([{"name": "x"}, {"nom": "y"}], {"name": "PERSON"}, Anonymizer()))
