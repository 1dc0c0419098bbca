from __future__ import annotations

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from spacy_pii.anonymize import Vault


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "people.parquet"
    note = ["said John Smith", None, "call 555-0142"] * 50
    user = [{"name": "Ada", "age": 7}, None, {"name": "Zoë", "age": 8}] * 50
    pq.write_table(pa.table({"note": pa.array(note, pa.large_string()), "user": user}), path, row_group_size=60)
    return path


def test_the_chosen_columns_of_a_parquet_file_are_anonymized(run, table, tmp_path):
    out = tmp_path / "out.parquet"
    result = run("anonymize-table", table, "-c", "note", "-c", "user.name=PERSON", "--output", out)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")
    assert pq.read_table(out).to_pydict() == {
        "note": ["said <PERSON>", None, "call <PHONE_NUMBER>"] * 50,
        "user": [{"name": "<PERSON>", "age": 7}, None, {"name": "<PERSON>", "age": 8}] * 50,
    }
    assert pq.read_schema(out).equals(pq.read_schema(table), check_metadata=True)


def test_surrogates_agree_between_the_rows_of_a_parquet_file(run, table, tmp_path):
    out = tmp_path / "out.parquet"
    run("anonymize-table", table, "-c", "user.name=PERSON", "--operator", "surrogate", "--output", out, model="missing")
    names = [user and user["name"] for user in pq.read_table(out)["user"].to_pylist()]
    assert len(set(names)) == 3
    assert not {"Ada", "Zoë"} & set(names)


def test_values_of_a_parquet_file_can_be_restored_from_the_vault(run, table, key_file, tmp_path):
    out, vault = tmp_path / "out.parquet", tmp_path / "v.bin"
    options = ["--vault", vault, "--key-file", key_file, "--output", out]
    assert run("anonymize-table", table, "-c", "user.name=PERSON", *options).exit_code == 0
    names = [user and user["name"] for user in pq.read_table(out)["user"].to_pylist()]
    assert names == ["<PERSON_1>", None, "<PERSON_2>"] * 50
    assert Vault.load(vault, key_file.read_text().strip()).restore(names[2]) == "Zoë"


def test_a_parquet_file_that_cannot_be_done_leaves_the_output_alone(run, table, tmp_path):
    out = tmp_path / "out.parquet"
    out.write_text("kept")
    result = run("anonymize-table", table, "-c", "user.age=AGE", "--output", out)
    assert (result.exit_code, out.read_text()) == (1, "kept")
    assert "people.parquet: the column user.age holds int64" in " ".join(result.stderr.split())
    assert run("anonymize-table", "-", "-c", "note", "--format", "parquet", stdin=b"").exit_code == 2
    assert run("anonymize-table", table, "-c", "note", "--encoding", "cp1252").exit_code == 2
