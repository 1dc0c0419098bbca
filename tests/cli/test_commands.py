from __future__ import annotations

import json
import subprocess
import sys

import jsonschema
import pytest
import spacy
from cryptography.fernet import Fernet

from spacy_pii.anonymize import json_schema
from spacy_pii.anonymize.vault_file import open_vault

TEXT = "John Smith (555-0142) and Zoë"
MASKED = "<PERSON> (<PHONE_NUMBER>) and <PERSON>"


@pytest.fixture
def document(tmp_path):
    path = tmp_path / "in.txt"
    path.write_bytes("\ufeffZoë\r\nsaid: <PERSON_1> is John Smith\n\n \x0b\x00 555-0142, [PERSON_2]".encode())
    return path


def test_a_text_on_the_command_line_is_anonymized(run):
    result = run("anonymize", TEXT)
    assert (result.exit_code, result.stdout, result.stderr) == (0, MASKED + "\n", "")


def test_standard_input_is_one_document_and_keeps_its_bytes(run):
    result = run("anonymize", stdin=b"\r\nJohn Smith\r\n\nx")
    assert result.stdout_bytes == b"\r\n<PERSON>\r\n\nx"


def test_analyze_prints_a_table_without_the_values(run):
    result = run("analyze", TEXT)
    assert result.exit_code == 0
    header, *rows = [line.split() for line in result.stdout.splitlines()]
    assert header == ["document", "start", "end", "label", "identifier", "score"]
    assert [row[:5] for row in rows] == [
        ["1", "0", "10", "PERSON", "direct"],
        ["1", "12", "20", "PHONE_NUMBER", "direct"],
        ["1", "26", "29", "PERSON", "direct"],
    ]
    assert "John" not in result.stdout


def test_analyze_writes_one_json_object_per_line(run):
    result = run("analyze", "--lines", "--json", "--include-text", stdin="Zoë\n\nnobody\nJohn Smith".encode())
    rows = [json.loads(line)["entities"] for line in result.stdout.splitlines()]
    assert [[entity["text"] for entity in entities] for entities in rows] == [["Zoë"], [], [], ["John Smith"]]
    assert 0 <= rows[0][0]["score"] <= 1


def test_anonymize_writes_json_that_the_schema_accepts(run):
    result = run("anonymize", "--lines", "--json", stdin=f"{TEXT}\nnobody\n".encode())
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    for row in rows:
        jsonschema.validate(row, json_schema())
    assert [row["anonymized_text"] for row in rows] == [MASKED, "nobody"]
    assert "John" not in result.stdout


def test_lines_keep_their_ends(run):
    assert run("anonymize", "--lines", stdin="Zoë\r\n\nZoë\rZoë\nZoë".encode()).stdout_bytes == (
        b"<PERSON>\r\n\n<PERSON>\r<PERSON>\n<PERSON>"
    )


@pytest.mark.parametrize(
    ("operators", "masked"),
    [
        (["redact"], " () and "),
        (["mask"], "********** (********) and ***"),
        (["placeholder"], "<PERSON_1> (<PHONE_NUMBER_1>) and <PERSON_2>"),
        (["keep", "PHONE_NUMBER=redact"], "John Smith () and Zoë"),
    ],
)
def test_operators_are_chosen_for_all_labels_or_for_one(run, operators, masked):
    options = [option for operator in operators for option in ("--operator", operator)]
    assert run("anonymize", TEXT, *options).stdout == masked + "\n"


def test_surrogates_agree_between_runs_under_a_key(run, key_file):
    first, second = (run("anonymize", TEXT, "--operator", "surrogate", "--key-file", key_file) for _ in range(2))
    assert first.stdout == second.stdout
    assert not any(value in first.stdout for value in ("John", "Smith", "0142", "Zoë"))


@pytest.mark.parametrize("lines", [[], ["--lines"]])
def test_a_vault_gives_back_every_byte(run, document, key_file, tmp_path, lines):
    vault, masked = tmp_path / "v.bin", tmp_path / "masked.txt"
    options = ["--vault", vault, "--key-file", key_file, *lines]
    assert run("anonymize", "--file", document, *options, "--output", masked).exit_code == 0
    assert b"John" not in masked.read_bytes()
    result = run("deanonymize", "--file", masked, *options)
    assert result.exit_code == 0
    assert result.stdout_bytes == document.read_bytes()


def test_the_key_may_come_from_the_environment(run, tmp_path, monkeypatch):
    monkeypatch.setenv("SPACY_PII_KEY", Fernet.generate_key().decode())
    vault = tmp_path / "v.bin"
    assert run("anonymize", "Zoë", "--vault", vault).stdout == "<PERSON_1>\n"
    assert run("deanonymize", "Dear <person 1>!", "--vault", vault).stdout == "Dear Zoë!\n"


def test_a_vault_that_exists_is_extended(run, key_file, tmp_path):
    options = ["--vault", tmp_path / "v.bin", "--key-file", key_file]
    assert run("anonymize", "Zoë", *options).stdout == "<PERSON_1>\n"
    assert run("anonymize", "John Smith, Zoë", *options).stdout == "<PERSON_2>, <PERSON_1>\n"
    assert run("deanonymize", "--json", "<PERSON_1> <PERSON_2>", *options).stdout == '{"text": "Zoë John Smith"}\n'


def test_a_wrong_key_or_a_damaged_vault_is_refused_and_nothing_is_written(run, key_file, tmp_path):
    vault, output, other = tmp_path / "v.bin", tmp_path / "out.txt", tmp_path / "other.txt"
    run("anonymize", "Zoë", "--vault", vault, "--key-file", key_file)
    content = vault.read_bytes()
    other.write_bytes(Fernet.generate_key())
    attempts = [run("deanonymize", "<PERSON_1>", "--vault", vault, "--key-file", other, "--output", output)]
    attempts += [run("anonymize", "Zoë", "--vault", vault, "--key-file", other, "--output", output)]
    assert vault.read_bytes() == content
    vault.write_bytes(content[:50] + b"x" + content[51:])
    attempts += [run("deanonymize", "<PERSON_1>", "--vault", vault, "--key-file", key_file, "--output", output)]
    for attempt in attempts:
        assert attempt.exit_code == 1
        assert attempt.stdout == ""
        assert "Remedy:" in attempt.stderr
    assert not output.exists()


def test_placeholders_that_the_vault_does_not_know_are_counted(run, key_file, tmp_path):
    options = ["--vault", tmp_path / "v.bin", "--key-file", key_file]
    run("anonymize", "Zoë", *options)
    result = run("deanonymize", "<PERSON_1> <PERSON_7>", *options)
    assert result.stdout == "Zoë <PERSON_7>\n"
    assert "1 placeholder" in result.stderr


def test_encrypted_results_are_decrypted(run, key_file, tmp_path):
    results = tmp_path / "results.jsonl"
    options = ["--lines", "--key-file", key_file]
    run("anonymize", "--operator", "encrypt", "--json", "--output", results, *options, stdin=f"{TEXT}\nx\n".encode())
    assert "John" not in results.read_text("utf8")
    assert run("deanonymize", "--file", results, *options).stdout == f"{TEXT}\nx\n"


@pytest.mark.parametrize(
    ("document", "options"),
    [(b"Zo\xc3\xab\r\nx", []), (b"Zo\xc3\xab\r\nx", ["--lines"]), (b"Zo\xc3\xab\n", []), (b"x", ["--lines"])],
)
def test_decrypting_gives_back_every_byte(run, key_file, tmp_path, document, options):
    results = tmp_path / "results.jsonl"
    options = ["--key-file", key_file, *options]
    run("anonymize", "--operator", "encrypt", "--json", "--output", results, *options, stdin=document)
    for line in results.read_text("utf8").splitlines():
        jsonschema.validate(json.loads(line), json_schema())
    assert run("deanonymize", "--file", results, "--key-file", key_file).stdout_bytes == document


def test_damaged_results_are_refused_without_a_traceback(run, key_file):
    row = json.loads(run("anonymize", "--operator", "encrypt", "--json", "Zoë", "--key-file", key_file).stdout)
    row["replaced_tokens"][0].update(replacement_start=9, replacement_end=4)
    for damaged in (json.dumps(row), "[]"):
        result = run("deanonymize", "--key-file", key_file, stdin=damaged.encode())
        assert (result.exit_code, result.stdout) == (1, "")
        assert "Remedy:" in result.stderr


def test_a_label_that_does_not_exist_is_refused(run):
    result = run("anonymize", "John Smith", "--operator", "keep", "--operator", "PRESON=redact")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "PRESON" in result.stderr


def test_a_vault_serves_one_run_at_a_time(run, key_file, tmp_path):
    vault = tmp_path / "v.bin"
    options = ["--vault", vault, "--key-file", key_file]
    with open_vault(vault, key_file.read_text().strip()):
        result = run("anonymize", "Zoë", *options)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "another run" in result.stderr
    assert run("anonymize", "Zoë", *options).stdout == "<PERSON_1>\n"


def test_what_a_terminated_run_has_written_can_be_restored(run, rules, key_file, tmp_path):
    vault = tmp_path / "v.bin"
    options = ["--vault", str(vault), "--key-file", str(key_file), "--lines"]
    program = [sys.executable, "-c", "from spacy_pii.cli import main; main()"]
    command = [*program, "anonymize", "--model", str(rules), *options]
    line = "Zoë met John Smith.\n".encode()
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        # More than a buffer of output; then the run waits for more lines.
        process.stdin.write(line * 1024)
        process.stdin.flush()
        masked = process.stdout.readline()
        process.terminate()
        masked += process.stdout.read()
        assert process.wait() == 143
    masked = masked[: masked.rindex(b"\n") + 1]
    restored = run("deanonymize", *options, stdin=masked)
    assert restored.stdout_bytes == line * masked.count(b"\n")
    assert not list(tmp_path.glob("*.partial"))


def test_deanonymize_is_interactive_too(run, key_file, tmp_path):
    options = ["--vault", tmp_path / "v.bin", "--key-file", key_file]
    run("anonymize", "Zoë", *options)
    assert run("deanonymize", "--interactive", *options, stdin=b"Hi <PERSON_1>\n\n").stdout == "Hi Zoë\n"


def test_a_literal_that_spans_two_lines_is_restored_as_it_was(run, key_file, tmp_path):
    options = ["--vault", tmp_path / "v.bin", "--key-file", key_file]
    document = "Zoë <PERSON\n1> end\n".encode()
    masked = run("anonymize", "--lines", *options, stdin=document).stdout_bytes
    assert run("deanonymize", *options, stdin=masked).stdout_bytes == document


def test_interactive_asks_and_answers_until_an_empty_line(run):
    result = run("anonymize", "--interactive", stdin="Zoë\nHi John Smith\n\nZoë\n".encode())
    assert result.stdout == "<PERSON>\nHi <PERSON>\n"
    assert result.stderr.count("> ") == 3


def test_patterns_can_be_left_out(run):
    assert run("anonymize", "Zoë, zoe@example.com").stdout == "<PERSON>, <EMAIL_ADDRESS>\n"
    assert run("anonymize", "--no-patterns", "Zoë, zoe@example.com").stdout == "<PERSON>, zoe@example.com\n"
    labels = [
        row["label"] for row in json.loads(run("analyze", "--no-patterns", "--json", "a@b.com").stdout)["entities"]
    ]
    assert labels == []


@pytest.mark.parametrize("command", ["analyze", "anonymize"])
def test_an_argument_that_is_not_utf8_is_refused(run, command):
    result = run(command, "Zoë \udcff")
    assert result.exit_code == 1
    assert "surrogate pair" in result.stderr
    assert "Zo" not in result.stderr


def test_restored_text_that_cannot_be_written_is_refused(run, key_file):
    row = '{"anonymized_text": "Zo\\ud800", "replaced_tokens": []}'
    result = run("deanonymize", "--key-file", key_file, stdin=row.encode())
    assert result.exit_code == 1
    assert "surrogate pair" in result.stderr


def test_a_stream_forgets_its_words_and_reloads_the_pipeline(run, rules, monkeypatch):
    monkeypatch.setattr("spacy_pii.presidio.streams._RELOAD_AFTER", 5000)
    load, pipelines = spacy.load, []
    monkeypatch.setattr("spacy.load", lambda name: pipelines.append(load(name)) or pipelines[-1])
    monkeypatch.setattr("spacy_pii.components.loading._shared", {})
    lines = [f"Zoë said new{number}word" for number in range(2000)]
    result = run("anonymize", "--lines", stdin="\n".join(lines).encode())
    assert result.stdout == "\n".join(line.replace("Zoë", "<PERSON>") for line in lines)
    assert len(pipelines) > 2
    assert not any(f"new{number}word" in nlp.vocab.strings for nlp in pipelines for number in range(2000))


def test_bad_input_ends_with_code_1_and_names_the_place(run, tmp_path):
    bad = tmp_path / "bad.txt"
    bad.write_bytes(b"fine\nJohn Smith \xff\n")
    result = run("anonymize", "--lines", "--file", bad, "--output", tmp_path / "out.txt")
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit)
    assert ":2: not UTF-8 (byte 12)" in " ".join(result.stderr.split())
    assert "John" not in result.stderr
    assert not (tmp_path / "out.txt").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ["--file", "missing.txt"],
        ["x", "--vault", "v.bin"],
        ["x", "--operator", "encrypt"],
        ["x", "--key-file", "missing.txt"],
        ["x", "--output", "missing/out.txt"],
    ],
)
def test_what_is_missing_is_named_with_a_remedy(run, arguments, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = run("anonymize", *arguments)
    assert result.exit_code == 1
    assert "Remedy:" in result.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "arguments",
    [
        ["x", "--operator", "shred"],
        ["x", "--file", "y"],
        ["x", "--lines"],
        ["x", "--vault", "v", "--operator", "redact"],
        ["--no-such-option"],
    ],
)
def test_wrong_usage_ends_with_code_2(run, arguments):
    assert run("anonymize", *arguments).exit_code == 2


def test_a_model_that_is_not_installed_is_named(run):
    result = run("analyze", TEXT, model="no_such_model")
    assert result.exit_code == 1
    assert "no_such_model" in result.stderr


def test_help_needs_no_library_for_text():
    program = (
        "import sys; from spacy_pii.cli import main; sys.argv = ['spacy-pii', '--help']\n"
        "try: main()\n"
        "except SystemExit: print(sorted({'spacy', 'torch', 'presidio_analyzer', 'numpy'} & set(sys.modules)))"
    )
    shown = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert "deanonymize" in shown
    assert shown.endswith("[]\n")


def test_restoring_loads_neither_spacy_nor_torch():
    program = "import sys, spacy_pii.cli, spacy_pii.anonymize; sys.exit(bool({'spacy', 'torch'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", program]).returncode == 0
