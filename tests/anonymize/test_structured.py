from __future__ import annotations

import math
import subprocess
import sys
from decimal import Decimal

import numpy as np
import pandas
import pytest

from spacy_pii.anonymize import Anonymizer, Vault, anonymize_records
from spacy_pii.anonymize.structured import anonymize_frame
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
    first, second = anonymize_records(ROWS, columns, Anonymizer(operator="surrogate", analyzer=analyzer))
    assert first["name"] == second["name"] != "Ada Byron"
    assert first["mail"].startswith(first["name"].lower().replace(" ", ".") + "@")
    assert second["mail"] is None


def test_rows_are_taken_one_at_a_time_and_running_text_in_batches(analyzer):
    taken = []
    rows = (taken.append(number) or {"name": "Ada", "note": "Mary"} for number in range(1000))
    next(anonymize_records(rows, {"name": "PERSON"}, Anonymizer()))
    assert len(taken) == 1
    next(anonymize_records(rows, {"note": None}, Anonymizer(analyzer=analyzer)))
    assert len(taken) <= 33


def test_a_vault_restores_cells():
    anonymizer = Anonymizer(operator="placeholder", vault=Vault())
    rows = list(anonymize_records(ROWS, {"name": "PERSON"}, anonymizer))
    assert [row["name"] for row in rows] == ["<PERSON_1>", "<PERSON_1>"]
    assert anonymizer.deanonymize(rows[0]["name"]) == "Ada Byron"


def test_a_missing_column_is_refused_with_its_row():
    with pytest.raises(PiiError, match="row 2: there is no column name"):
        list(anonymize_records([{"name": "x"}, {"nom": "y"}], {"name": "PERSON"}, Anonymizer()))


def test_columns_given_as_one_text_are_refused():
    with pytest.raises(PiiError, match="one text"):
        list(anonymize_records(ROWS, "name", Anonymizer()))


@pytest.mark.parametrize(
    "value",
    [
        *(None, "", " \t", math.nan, np.float32("nan"), Decimal("NaN"), Decimal("sNaN")),
        *(pandas.NA, pandas.NaT, np.datetime64("NaT"), np.timedelta64("NaT")),
    ],
    ids=repr,
)
@pytest.mark.parametrize("label", ["PERSON", None])
def test_missing_values_stay(analyzer, value, label):
    anonymizer = Anonymizer(operator="surrogate", analyzer=analyzer)
    row = next(anonymize_records([{"x": value, "y": [value]}], {"x": label, "y": label}, anonymizer))
    assert row["x"] is value
    assert row["y"][0] is value


def test_missing_values_are_known_without_pandas():
    program = (
        "import sys\n"
        "from spacy_pii.anonymize import Anonymizer, anonymize_records\n"
        "row, = anonymize_records([{'x': float('nan'), 'y': 'Ada'}], {'x': 'PERSON', 'y': 'PERSON'}, Anonymizer())\n"
        "print(row, 'pandas' in sys.modules)"
    )
    shown = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert shown == "{'x': nan, 'y': '<PERSON>'} False\n"


def test_space_around_a_value_is_not_part_of_it():
    rows = [{"name": "Ada Byron"}, {"name": " Ada Byron\n"}]
    assert [row["name"] for row in anonymize_records(rows, {"name": "PERSON"}, Anonymizer(operator="placeholder"))] == [
        "<PERSON_1>",
        " <PERSON_1>\n",
    ]


def test_nested_texts_are_replaced_in_place(analyzer):
    cell = {"by": "Mary", "tags": ["ask John Smith", None, 7, True, ("Mary", {"x": 1.5})], "John Smith": []}
    row = next(anonymize_records([{"user": cell, "id": 1}], ["user"], Anonymizer(analyzer=analyzer)))
    tags = ["ask <PERSON>", None, 7, True, ("<PERSON>", {"x": 1.5})]
    assert row == {"user": {"by": "<PERSON>", "tags": tags, "John Smith": []}, "id": 1}
    assert cell["by"] == "Mary"
    assert cell["tags"][0] == "ask John Smith"


def test_numbers_stay_numbers_where_nothing_is_replaced(analyzer):
    rows = [{"a": 5, "b": [2.5, 5550142.0]}]
    assert list(anonymize_records(rows, ["a", "b"], Anonymizer(analyzer=analyzer))) == rows
    assert list(anonymize_records(rows, {"b": "PHONE_NUMBER"}, Anonymizer(operator="keep"))) == rows
    vault = Vault()
    row = next(anonymize_records(rows, {"b": "PHONE_NUMBER"}, Anonymizer(operator="placeholder", vault=vault)))
    assert row == {"a": 5, "b": ["<PHONE_NUMBER_1>", "<PHONE_NUMBER_2>"]}
    assert [vault.restore(text) for text in row["b"]] == ["2.5", "5550142"]


def test_arrays_and_sets_become_lists_where_something_is_replaced():
    row = {"x": np.array(["Ada", "Bob"]), "y": {"Ada"}, "z": np.array([""])}
    new = next(anonymize_records([row], dict.fromkeys("xyz", "PERSON"), Anonymizer()))
    assert (new["x"], new["y"]) == (["<PERSON>", "<PERSON>"], ["<PERSON>"])
    assert new["z"] is row["z"]


def test_a_name_with_dots_means_the_fields_of_objects():
    rows = [
        {"user": {"name": "Ada", "age": 3}, "users": [{"name": "Bob"}, {"name": None}], "a.b": {"c": "Eve"}},
        {"user": None, "users": [], "a.b": {"c": ""}},
    ]
    columns = {"user.name": "PERSON", "users.name": "PERSON", "a.b.c": "PERSON"}
    first, second = anonymize_records(rows, columns, Anonymizer())
    assert first == {
        "user": {"name": "<PERSON>", "age": 3},
        "users": [{"name": "<PERSON>"}, {"name": None}],
        "a.b": {"c": "<PERSON>"},
    }
    assert second == rows[1]


def test_a_flat_column_comes_before_fields_and_a_field_before_its_object(analyzer):
    row = {"user.name": "Ada", "user": {"name": "Bob"}}
    assert next(anonymize_records([row], {"user.name": "PERSON"}, Anonymizer())) == {**row, "user.name": "<PERSON>"}
    row = {"user": {"name": "Bob", "note": "Mary"}}
    new = next(anonymize_records([row], {"user.name": "ID", "user": None}, Anonymizer(analyzer=analyzer)))
    assert new == {"user": {"name": "<ID>", "note": "<PERSON>"}}


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ({"user": "Ada"}, "no column user.name"),
        ({"user": {}}, "no column user.name"),
        ({"user": [{"name": "Ada"}, {}]}, "no column user.1.name"),
        ({"user": {"name": b"Ada"}}, "column user.name: the cell holds bytes"),
        ({"user": {"name": "Ada \ud800"}}, "column user.name: the text holds half"),
    ],
)
def test_what_would_be_passed_over_is_refused_without_showing_it(row, problem):
    with pytest.raises(PiiError, match=f"row 1: .*{problem}") as raised:
        list(anonymize_records([row], {"user.name": "PERSON"}, Anonymizer()))
    assert "Ada" not in str(raised.value)


def test_bottomless_nesting_is_refused_only_where_it_is_looked_at():
    deep: list = []
    for _ in range(5000):
        deep = [deep]
    row = {"x": {"deep": deep, "name": "Ada"}}
    assert next(anonymize_records([row], {"x.name": "PERSON"}, Anonymizer()))["x"]["name"] == "<PERSON>"
    with pytest.raises(PiiError, match="deeper than 100"):
        list(anonymize_records([row], {"x": "PERSON"}, Anonymizer()))


@pytest.fixture
def frame():
    return pandas.DataFrame(
        {
            "n": pandas.array([1, None], "Int64"),
            "name": ["Ada Byron", None],
            "note": ["Mary called", "nobody"],
            "phone": [5550142, math.nan],
            "kind": pandas.Categorical(["Ada Byron", "x"]),
            "when": pandas.to_datetime(["2024-01-01", None]),
        },
        index=pandas.Index([7, 7], name="key"),
    )


def test_a_frame_keeps_all_but_the_chosen_columns(analyzer, frame):
    before = frame.copy()
    columns = {"note": None, "name": "PERSON", "phone": "PHONE_NUMBER", "kind": "PERSON"}
    new = anonymize_frame(frame, columns, Anonymizer(analyzer=analyzer))
    assert new["name"].iloc[0] == "<PERSON>"
    assert new["name"].isna().tolist() == [False, True]
    assert new["note"].tolist() == ["<PERSON> called", "nobody"]
    assert new["phone"].iloc[0] == "<PHONE_NUMBER>"
    assert math.isnan(new["phone"].iloc[1])
    assert new["kind"].tolist() == ["<PERSON>", "<PERSON>"]
    changed = {"name": "str", "note": "str", "phone": "object", "kind": "category"}
    assert new.dtypes.astype(str).to_dict() == {**before.dtypes.astype(str).to_dict(), **changed}
    pandas.testing.assert_frame_equal(new[["n", "when"]], before[["n", "when"]])
    assert list(new.columns) == list(before.columns)
    assert new.index.equals(before.index)
    pandas.testing.assert_frame_equal(frame, before)


def test_a_frames_columns_keep_their_types_where_nothing_is_replaced(frame, analyzer):
    new = anonymize_frame(frame, ["n", "phone", "when", "kind"], Anonymizer(analyzer=analyzer))
    pandas.testing.assert_frame_equal(new, frame)


def test_a_frame_may_be_empty_or_hold_objects():
    frame = pandas.DataFrame({"user": [{"name": "Ada"}, None], "x": [1, 2]})
    new = anonymize_frame(frame, {"user.name": "PERSON"}, Anonymizer())
    assert new["user"].tolist() == [{"name": "<PERSON>"}, None]
    assert frame["user"].iloc[0] == {"name": "Ada"}
    pandas.testing.assert_frame_equal(anonymize_frame(frame[:0], ["x"], Anonymizer()), frame[:0])


def test_a_frame_that_cannot_be_used_is_refused(frame):
    for columns in (["nam"], ["user.name"]):
        with pytest.raises(PiiError, match=f"no column {columns[0]}"):
            anonymize_frame(frame[:0], columns, Anonymizer())
    twice = pandas.DataFrame([["Ada", "Bob"]], columns=["name", "name"])
    with pytest.raises(PiiError, match="same name"):
        anonymize_frame(twice, {"name": "PERSON"}, Anonymizer())
    with pytest.raises(PiiError, match="not a pandas DataFrame"):
        anonymize_frame(ROWS, {"name": "PERSON"}, Anonymizer())
