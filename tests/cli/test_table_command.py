from __future__ import annotations

import csv
import json

import pytest
import spacy

from spacy_pii.anonymize import Vault

CSV = '\ufeffid;"name";note\r\n1;"Byron, Ada";"said ""John Smith"""\r\n\r\n2; ;call 555-0142\r\n3;Zoë;"a\nb"'
MASKED = '\ufeffid;"name";note\r\n1;"<PERSON>";"said ""<PERSON>"""\r\n\r\n2; ;call <PHONE_NUMBER>\r\n3;<PERSON>;"a\nb"'


@pytest.fixture
def table(tmp_path):
    """A function that writes a file."""

    def table(name: str, content: str):
        path = tmp_path / name
        path.write_bytes(content.encode(errors="surrogateescape"))
        return path

    return table


def test_the_chosen_columns_of_a_csv_file_are_anonymized_and_its_form_is_kept(run, table):
    result = run("anonymize-table", table("x.csv", CSV), "--columns", "name=person", "--columns", "note")
    assert (result.exit_code, result.stdout_bytes.decode(), result.stderr) == (0, MASKED, "")


def test_the_chosen_fields_of_json_lines_are_anonymized(run, table):
    content = '{"n": 1.10, "user": {"name": "Ada", "age": 7}, "note": "Zo\\u00eb"}\n\n{"user": null, "note": ""}\r\n'
    result = run("anonymize-table", table("x.jsonl", content), "-c", "user.name=PERSON", "-c", "note")
    assert result.stdout_bytes.decode() == content.replace('"Ada"', '"<PERSON>"').replace("Zo\\u00eb", "<PERSON>")


def test_the_chosen_fields_of_a_json_array_are_anonymized(run, table):
    content = '[\n  {"phone": [5550142, "1"], "n": 1},\n  {"phone": null}\n]\n'
    result = run("anonymize-table", table("x.json", content), "-c", "phone=PHONE_NUMBER")
    assert result.stdout == content.replace('5550142, "1"', '"<PHONE_NUMBER>", "<PHONE_NUMBER>"')


def test_standard_input_needs_a_format(run):
    options = ["-", "-c", "name=PERSON"]
    assert (
        run("anonymize-table", *options, "--format", "tsv", stdin=b"x\tname\n1\tAda\n").stdout
        == "x\tname\n1\t<PERSON>\n"
    )
    assert run("anonymize-table", *options, stdin=b"name\nAda\n").exit_code == 2


def test_the_delimiter_may_be_given(run, table):
    path = table("x.csv", "a:name\n1:Ada, Bob\n")
    assert run("anonymize-table", path, "-c", "name=PERSON").exit_code == 1
    assert run("anonymize-table", path, "-c", "name=PERSON", "--delimiter", ":").stdout == "a:name\n1:<PERSON>\n"
    path = table("x.csv", "a\tname\n1\tAda\n")
    assert run("anonymize-table", path, "-c", "name=PERSON", "--delimiter", "tab").stdout == "a\tname\n1\t<PERSON>\n"


def test_a_column_may_have_an_equals_sign_in_its_name(run, table):
    assert run("anonymize-table", table("x.csv", "a=b,c\nZoë,Zoë\n"), "-c", "a=b=").stdout == "a=b,c\n<PERSON>,Zoë\n"


def test_surrogates_agree_between_rows_and_under_a_key_between_runs(run, table, key_file):
    path = table("x.csv", "name,mail\nAda Byron,ada.byron@acme.com\n" * 1 + "Ada Byron,\n" * 600)
    options = ["-c", "name=PERSON", "-c", "mail=EMAIL_ADDRESS", "--operator", "surrogate"]
    rows = list(csv.DictReader(run("anonymize-table", path, *options).stdout.splitlines()))
    assert len({row["name"] for row in rows}) == 1
    assert rows[0]["mail"].startswith(rows[0]["name"].lower().replace(" ", ".") + "@")
    first, second = (run("anonymize-table", path, *options, "--key-file", key_file).stdout for _ in range(2))
    assert first == second
    assert "Ada" not in first


def test_operators_are_chosen_by_label(run, table):
    path = table("x.csv", "name,phone\nAda,1234\n")
    options = ["-c", "name=PERSON", "-c", "phone=PHONE_NUMBER", "--operator", "redact", "--operator", "PERSON=mask"]
    assert run("anonymize-table", path, *options).stdout == "name,phone\n***,\n"


def test_values_can_be_restored_from_the_vault(run, table, key_file, tmp_path):
    vault, output = tmp_path / "v.bin", tmp_path / "out.jsonl"
    options = ["--vault", vault, "--key-file", key_file]
    path = table("x.jsonl", '{"name": "Ada"}\n{"name": "Zoë"}\n{"name": "Ada"}\n')
    assert run("anonymize-table", path, "-c", "name=PERSON", *options, "--output", output).exit_code == 0
    names = [json.loads(line)["name"] for line in output.read_text("utf8").splitlines()]
    assert names == ["<PERSON_1>", "<PERSON_2>", "<PERSON_1>"]
    assert Vault.load(vault, key_file.read_text().strip()).restore(names[1]) == "Zoë"
    assert run("deanonymize", "--file", output, *options).stdout == path.read_text("utf8")


def test_no_model_is_loaded_for_columns_with_labels(run, table):
    path = table("x.csv", "name,note\nAda,Zoë\n")
    assert run("anonymize-table", path, "-c", "name=PERSON", model="missing").stdout == "name,note\n<PERSON>,Zoë\n"
    result = run("anonymize-table", path, "-c", "note", model="missing")
    assert (result.exit_code, result.stdout) == (1, "")


def test_a_long_table_forgets_its_words_and_reloads_the_pipeline(run, rules, table, monkeypatch):
    monkeypatch.setattr("spacy_pii.presidio.streams._RELOAD_AFTER", 5000)
    load, pipelines = spacy.load, []
    monkeypatch.setattr("spacy.load", lambda name: pipelines.append(load(name)) or pipelines[-1])
    monkeypatch.setattr("spacy_pii.components.loading._shared", {})
    content = "id,note\n" + "".join(f"{number},Zoë said new{number}word\n" for number in range(1000))
    assert run("anonymize-table", table("x.csv", content), "-c", "note").stdout == content.replace("Zoë", "<PERSON>")
    assert len(pipelines) > 2
    assert not any(f"new{number}word" in nlp.vocab.strings for nlp in pipelines for number in range(1000))


@pytest.mark.parametrize(
    ("name", "content", "place"),
    [
        ("x.csv", "nom\nAda\n", ":1: there is no column name"),
        ("x.csv", 'name,x\n"Ada\n",1\nAda\n', ":4: the row has 1 cells"),
        ("x.csv", "name\nfine\nAda \udcff\n", ":3: not UTF-8"),
        ("x.jsonl", '{"name": "Ada"}\n{"nom": "Ada"}\n', ":2: there is no column name"),
        ("x.jsonl", '{"name": "fine"}\n{"name": "Ada \\ud800"}\n', ":2: column name: the text holds half"),
        ("x.jsonl", '{"name": "fine"}\n{"name": "Ada}\n', ":2: broken JSON"),
        ("x.json", '[{"name": "fine"},\n{"nom": "Ada"}]', ":2: there is no column name"),
        ("x.json", '{"name": "Ada"}', ":1: not an array of objects"),
    ],
)
def test_bad_input_ends_with_code_1_and_names_the_place(run, table, tmp_path, name, content, place):
    path = table(name, content)
    result = run("anonymize-table", path, "-c", "name=PERSON", "--output", tmp_path / "out")
    assert (result.exit_code, result.stdout) == (1, "")
    shown = "".join(result.stderr.split())
    assert f"{path}{place}".replace(" ", "") in shown
    assert "Remedy:" in shown
    assert "Ada" not in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_what_is_missing_is_named_with_a_remedy(run, table, tmp_path):
    path = table("x.csv", "name\nAda\n")
    for arguments in (
        [tmp_path / "missing.csv"],
        [path, "--vault", tmp_path / "v.bin"],
        [path, "--operator", "encrypt"],
        [path, "--output", tmp_path / "missing" / "out.csv"],
    ):
        result = run("anonymize-table", *arguments, "-c", "name=PERSON")
        assert (result.exit_code, result.stdout) == (1, "")
        assert "Remedy:" in result.stderr
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["-c", "=PERSON"],
        ["-c", "name=not a label"],
        ["-c", "name=PRESON"],
        ["-c", "name", "-c", "name=PERSON"],
        ["-c", "name", "--operator", "shred"],
        ["-c", "name=PERSON", "--operator", "keep", "--operator", "PRESON=redact"],
        ["-c", "name", "--vault", "v", "--operator", "redact"],
        ["-c", "name", "--format", "xml"],
        ["-c", "name", "--delimiter", "::"],
    ],
)
def test_wrong_usage_ends_with_code_2(run, table, arguments):
    result = run("anonymize-table", table("x.csv", "name\nAda\n"), *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
