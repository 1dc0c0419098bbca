"""Teachers through their script and their public face, against a local server that speaks the providers' protocols."""

from __future__ import annotations

import json
import runpy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from chat_server import TEXTS, Server, answer, chat_completion, serve
from typer.testing import CliRunner, Result

from spacy_pii.errors import PiiError
from spacy_pii.records import PiiRecord, read_records

ROOT = Path(__file__).parents[2]
PROVIDERS = ("openai", "bedrock")
PROMPT = """
system: Write texts with placeholders.
request: "Write {{count}} texts, {{kind}}. Use: {{placeholders}} {{examples}}"
examples: "Such as: {{examples}}"
vary: {kind: [short, long]}
placeholders: {person: a name, phone: a phone number, city: a city}
per_request: [1, 3]
locales: {en_US: 1}
"""


@pytest.fixture
def server() -> Iterator[Server]:
    with serve() as server:
        yield server


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
    monkeypatch.setenv("OPENAI_API_KEY", "a-key")
    for name, value in {"ACCESS_KEY_ID": "id", "SECRET_ACCESS_KEY": "secret", "DEFAULT_REGION": "us-east-1"}.items():
        monkeypatch.setenv(f"AWS_{name}", value)
    # A local server must be reached directly, and no file of the machine may change what boto3 does.
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("AWS_CONFIG_FILE", "/nowhere")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "prompts").mkdir()
    (tmp_path / "prompts/note.yml").write_text(PROMPT, encoding="utf8")
    return tmp_path


def teach(folder: Path, server: Server, *options: object, provider: str = "openai", code: int = 0) -> Result:
    app = typer.Typer()
    app.command()(runpy.run_path(str(ROOT / "scripts/teach.py"))["main"])
    url = f"{server.url}/v1" if provider == "openai" else server.url
    fixed = {"--model": "m", "--provider": provider, "--base-url": url, "--prompts": folder / "prompts", "--noise": 0}
    arguments = [folder / "out.jsonl", *(part for pair in fixed.items() for part in pair), *options]
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert result.exit_code == code, result.output
    return result


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf8").splitlines()]


def reasons(folder: Path) -> list[str]:
    return [row["reason"] for row in rows(folder / "journals/out.rejected.jsonl")]


def values(record: PiiRecord) -> list[tuple[str, str]]:
    return [(span.label, record.text[span.start : span.end]) for span in record.spans]


@pytest.mark.parametrize("provider", PROVIDERS)
def test_placeholders_are_filled_and_labelled(folder: Path, server: Server, provider: str) -> None:
    teach(folder, server, "--requests", 1, "--copies", 3, provider=provider)
    records = list(read_records(folder / "out.jsonl"))
    assert len(records) == 3 * len(TEXTS)
    for record in records[:3]:
        (person, name), (phone, number) = values(record)
        assert (person, phone) == ("PERSON", "PHONE_NUMBER")
        assert record.text == f"Please call {name} on {number}."
    assert len({record.text for record in records}) == len({record.id for record in records}) == len(records)
    assert {record.source for record in records} == {"teacher:note"}


def test_nothing_beside_the_records_is_taken_for_records(folder: Path, server: Server) -> None:
    """`records/*.jsonl` is what a retraining reads: rejected texts there taught that names are nothing."""
    server.script = [(200, answer("Please call Hannah Whitfield at once.")), (200, answer())]
    teach(folder, server, "--requests", 1, "--workers", 1)
    assert rows(folder / "journals/out.rejected.jsonl")
    assert [path.name for path in folder.glob("*.jsonl*")] == ["out.jsonl"]
    for path in (folder / "journals").iterdir():
        with pytest.raises(PiiError, match="not a record"):
            list(read_records(path))


@pytest.mark.parametrize("provider", PROVIDERS)
def test_request_carries_model_prompt_and_schema(folder: Path, server: Server, provider: str) -> None:
    teach(folder, server, "--requests", 1, "--texts", 7, "--max-tokens", 99, "--temperature", 0.5, provider=provider)
    (body,) = server.bodies
    if provider == "openai":
        assert (server.paths, server.keys) == (["/v1/chat/completions"], ["Bearer a-key"])
        assert (body["model"], body["max_tokens"], body["temperature"]) == ("m", 99, 0.5)
        assert body["response_format"]["json_schema"]["schema"]["required"] == ["texts"]
        system, user = (message["content"] for message in body["messages"])
    else:
        assert server.paths == ["/model/m/converse"]
        assert server.keys[0].startswith("AWS4-HMAC-SHA256")
        assert body["inferenceConfig"] == {"maxTokens": 99, "temperature": 0.5}
        schema = body["outputConfig"]["textFormat"]["structure"]["jsonSchema"]["schema"]
        assert json.loads(schema)["required"] == ["texts"]
        system, user = body["system"][0]["text"], body["messages"][0]["content"][0]["text"]
    assert system == "Write texts with placeholders."
    assert user.startswith("Write 7 texts, ")


def test_extra_fields_are_merged_and_null_removes_one(folder: Path, server: Server) -> None:
    extra = '{"max_tokens": null, "max_completion_tokens": 50}'
    teach(folder, server, "--requests", 1, "--no-json-schema", "--extra", extra)
    assert server.bodies[0]["max_completion_tokens"] == 50
    assert not {"max_tokens", "response_format"} & set(server.bodies[0])


@pytest.mark.parametrize("provider", PROVIDERS)
def test_rate_limit_and_server_error_are_retried(folder: Path, server: Server, provider: str) -> None:
    server.script = [(429, "slow down"), (500, "oops")]
    teach(folder, server, "--requests", 1, provider=provider)
    assert len(server.bodies) == 3
    assert len(list(read_records(folder / "out.jsonl"))) == 6


@pytest.mark.parametrize("provider", PROVIDERS)
def test_refused_request_stops_the_run_with_a_remedy(folder: Path, server: Server, provider: str) -> None:
    server.script = [(200, answer()), (403, "secret detail")]
    result = teach(folder, server, "--requests", 3, "--workers", 1, provider=provider, code=1)
    assert "Remedy" in result.output
    assert "secret detail" not in result.output
    assert not (folder / "out.jsonl").exists()
    assert len(rows(folder / "journals/out.answers.jsonl")) in (1, 2)


@pytest.mark.parametrize("provider", PROVIDERS)
def test_broken_response_body_is_a_readable_error(folder: Path, server: Server, provider: str) -> None:
    server.script = [(200, b'{"choices": [{')] * 20
    result = teach(folder, server, "--requests", 1, provider=provider, code=1)
    assert "Remedy" in result.output


REFUSALS = [(400, "secret detail"), (422, "secret detail"), (200, b'{"choices": []}'), (200, b"[" * 100_000)]


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize("refusal", REFUSALS, ids=["400", "422", "no completion", "deep"])
def test_request_refused_for_good_is_a_failed_attempt_and_the_others_are_written(
    folder: Path, server: Server, refusal: tuple[int, str | bytes], provider: str
) -> None:
    server.script = [refusal, *((200, answer(f"${{person}} has {n} boxes.")) for n in (3, 4)), refusal]
    teach(folder, server, "--requests", 3, "--workers", 1, "--copies", 1, provider=provider)
    assert len(list(read_records(folder / "out.jsonl"))) == 2
    assert len(reasons(folder)) == 2
    assert all("answer" in reason or "refused" in reason for reason in reasons(folder))
    assert "secret detail" not in (folder / "journals/out.answers.jsonl").read_text()
    result = teach(folder, server, "--requests", 3, provider=provider)
    assert ("0 of 3 requests to send" in result.output, len(server.bodies)) == (True, 4)


@pytest.mark.parametrize("provider", PROVIDERS)
def test_setup_in_which_nothing_is_answered_costs_no_attempts(folder: Path, server: Server, provider: str) -> None:
    server.script = [(400, "no such field")] * 2
    result = teach(folder, server, "--requests", 2, "--attempts", 1, provider=provider, code=1)
    assert "--no-json-schema" in result.output
    result = teach(folder, server, "--requests", 2, "--attempts", 1, "--no-json-schema", provider=provider)
    assert "2 of 2 requests to send" in result.output
    assert list(read_records(folder / "out.jsonl"))


def test_account_without_money_stops_the_run_whatever_the_status(folder: Path, server: Server) -> None:
    error = {"error": {"code": "billing_hard_limit_reached", "message": "m", "type": "invalid_request_error"}}
    server.script = [(200, answer()), (400, json.dumps(error).encode())]
    teach(folder, server, "--requests", 2, "--workers", 1, code=1)
    assert len(rows(folder / "journals/out.answers.jsonl")) == 1


@pytest.mark.parametrize("provider", PROVIDERS)
def test_answer_with_half_a_surrogate_pair_is_kept_and_paid_once(folder: Path, server: Server, provider: str) -> None:
    server.default = '{"texts": ["Call ${person} \ud83d!", "Call ${person} \\ud83d?", "Call ${person}."]}'
    for _ in range(2):
        teach(folder, server, "--requests", 1, "--copies", 1, provider=provider)
    assert len(server.bodies) == 1
    assert reasons(folder) == ["half of a surrogate pair in it"] * 2
    assert len(list(read_records(folder / "out.jsonl"))) == 1


def test_unreachable_server_is_a_readable_error(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("openai._base_client.MAX_RETRY_DELAY", 0.01)
    result = teach(folder, Server(url="http://127.0.0.1:9"), "--requests", 1, code=1)
    assert "cannot be reached" in result.output


def test_missing_key_is_asked_for_by_its_variable(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY")
    app = typer.Typer()
    app.command()(runpy.run_path(str(ROOT / "scripts/teach.py"))["main"])
    arguments = [str(folder / "out.jsonl"), "--model", "m", "--prompts", str(folder / "prompts"), "--requests", "1"]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 1
    assert "OPENAI_API_KEY is not set" in result.output


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"texts": [', "not JSON"),
        ('{"text": "a ${person}"}', "not of the schema"),
        ('{"texts": ["a", 1]}', "not of the schema"),
        ('{"texts": []}', "no text in it"),
        ("[" * 100_000, "not JSON"),
        ("Sorry \ud83d", "not JSON"),
    ],
)
def test_unusable_answer_is_asked_for_again_and_kept_with_its_reason(
    folder: Path, server: Server, text: str, reason: str
) -> None:
    server.script = [(200, text)]
    teach(folder, server, "--requests", 1)
    assert len(server.bodies) == 2
    assert rows(folder / "journals/out.rejected.jsonl")[0]["text"] == text
    assert reasons(folder) == [reason]
    assert len(list(read_records(folder / "out.jsonl"))) == 6


def test_answer_that_stays_unusable_is_given_up(folder: Path, server: Server) -> None:
    server.default = "Sure! Here are your texts."
    teach(folder, server, "--requests", 2, "--attempts", 3)
    assert len(server.bodies) == 6
    assert reasons(folder) == ["not JSON"] * 6
    assert list(read_records(folder / "out.jsonl")) == []


@pytest.mark.parametrize("provider", PROVIDERS)
def test_answer_cut_off_at_the_token_limit_is_rejected(folder: Path, server: Server, provider: str) -> None:
    server.finish = "length"
    teach(folder, server, "--requests", 1, "--attempts", 1, provider=provider)
    assert reasons(folder) == ["cut off before its end"]


def test_fenced_answer_is_read(folder: Path, server: Server) -> None:
    server.default = f"```json\n{answer()}\n```"
    teach(folder, server, "--requests", 1)
    assert len(list(read_records(folder / "out.jsonl"))) == 6


def test_text_that_comes_twice_is_used_once(folder: Path, server: Server) -> None:
    teach(folder, server, "--requests", 2, "--copies", 1)
    assert len(list(read_records(folder / "out.jsonl"))) == len(TEXTS)
    assert reasons(folder) == ["the same text as another"] * len(TEXTS)


def test_second_run_pays_nothing_and_writes_the_same(folder: Path, server: Server) -> None:
    teach(folder, server, "--requests", 3)
    first, asked = (folder / "out.jsonl").read_bytes(), len(server.bodies)
    result = teach(folder, server, "--requests", 3)
    assert "0 of 3 requests to send" in result.output
    assert (len(server.bodies), (folder / "out.jsonl").read_bytes()) == (asked, first)


def test_more_requests_keep_the_answers_of_fewer(folder: Path, server: Server) -> None:
    teach(folder, server, "--requests", 2)
    teach(folder, server, "--requests", 5)
    assert len(server.bodies) == 5


def test_other_model_is_asked_afresh(folder: Path, server: Server) -> None:
    teach(folder, server, "--requests", 1)
    teach(folder, server, "--requests", 1, "--model", "other")
    assert [body["model"] for body in server.bodies] == ["m", "other"]


def test_batch_file_is_written_and_its_responses_become_records(folder: Path, server: Server) -> None:
    batch, responses = folder / "batch.jsonl", folder / "responses.jsonl"
    teach(folder, server, "--requests", 2, "--to-batch", batch)
    ids = [row["custom_id"] for row in rows(batch)]
    response = {"status_code": 200, "body": chat_completion(answer())}
    responses.write_text(json.dumps({"custom_id": ids[1], "response": response, "error": None}) + "\n")
    result = teach(folder, server, "--requests", 2, "--from-batch", responses, "--copies", 2)
    assert not server.bodies
    assert "1 of 2 requests to send" in result.output
    assert len(list(read_records(folder / "out.jsonl"))) == 2 * len(TEXTS)


def test_estimate_comes_before_the_run_and_the_count_after_it(folder: Path, server: Server) -> None:
    prices = ("--input-price", 10_000, "--output-price", 100_000)
    options = ("--requests", 2, "--max-tokens", 1000, "--copies", 1, *prices)
    result = teach(folder, server, *options, "--dry-run")
    assert "2 of 2 requests" in result.output
    assert "2,000 out" in result.output
    assert not server.bodies
    result = teach(folder, server, *options)
    assert "2 answers: 200 tokens in, 40 out, 6.00" in result.output
