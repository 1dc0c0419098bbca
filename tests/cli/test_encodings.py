"""Files as people have them: another encoding than UTF-8 goes in, and the same comes out."""

import json

import pytest

ENCODINGS = ["cp1252", "latin-1", "utf-16", "utf-16-be", "utf-8-sig", "cp037"]
TEXT = "Grüße an Zoë,\r\nJohn Smith, 555-0142.\r\n"


def options(encoding):
    return ["--encoding", encoding]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("lines", [[], ["--lines"]])
def test_a_text_comes_out_in_the_encoding_it_had(run, tmp_path, encoding, lines):
    path, out = tmp_path / "in.txt", tmp_path / "out.txt"
    path.write_bytes(TEXT.encode(encoding))
    result = run("anonymize", "--file", path, "--output", out, *lines, *options(encoding))
    assert result.exit_code == 0, result.output
    masked = "Grüße an <PERSON>,\r\n<PERSON>, <PHONE_NUMBER>.\r\n"
    # Byte for byte, the mark at the start included.
    assert out.read_bytes() == masked.encode(encoding)


def test_the_byte_order_of_the_mark_is_kept(run):
    big = b"\xfe\xff" + "Zoë".encode("utf-16-be")
    assert run("anonymize", *options("utf-16"), stdin=big).stdout_bytes == b"\xfe\xff" + "<PERSON>".encode("utf-16-be")


@pytest.mark.parametrize("lines", [[], ["--lines"]])
def test_a_mark_at_the_start_does_not_hide_the_first_word(run, lines):
    """In UTF-8, too, it was taken for a part of that word."""
    assert run("anonymize", *lines, stdin="\ufeffZoë\nZoë\n".encode()).stdout == "\ufeff<PERSON>\n<PERSON>\n"


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize(
    ("kind", "before", "after"),
    [
        ("csv", "Ort;Name\r\nMünchen;Zoë\r\n", "Ort;Name\r\nMünchen;<PERSON>\r\n"),
        ("jsonl", '{"Ort": "München", "Name": "Zoë"}\n', '{"Ort": "München", "Name": "<PERSON>"}\n'),
        ("json", '[{"Ort": "München", "Name": "Zoë"}]\n', '[{"Ort": "München", "Name": "<PERSON>"}]\n'),
    ],
)
def test_a_table_comes_out_in_the_encoding_it_had(run, tmp_path, encoding, kind, before, after):
    path = tmp_path / f"table.{kind}"
    path.write_bytes(before.encode(encoding))
    result = run("anonymize-table", path, "--columns", "Name", *options(encoding))
    assert result.exit_code == 0, result.output
    assert result.stdout_bytes == after.encode(encoding)


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16"])
def test_what_was_replaced_is_restored_in_that_encoding(run, key_file, tmp_path, encoding):
    vault = ["--vault", tmp_path / "v", "--key-file", key_file, *options(encoding)]
    masked = run("anonymize", *vault, stdin=TEXT.encode(encoding)).stdout_bytes
    assert run("deanonymize", *vault, stdin=masked).stdout_bytes == TEXT.encode(encoding)
    sealed = ["--operator", "encrypt", "--json", "--key-file", key_file, *options(encoding)]
    results = run("anonymize", *sealed, stdin=TEXT.encode(encoding)).stdout_bytes
    assert json.loads(results.decode("utf8"))
    restored = run("deanonymize", "--key-file", key_file, *options(encoding), stdin=results).stdout_bytes
    assert restored.decode(encoding).strip() == TEXT.strip()


def test_what_the_encoding_cannot_hold_is_an_error_in_text_and_escaped_in_json(run, key_file, tmp_path):
    vault = ["--vault", tmp_path / "v", "--key-file", key_file]
    masked = run("anonymize", *vault, stdin="Zoë".encode()).stdout_bytes
    out = tmp_path / "out.txt"
    result = run("deanonymize", *vault, "--output", out, *options("ascii"), stdin=masked)
    assert result.exit_code == 1
    assert "a character that ascii cannot hold" in " ".join(result.stderr.split())
    assert "Zo" not in result.stderr
    assert not out.exists()


@pytest.mark.parametrize(
    ("encoding", "content", "problem"),
    [
        ("cp1252", b"fine\nZo\x81\n", ":2: not cp1252"),
        ("ascii", "fine\nZoë\n".encode(), ":2: not ascii"),
        ("utf-16", "Zoë".encode("utf-16-le"), "no byte order mark"),
        ("utf-16-le", b"Z\x00o\x00\x00", "not utf-16-le"),
        ("utf8", "fine\nZoë\n".encode("latin-1"), ":2: not UTF-8 (byte 3). Remedy: name its encoding"),
        ("utf8", "John Smith".encode("utf-16-le"), "this looks like UTF-16"),
        ("klingon", b"Zoe", "no encoding 'klingon'"),
        ("base64", b"Zoe", "no encoding 'base64'"),
    ],
)
def test_a_wrong_encoding_is_an_error_with_its_place(run, tmp_path, encoding, content, problem):
    path = tmp_path / "in.txt"
    path.write_bytes(content)
    result = run("anonymize", "--file", path, "--lines", *options(encoding))
    assert result.exit_code == 1
    assert problem in " ".join(result.stderr.split())
    table = run("anonymize-table", path, "--format", "csv", "--columns", "fine", *options(encoding))
    assert table.exit_code == 1


def test_an_argument_has_no_encoding(run):
    assert run("anonymize", "Zoë", *options("cp1252")).exit_code == 2
