"""A run that dies goes on without paying twice; batch files instead of live requests."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from chat_server import Server, answer, chat_completion, converse_response, serve

from spacy_pii.errors import PiiError
from spacy_pii.records import read_records
from spacy_pii.synthesis.teachers import (
    BedrockTeacher,
    Journal,
    OpenAITeacher,
    Reply,
    Request,
    Teacher,
    collect,
    journal_paths,
    load_prompts,
    pending,
    plan_requests,
)
from spacy_pii.synthesis.teachers.batch import read_batch, write_batch
from spacy_pii.synthesis.teachers.prompts import Prompt

SCRIPT = Path(__file__).parents[2] / "scripts/teach.py"
PROMPT = (
    "system: s\nrequest: '{{topic}} {{placeholders}}'\nvary: {topic: [" + ", ".join(f"t{i}" for i in range(99)) + "]}\n"
)
PROMPT += "placeholders: {person: a, city: b}\nper_request: [1, 2]\nlocales: {en_US: 1}\n"
TEACHERS: dict[str, Teacher] = {"openai": OpenAITeacher("m"), "bedrock": BedrockTeacher("m")}


@pytest.fixture
def prompts(tmp_path: Path) -> dict[str, Prompt]:
    (tmp_path / "note.yml").write_text(PROMPT, encoding="utf8")
    return load_prompts(tmp_path)


@pytest.fixture
def planned(prompts: dict[str, Prompt]) -> list[Request]:
    return plan_requests(list(prompts.values()), 4, seed=0, model="m")


def command(folder: Path, server: Server) -> list[str]:
    options = {"--model": "m", "--base-url": f"{server.url}/v1", "--prompts": folder, "--requests": 5, "--workers": 1}
    return [sys.executable, str(SCRIPT), str(folder / "out.jsonl"), *(str(x) for pair in options.items() for x in pair)]


def test_killed_run_goes_on_and_repeats_only_what_was_under_way(tmp_path: Path, prompts: dict[str, Prompt]) -> None:
    reached, release = Event(), Event()
    environment = {**os.environ, "OPENAI_API_KEY": "k", "NO_PROXY": "127.0.0.1"}

    def hang(number: int) -> None:
        if number == 2:
            reached.set()
            release.wait(60)

    with serve() as server:
        server.before = hang
        run = subprocess.Popen(command(tmp_path, server), env=environment, stderr=subprocess.DEVNULL)
        try:
            assert reached.wait(120)
        finally:
            run.send_signal(signal.SIGKILL)
            run.wait()
            release.set()
        assert not (tmp_path / "out.jsonl").exists()
        subprocess.run(command(tmp_path, server), env=environment, check=True, capture_output=True)
    users = [body["messages"][1]["content"] for body in server.bodies]
    assert users[3] == users[2]
    assert len(users) == len(set(users)) + 1 == 6
    assert len(Journal(tmp_path / "journals/out.answers.jsonl").replies) == 5
    assert list(read_records(tmp_path / "out.jsonl"))


def test_line_torn_by_a_crash_is_dropped_and_asked_for_again(tmp_path: Path) -> None:
    path = tmp_path / "answers.jsonl"
    Journal(path).add("a", Reply("ä", True, 1, 2))
    with path.open("ab") as file:
        file.write('{"id": "b", "text": "ü'.encode()[:-1])
    journal = Journal(path)
    assert journal.replies == {"a": [Reply("ä", True, 1, 2)]}
    journal.add("b", Reply("ö", True, 1, 2))
    assert list(Journal(path).replies) == ["a", "b"]


def test_journals_of_an_earlier_version_are_moved_to_their_folder(tmp_path: Path) -> None:
    Journal(tmp_path / "out.answers.jsonl").add("a", Reply("ä", True, 1, 2))
    (tmp_path / "out.rejected.jsonl").write_text("{}\n")
    answers, rejected = journal_paths(tmp_path / "out.jsonl.gz")
    assert list(Journal(answers).replies) == ["a"]
    assert rejected.read_text() == "{}\n"
    assert [path.name for path in tmp_path.iterdir()] == ["journals"]
    assert journal_paths(tmp_path / "out.jsonl.gz") == (answers, rejected)


def test_file_that_is_no_journal_is_named(tmp_path: Path) -> None:
    path = tmp_path / "answers.jsonl"
    path.write_text('{"text": "a"}\n')
    with pytest.raises(PiiError, match=r"answers\.jsonl:1"):
        Journal(path)


def test_answers_under_way_are_kept_when_another_request_fails(
    tmp_path: Path, prompts: dict[str, Prompt], planned: list[Request], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    failed = Event()

    class Failing:
        """Lets the first request fail while the second is under way."""

        def __init__(self, teacher: Teacher):
            self.ask_server = teacher.ask

        def ask(self, request: Request) -> Reply:
            if request is planned[0]:
                failed.set()
                raise PiiError("refused.")
            failed.wait(60)
            return self.ask_server(request)

    journal = Journal(tmp_path / "answers.jsonl")
    with serve() as server:
        teacher: Any = Failing(OpenAITeacher("m", base_url=f"{server.url}/v1"))
        with pytest.raises(PiiError, match="refused"):
            list(collect(teacher, planned, prompts, journal, workers=2))
        assert len(server.bodies) == sum(map(len, journal.replies.values())) >= 1


def openai_row(request_id: str, text: str) -> dict[str, Any]:
    response = {"status_code": 200, "request_id": "r", "body": chat_completion(text)}
    return {"id": "batch_1", "custom_id": request_id, "response": response, "error": None}


def bedrock_row(request_id: str, text: str) -> dict[str, Any]:
    return {"recordId": request_id, "modelInput": {}, "modelOutput": converse_response(text)}


ROWS = {"openai": openai_row, "bedrock": bedrock_row}
FAILURES: dict[str, list[dict[str, Any]]] = {
    "openai": [
        {"custom_id": "x", "response": None, "error": {"code": "batch_expired", "message": "m"}},
        {"custom_id": "y", "response": {"status_code": 400, "body": {"error": {"message": "m"}}}, "error": None},
        {"custom_id": "z", "response": {"status_code": 200, "body": {"choices": []}}, "error": None},
    ],
    "bedrock": [
        {"recordId": "x", "modelInput": {}, "error": {"errorCode": 400, "errorMessage": "m"}},
        {"recordId": "z", "modelInput": {}, "modelOutput": {"output": None}},
    ],
}


def write(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf8")
    return path


def test_openai_batch_file_asks_what_a_live_request_asks(tmp_path: Path, planned: list[Request]) -> None:
    assert write_batch(tmp_path / "batch.jsonl", TEACHERS["openai"], planned) == 4
    for line, request in zip((tmp_path / "batch.jsonl").read_text().splitlines(), planned, strict=True):
        row = json.loads(line)
        assert (row["custom_id"], row["method"], row["url"]) == (request.id, "POST", "/v1/chat/completions")
        assert row["body"]["model"] == "m"
        assert row["body"]["messages"][1] == {"role": "user", "content": request.user}


def test_bedrock_batch_file_holds_converse_bodies(tmp_path: Path, planned: list[Request]) -> None:
    write_batch(tmp_path / "batch.jsonl", TEACHERS["bedrock"], planned)
    for line, request in zip((tmp_path / "batch.jsonl").read_text().splitlines(), planned, strict=True):
        row = json.loads(line)
        assert set(row) == {"recordId", "modelInput"}
        assert (row["recordId"], row["recordId"].isalnum()) == (request.id, True)
        assert row["modelInput"]["messages"] == [{"role": "user", "content": [{"text": request.user}]}]


@pytest.mark.parametrize("provider", TEACHERS)
def test_batch_responses_count_as_answers_however_often_they_are_read(
    tmp_path: Path, prompts: dict[str, Prompt], planned: list[Request], provider: str
) -> None:
    rows = [ROWS[provider](request.id, answer()) for request in planned[:3]]
    path = write(tmp_path / "responses.jsonl", [*rows[::-1], *FAILURES[provider]])
    journal = Journal(tmp_path / "answers.jsonl")
    for _ in range(2):
        errors = read_batch(path, TEACHERS[provider], journal)
        assert sum(errors.values()) == len(FAILURES[provider])
        assert "400" in errors
    assert [len(replies) for replies in journal.replies.values()] == [1, 1, 1]
    assert pending(planned, prompts, journal) == planned[3:]


@pytest.mark.parametrize(("provider", "other"), [("openai", "bedrock"), ("bedrock", "openai")])
def test_responses_of_another_provider_are_refused(tmp_path: Path, provider: str, other: str) -> None:
    path = write(tmp_path / "responses.jsonl", [ROWS[other]("a", "b")])
    with pytest.raises(PiiError, match=r"responses\.jsonl:1"):
        read_batch(path, TEACHERS[provider], Journal(tmp_path / "answers.jsonl"))
