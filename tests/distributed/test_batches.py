"""Arrow in, Arrow out, in one process."""

from __future__ import annotations

import random
from collections import Counter

import pyarrow as pa
import pytest
from arrow_tables import NOTES, table_of, undecodable
from presidio_anonymizer.entities import OperatorConfig

from spacy_pii.anonymize import Anonymizer
from spacy_pii.components import loading
from spacy_pii.distributed import anonymize_batches
from spacy_pii.errors import PiiError
from spacy_pii.presidio import create_analyzer

KEY = b"0123456789abcdef"
TEXTS = ["John Smith", None, "x Zoë"]
MASKED = ["<PERSON>", None, "x <PERSON>"]


def masked(array, spec, name="note", **options):
    """One column through the function."""
    field = pa.field(name, array.type, metadata={"kept": "yes"})
    batch = pa.RecordBatch.from_arrays([array], schema=pa.schema([field], metadata={"also": "kept"}))
    [result] = anonymize_batches([batch], spec, **options)
    result.validate(full=True)
    assert result.schema.equals(batch.schema, check_metadata=True)
    return result.column(0)


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string(), pa.string_view()])
def test_columns_of_text_keep_their_type_and_nulls(spec, kind):
    result = masked(pa.array(TEXTS, kind), spec(["note"]))
    assert (result.type, result.to_pylist()) == (kind, MASKED)


def test_a_dictionary_column_stays_one_and_forgets_values_that_no_row_has(spec):
    kind = pa.dictionary(pa.int8(), pa.large_string(), ordered=True)
    array = pa.array([*TEXTS, "John Smith", "555-0142"]).cast(pa.large_string()).dictionary_encode()
    array = pa.DictionaryArray.from_arrays(array.indices.cast(pa.int8()), array.dictionary, ordered=True)[:4]
    result = masked(array, spec(["note"]))
    assert (result.type, result.to_pylist()) == (kind, [*MASKED, "<PERSON>"])
    assert "555-0142" not in str(result.dictionary)


@pytest.mark.parametrize(
    ("kind", "rows", "expected"),
    [
        (pa.list_(pa.string()), [TEXTS, None, [], ["Zoë"]], [MASKED, None, [], ["<PERSON>"]]),
        (pa.large_list(pa.large_string()), [None, TEXTS], [None, MASKED]),
        (pa.list_(pa.string(), 3), [TEXTS, None, TEXTS], [MASKED, None, MASKED]),
        (pa.map_(pa.string(), pa.string()), [[("Zoë", "Zoë")], None, []], [[("Zoë", "<PERSON>")], None, []]),
        (
            pa.struct([("a", pa.string()), ("b", pa.list_(pa.string()))]),
            [{"a": "Zoë", "b": TEXTS}, None, {"a": None, "b": None}],
            [{"a": "<PERSON>", "b": MASKED}, None, {"a": None, "b": None}],
        ),
    ],
)
@pytest.mark.parametrize("start", [0, 1])
def test_lists_maps_and_structs_keep_their_form(spec, kind, rows, expected, start):
    # A slice has offsets of its own.
    assert masked(pa.array(rows, kind)[start:], spec(["note"])).to_pylist() == expected[start:]


def test_a_name_with_dots_is_the_field_of_structs_also_in_lists(spec):
    kind = pa.list_(pa.struct([("name", pa.string()), ("age", pa.int8())]))
    rows = [[{"name": "Ada", "age": 3}, None], None, [{"name": None, "age": None}]]
    result = masked(pa.array(rows, kind), spec({"user.name": "PERSON"}), name="user")
    assert result.to_pylist() == [[{"name": "<PERSON>", "age": 3}, None], None, [{"name": None, "age": None}]]
    result = masked(pa.array(["Ada"]), spec({"user.name": "PERSON"}), name="user.name")
    assert result.to_pylist() == ["<PERSON>"]


def test_a_longer_name_tells_more(spec):
    kind = pa.struct([("name", pa.string()), ("note", pa.string())])
    recipe = spec({"user": None, "user.name": "USERNAME"})
    result = masked(pa.array([{"name": "Zoë", "note": "Zoë"}], kind), recipe, name="user")
    assert result.to_pylist() == [{"name": "<USERNAME>", "note": "<PERSON>"}]


@pytest.mark.parametrize(
    ("columns", "array", "problem"),
    [
        (["other"], pa.array(TEXTS), "no column other"),
        (["note.name"], pa.array(TEXTS), "no column note.name"),
        (["note"], pa.array([1]), "holds int64"),
        (["note"], pa.array([b"x"]), "holds binary"),
        (["note"], pa.array([{"a": "x", "b": 1}]), "in the field b, holds int64"),
        (["note.a"], pa.array([[("a", "x")]], pa.map_(pa.string(), pa.string())), "names a key of a map"),
    ],
)
def test_a_column_that_cannot_be_replaced_is_refused(spec, columns, array, problem):
    with pytest.raises(PiiError, match=problem):
        masked(array, spec(columns))


def test_two_columns_of_one_name_are_refused(spec):
    batch = pa.RecordBatch.from_arrays([pa.array(["Zoë"])] * 2, names=["note", "note"])
    with pytest.raises(PiiError, match="two columns"):
        list(anonymize_batches([batch], spec(["note"])))


def test_a_table_is_the_same_however_it_is_cut(spec):
    table, counts = table_of(2000), Counter()
    recipe = spec(operator="surrogate", key=KEY)
    whole = pa.Table.from_batches(anonymize_batches(table.to_batches(), recipe, counts=counts))
    assert whole.schema == table.schema
    assert whole["id"] == table["id"]
    assert "John Smith" not in str(whole["note"].to_pylist())
    assert counts["PHONE_NUMBER"] == 400
    assert counts["PERSON"] == 800 + sum(bool(user and user["name"]) for user in table["user"].to_pylist())
    parts = table.to_batches(max_chunksize=77)
    random.Random(0).shuffle(parts)
    cut = pa.Table.from_batches(anonymize_batches(parts, recipe)).sort_by("id")
    assert cut.combine_chunks() == whole.combine_chunks()


def test_running_text_becomes_what_the_anonymizer_makes_of_it(spec, model):
    anonymizer = Anonymizer(analyzer=create_analyzer(model, patterns=False))
    result = masked(pa.array(NOTES), spec(["note"]))
    assert result.to_pylist() == [text and anonymizer.anonymize(text).anonymized_text for text in NOTES]


@pytest.mark.parametrize("operator", ["surrogate", "placeholder", "hash"])
def test_under_a_key_two_tables_that_were_masked_apart_can_be_joined(spec, operator):
    mails = [f"john.smith{i}@acme{i % 7}.com" for i in range(50)] + ["jsmith@acme.com", "b@x.io"]
    customers = pa.table({"mail": mails, "name": [f"John Smith {i}" for i in range(50)] + ["Jane Smith", "Bo Li"]})
    # Another order, other columns, other companions.
    orders = pa.table({"note": ["by Zoë"] * 52, "contact": mails[::-1], "total": pa.array(range(52))})
    labels = {"mail": "EMAIL_ADDRESS", "name": "PERSON"}
    first, second = (
        pa.Table.from_batches(anonymize_batches(table.to_batches(), spec(columns, operator=operator, key=KEY)))
        for table, columns in ((customers, labels), (orders, {"note": None, "contact": "EMAIL_ADDRESS"}))
    )
    assert not set(mails) & {*first["mail"].to_pylist(), *second["contact"].to_pylist()}
    joined = first.join(second, keys="mail", right_keys="contact", join_type="inner")
    assert sorted(joined["total"].to_pylist()) == list(range(52))
    other = spec(labels, operator=operator, key=KEY[::-1])
    assert pa.Table.from_batches(anonymize_batches(customers.to_batches(), other))["mail"] != first["mail"]


def test_without_a_key_placeholders_are_numbered_in_each_row(spec):
    table = pa.table({"name": ["Zoë", "Ada"], "note": ["Zoë and John Smith", "Zoë"]})
    recipe = spec({"name": "PERSON", "note": None}, operator="placeholder")
    result = pa.Table.from_batches(anonymize_batches(table.to_batches(), recipe))
    assert result["name"].to_pylist() == ["<PERSON_1>", "<PERSON_1>"]
    assert result["note"].to_pylist() == ["<PERSON_1> and <PERSON_2>", "<PERSON_2>"]


def test_an_error_names_place_and_row_and_quotes_nothing(spec):
    good = pa.RecordBatch.from_arrays([pa.array(["x"] * 10)], names=["note"])
    bad = pa.RecordBatch.from_arrays([undecodable()], names=["note"])
    with pytest.raises(PiiError, match="^partition 3, row 12: column note: the text is not UTF-8") as caught:
        list(anonymize_batches([good, bad], spec(["note"]), place="partition 3"))
    assert "Smith" not in str(caught.value)


def fails(value: str) -> str:
    if value == "Zoë":
        raise KeyError(value)
    return "X"


def test_what_a_function_of_the_user_raises_is_not_quoted(spec):
    recipe = spec(["note"], operator=OperatorConfig("custom", {"lambda": fails}))
    with pytest.raises(PiiError, match="row 3: KeyError in test_batches.py") as caught:
        masked(pa.array(TEXTS), recipe)
    assert "Zoë" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


def test_rows_with_errors_can_be_emptied_and_are_counted(spec, caplog):
    recipe = spec({"note": None, "tags": None}, on_error="null")
    schema = pa.schema({"note": pa.string(), "tags": pa.list_(pa.string()), "id": pa.int64()})
    tags = pa.array([["Zoë"], ["Zoë", "a"], ["b"]])
    batch = pa.RecordBatch.from_arrays([undecodable(), tags, pa.array([1, 2, 3])], schema=schema)
    counts = Counter()
    [result] = anonymize_batches([batch], recipe, place="partition 0", counts=counts)
    assert result.to_pydict() == {
        "note": ["Call <PERSON>", None, "<PERSON>"],
        "tags": [["<PERSON>"], [None, None], ["b"]],
        "id": [1, 2, 3],
    }
    assert counts == {"PERSON": 3, "nulled_rows": 1}
    assert caplog.messages == ["partition 0: 1 rows were emptied"]


def test_a_column_that_may_not_be_null_is_not_emptied(spec):
    schema = pa.schema([pa.field("note", pa.string(), nullable=False)])
    batch = pa.RecordBatch.from_arrays([pa.array(["x"])], schema=schema)
    with pytest.raises(PiiError, match="may not be null"):
        list(anonymize_batches([batch], spec(["note"], on_error="null")))


def test_the_numbers_of_each_row_can_be_a_column(spec):
    batch = pa.RecordBatch.from_arrays([pa.array(NOTES)], names=["note"])
    [result] = anonymize_batches([batch], spec(["note"]), counts_column="found")
    assert [dict(row) for row in result["found"].to_pylist()] == [
        {"PERSON": 1},
        {},
        {"PERSON": 1, "PHONE_NUMBER": 1},
        {},
        {},
    ]
    with pytest.raises(PiiError, match="a column note already"):
        list(anonymize_batches([batch], spec(["note"]), counts_column="note"))


def test_the_model_is_loaded_once_and_only_if_it_is_needed(spec, monkeypatch):
    loaded, load = [], loading.load_pipeline
    monkeypatch.setattr(loading, "load_pipeline", lambda model: loaded.append(model) or load(model))
    recipe = spec(["note"], threads=3)
    list(anonymize_batches([], recipe))
    masked(pa.array(["Ada"]), spec({"note": "PERSON"}, threads=3))
    assert loaded == []
    for _ in range(2):
        masked(pa.array(TEXTS), recipe)
    assert loaded == [recipe.model]


def test_words_are_forgotten_and_the_pipeline_is_loaded_again(spec, monkeypatch):
    monkeypatch.setattr("spacy_pii.presidio.streams._RELOAD_AFTER", 5000)
    loaded, load = [], loading.load_pipeline
    monkeypatch.setattr(loading, "load_pipeline", lambda model: loaded.append(load(model)) or loaded[-1])
    recipe = spec(["note"], threads=4)
    for start in range(0, 3000, 1000):
        texts = [f"word{number} and Zoë" for number in range(start, start + 1000)]
        assert masked(pa.array(texts), recipe).to_pylist() == [text.replace("Zoë", "<PERSON>") for text in texts]
    assert len(loaded) > 2
    assert not any(f"word{number}" in loaded[-1].vocab.strings for number in range(3000))
