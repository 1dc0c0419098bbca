"""Parquet files of the Volume: what the Modal functions do, without an account."""

import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

RECIPE = {"columns": {"name": "PERSON"}, "operator": "placeholder", "key": "env:MASKING_KEY"}


@pytest.fixture
def tables(modal_app, monkeypatch, tmp_path):
    monkeypatch.setattr(modal_app, "DATA", tmp_path)
    monkeypatch.setenv("MASKING_KEY", "0123456789abcdef")
    (tmp_path / "tables").mkdir()
    for number in range(3):
        pq.write_table(pa.table({"name": ["Ada", "Zoë"], "id": [1, number]}), tmp_path / f"tables/{number}.parquet")
    return tmp_path


def test_files_are_anonymized_one_by_one_and_a_second_run_goes_on(modal_app, tables, monkeypatch, capsys):
    done = []

    def remote(folder, out, recipe):
        return modal_app.files_to_do.local(folder, out, recipe)

    def mapped(names, *, kwargs, return_exceptions, wrap_returned_exceptions):
        for name in names:
            try:
                done.append(name)
                yield modal_app.anonymize_file.local(name, **kwargs)
            except Exception as error:
                yield error

    monkeypatch.setattr(modal_app.files_to_do, "remote", remote)
    monkeypatch.setattr(modal_app.anonymize_file, "map", mapped)
    (tables / "tables/1.parquet").write_bytes(b"torn")
    options = {"columns": json.dumps(RECIPE["columns"]), "operator": "placeholder", "key": "env:MASKING_KEY"}
    with pytest.raises(SystemExit, match="1 of 3 files failed"):
        modal_app.anonymize_files.info.raw_f(**options)
    assert "1.parquet: cannot be read as Parquet" in capsys.readouterr().out
    pq.write_table(pa.table({"name": ["Ada"], "id": [7]}), tables / "tables/1.parquet")
    modal_app.anonymize_files.info.raw_f(**options)
    assert json.loads(capsys.readouterr().out) == {"file": "1.parquet", "counts": {"PERSON": 1}}
    assert done == ["0.parquet", "1.parquet", "2.parquet", "1.parquet"]
    names = [pq.read_table(tables / f"masked/{number}.parquet")["name"].to_pylist() for number in range(3)]
    assert names[0] == names[2]
    assert names[1] == names[0][:1] != ["Ada"]


def test_the_image_holds_what_masking_needs(modal_app):
    assert any(pin.startswith("pyarrow") for pin in modal_app.pins("arrow"))
