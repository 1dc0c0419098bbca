"""Parquet files: their form, and a folder of them that is gone through again."""

from __future__ import annotations

import json
import os

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from arrow_tables import table_of, undecodable

from spacy_pii.distributed import anonymize_batches
from spacy_pii.distributed.files import anonymize_file, files_to_do
from spacy_pii.errors import PiiError

KEY = b"0123456789abcdef"


@pytest.fixture
def folder(tmp_path):
    """Two files, one of them in a folder of its own, in small groups of rows."""
    source = tmp_path / "tables"
    (source / "day=2").mkdir(parents=True)
    table = table_of(300).replace_schema_metadata({"kept": "yes"})
    codecs = {"id": "NONE", "note": "zstd", "user.name": "gzip", "user.age": "snappy"}
    pq.write_table(table, source / "a.parquet", row_group_size=100, compression=codecs)
    pq.write_table(table.slice(0, 0), source / "day=2/b.parquet")
    return source


def test_a_file_keeps_its_schema_groups_and_compression(folder, spec):
    out = folder.with_name("out")
    report = anonymize_file(folder, out, "a.parquet", spec())
    table = pq.read_table(out / "a.parquet")
    expected = pa.Table.from_batches(anonymize_batches(pq.read_table(folder / "a.parquet").to_batches(), spec()))
    assert table.equals(expected)
    assert table.schema.equals(pq.read_schema(folder / "a.parquet"), check_metadata=True)
    old, new = (pq.read_metadata(path / "a.parquet") for path in (folder, out))
    assert [new.row_group(i).num_rows for i in range(new.num_row_groups)] == [100, 100, 100]
    codecs = [[each.row_group(0).column(i).compression for i in range(each.num_columns)] for each in (old, new)]
    assert codecs[0] == codecs[1]
    assert len(set(codecs[1])) == 4
    assert report == {"file": "a.parquet", "counts": {"PERSON": 313, "PHONE_NUMBER": 60}}
    assert b"Smith" not in (out / "a.parquet").read_bytes()


def test_what_is_done_is_not_done_again(folder, spec):
    out, recipe = folder.with_name("out"), spec(key=KEY)
    names = files_to_do(folder, out, recipe)
    assert names == ["a.parquet", "day=2/b.parquet"]
    for name in names:
        anonymize_file(folder, out, name, recipe)
    assert pq.read_table(out / "day=2/b.parquet").num_rows == 0
    assert files_to_do(folder, out, recipe) == []
    # Another recipe, another source, a result that is gone or whose journal never came.
    assert files_to_do(folder, out, spec(key=KEY[::-1])) == names
    os.utime(folder / "a.parquet", (0, 0))
    assert files_to_do(folder, out, recipe) == ["a.parquet"]
    (out / "day=2/b.parquet").unlink()
    assert files_to_do(folder, out, recipe) == names
    journals = [json.loads(path.read_text()) for path in (out / ".spacy-pii").rglob("*.json")]
    assert len(journals) == 2
    assert KEY.decode() not in str(journals)


def test_a_file_that_fails_leaves_nothing(folder, spec):
    out = folder.with_name("out")
    pq.write_table(pa.table({"note": undecodable()}), folder / "bad.parquet")
    with pytest.raises(PiiError, match="bad.parquet: row 2: column note: the text is not UTF-8") as caught:
        anonymize_file(folder, out, "bad.parquet", spec(["note"]))
    assert "Smith" not in str(caught.value)
    (folder / "none.parquet").write_bytes(b"no table")
    with pytest.raises(PiiError, match="none.parquet: cannot be read as Parquet"):
        anonymize_file(folder, out, "none.parquet", spec(["note"]))
    content = bytearray((folder / "a.parquet").read_bytes())
    content[4:3000] = bytes(2996)
    (folder / "torn.parquet").write_bytes(content)
    with pytest.raises(PiiError, match="torn.parquet: the group of rows 0 is damaged"):
        anonymize_file(folder, out, "torn.parquet", spec(["note"]))
    assert [path for path in out.rglob("*") if path.is_file()] == []


def test_results_do_not_lie_among_sources(folder, spec, tmp_path):
    for out in (folder, folder / "masked"):
        with pytest.raises(PiiError, match="among their sources"):
            files_to_do(folder, out, spec())
    (tmp_path / "empty").mkdir()
    with pytest.raises(PiiError, match="no .parquet files"):
        files_to_do(tmp_path / "empty", tmp_path / "out", spec())
