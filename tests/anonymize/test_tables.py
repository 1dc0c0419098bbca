from __future__ import annotations

import csv
import io
import json
import re
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spacy_pii.anonymize.tables import read_table
from spacy_pii.errors import PiiError

# Of them, what a format writes in a special way comes up often.
TEXT = st.text(st.sampled_from("ab \t,;|\"'\r\n\\\ufeff\u2028\x0b😀{}[]:") | st.characters(codec="utf-8"), max_size=8)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXT,
    lambda items: st.lists(items, max_size=3) | st.dictionaries(TEXT, items, max_size=3),
    max_leaves=6,
)
OBJECTS = st.lists(st.dictionaries(TEXT, JSON, max_size=3), max_size=4)


def records(content: bytes, kind: str, names=(), delimiter=None):
    return list(read_table(io.BytesIO(content), kind, names, delimiter))


def leaves(value, path=()):
    if isinstance(value, dict | list):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(item, (*path, key))
    else:
        yield path


def with_all_replaced(value, new):
    if isinstance(value, dict):
        return {key: with_all_replaced(item, new) for key, item in value.items()}
    return [with_all_replaced(item, new) for item in value] if isinstance(value, list) else new


@given(
    st.integers(1, 3).flatmap(lambda width: st.lists(st.lists(TEXT, min_size=width, max_size=width), max_size=4)),
    st.sampled_from(",;\t|"),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    st.booleans(),
    TEXT,
)
def test_only_the_replaced_cells_of_a_csv_file_change(rows, delimiter, ending, quoting, marked, new):
    header = [f"column {number}" for number in range(len(rows[0]) if rows else 1)]
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator=ending, quoting=quoting).writerows([header, *rows])
    content = "\ufeff" * marked + out.getvalue()
    read = records(content.encode(), "csv", header)
    assert "".join(record.text for record in read) == "".join(record.rewritten({}) for record in read) == content
    assert [record.row for record in read if record.row is not None] == [
        dict(zip(header, row, strict=True)) for row in rows
    ]
    name = header[-1]
    changed = "".join(record.rewritten({(name,): new}) for record in read).removeprefix("\ufeff" * marked)
    found = list(csv.reader(io.StringIO(changed, newline=""), delimiter=delimiter, strict=True))
    assert found == [header, *([*row[:-1], new] for row in rows)]


@given(OBJECTS, st.sampled_from([None, 1]), st.booleans(), st.sampled_from([(",", ":"), (" , ", "\n: ")]), TEXT)
def test_only_the_replaced_values_of_a_json_array_change(objects, indent, ascii_only, separators, new):
    content = json.dumps(objects, indent=indent, ensure_ascii=ascii_only, separators=separators) + "\n"
    read = records(content.encode(), "json")
    assert "".join(record.text for record in read) == content
    changed = "".join(record.rewritten(dict.fromkeys(leaves(record.row or {}), new)) for record in read)
    assert json.loads(changed) == with_all_replaced(objects, new)


@given(OBJECTS, st.sampled_from(["\n", "\r\n", "\n\n"]), st.booleans(), TEXT)
def test_only_the_replaced_values_of_json_lines_change(objects, ending, ascii_only, new):
    content = ending.join(json.dumps(row, ensure_ascii=ascii_only) for row in objects)
    read = records(content.encode(), "jsonl")
    assert "".join(record.text for record in read) == content
    changed = "".join(record.rewritten(dict.fromkeys(leaves(record.row or {}), new)) for record in read)
    assert [json.loads(line) for line in changed.split("\n") if line.strip()] == [
        with_all_replaced(row, new) for row in objects
    ]


def test_what_is_not_replaced_keeps_its_spelling():
    content = '{"n": 1.10, "m" :1e999,"half": "\\ud83d", "name":  "\\u0041da", "last": [ ]}'
    (record,) = records(content.encode(), "jsonl")
    assert record.rewritten({("name",): "<PERSON>"}) == content.replace('"\\u0041da"', '"<PERSON>"')


@pytest.mark.parametrize(
    ("header", "name", "delimiter"),
    [("a;b,c;d", "d", ";"), ("a;b,c;d", "c;d", ","), ("a|b", "a", "|"), ("a\tb", "b", "\t"), ("a b,c", "a b,c", ";")],
)
def test_the_delimiter_is_the_one_that_makes_the_columns(header, name, delimiter):
    row = delimiter.join(["x"] * len(header.split(delimiter)))
    _, record = records(f"{header}\n{row}".encode(), "csv", [name])
    assert record.row[name] == "x"


@pytest.mark.parametrize(
    ("kind", "content", "line", "problem"),
    [
        ("csv", "", 1, "no column name"),
        ("csv", "Ada,x\n", 1, "no column name"),
        ("csv", "name,name\n", 1, "two columns are named name"),
        ("csv", 'name,x\n"a\nb",1\nAda,1,2\n', 4, "3 cells and the header 2"),
        ("csv", "name,x\n\nAda\n", 3, "1 cells and the header 2"),
        ("csv", 'name\n"Ada" x\n', 2, "CSV"),
        ("csv", 'name\nx\n"Ada\n\n', 3, "unexpected end"),
        ("csv", "name\nx\nAda \udcff\n", 3, "not UTF-8"),
        ("jsonl", '{"name": "Ada"}\n\n{"name": "Ada}\n', 3, "Invalid control character"),
        ("jsonl", '{"name": "Ada"}\n["Ada"]', 2, "not a JSON object"),
        ("jsonl", "[" * 100_000, 1, "too deeply"),
        ("jsonl", '\n{"name": "Ada", "x": {"name": 1, "name": "Ada"}}', 2, "same name"),
        ("jsonl", '{}\n{"name": "\udcff"}', 2, "not UTF-8"),
        ("json", '{"name": "Ada"}', 1, "not an array"),
        ("json", '[\n{"name": "Ada"},\n\n]', 4, "not an object"),
        ("json", '[\n{"name": "Ada"}\n{"name": "Ada"}]', 3, "no ']'"),
        ("json", '[\n{"name": "Ada"}\n', 3, "no ']'"),
        ("json", '[\n{"name": "Ada"}] "Ada"', 2, "something follows"),
        ("json", '[\n{"x": 1},\n{"name":\n "Ada" 1}]', 4, "Expecting ',' delimiter"),
        ("json", '[\n{"x": 1},\n{"name": "Ada", "name": ""}]', 3, "same name"),
        ("json", '[{"x":\n' + "[" * 100_000, 1, "too deeply"),
        ("json", "[{},\n\udcff]", 2, "not UTF-8"),
        ("json", "", 1, "no '['"),
    ],
)
def test_a_broken_file_is_refused_with_the_line_and_without_its_text(kind, content, line, problem):
    with pytest.raises(PiiError, match=re.escape(problem)) as raised:
        records(content.encode(errors="surrogateescape"), kind, ["name"])
    assert raised.value.line == line
    assert raised.value.remedy
    assert "Ada" not in str(raised.value)


@pytest.mark.parametrize("kind", ["csv", "jsonl", "json"])
@pytest.mark.parametrize("broken", [False, True])
def test_a_long_file_is_read_in_constant_memory(tmp_path, monkeypatch, kind, broken):
    for module in ("csv_table", "json_table"):
        monkeypatch.setattr(f"spacy_pii.anonymize.tables.{module}.LONGEST", 100_000)
    path, text = tmp_path / "long", "Ada" * 500
    start, row, end = {
        "csv": ("name,x\n" + '"' * broken, f"{text},1\n", ""),
        "jsonl": ("", f'{{"name": "{text}"}}\n', "{" * broken),
        "json": ("[" + '{"name": "' * broken, f'{{"name": "{text}"}},', "{}]"),
    }[kind]
    path.write_text(start + row * 3000 + end)
    tracemalloc.start()
    try:
        with path.open("rb") as stream:
            for _ in read_table(stream, kind, ["name"]):
                pass
    except PiiError:
        assert broken
    else:
        assert not broken
    finally:
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert peak < 1_500_000 < path.stat().st_size / 2


@pytest.mark.parametrize(
    ("kind", "before", "piece", "after"),
    [
        ("csv", 'note\n"', "Ann called. ", '"\n'),
        ("csv", 'note\n"', 'Ann ""B"" called.\n', '"\n'),
        ("jsonl", '{"note": "', 'Ann \\"B\\"\\n', '"}\n'),
        ("json", '[{"note": "', 'Ann \\"B\\"\\n', '"}]\n'),
    ],
)
def test_a_long_cell_takes_little_more_memory_than_its_text(kind, before, piece, after):
    """The pattern that finds the cells remembered every character: 125 bytes for each, 1.25 GB for 10 million."""
    content = (before + piece * 50_000 + after).encode()
    stream = io.BytesIO(content)
    tracemalloc.start()
    try:
        for record in read_table(stream, kind, ["note"] if kind == "csv" else ()):
            if record.row is not None:
                assert record.rewritten({("note",): "x"}).count("x") == 1
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 40 * len(content)
