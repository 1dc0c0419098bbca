"""The client: to the named host and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from chat_server import Server, serve

from spacy_pii.chat import OpenAIChat, Request
from spacy_pii.errors import PiiError

REQUEST = Request("0", "p", "system", "a secret text", 10, 0.0, {"type": "object"})
STRAY = {
    "OPENAI_API_KEY": "stray-key",
    "OPENAI_ADMIN_KEY": "stray-admin",
    "OPENAI_ORG_ID": "stray-org",
    "OPENAI_PROJECT_ID": "stray-project",
    "OPENAI_CUSTOM_HEADERS": "Authorization: Bearer stray-token\nX-Stray: stray",
}


@pytest.fixture
def server() -> Iterator[Server]:
    with serve() as server:
        yield server


@pytest.fixture
def elsewhere() -> Iterator[Server]:
    with serve() as server:
        yield server


@pytest.fixture(autouse=True)
def stray(monkeypatch: pytest.MonkeyPatch, elsewhere: Server) -> None:
    for name, value in STRAY.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("OPENAI_BASE_URL", f"{elsewhere.url}/v1")
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, elsewhere.url)
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)


def test_environment_decides_neither_the_host_nor_a_header(server: Server, elsewhere: Server) -> None:
    reply = OpenAIChat("m", f"{server.url}/v1").ask(REQUEST)
    assert reply.complete
    assert (len(server.bodies), elsewhere.bodies) == (1, [])
    assert "stray" not in str(server.headers)
    assert "Authorization" not in server.headers[0]


def test_key_is_that_of_the_named_variable(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MY_KEY", "mine")
    OpenAIChat("m", f"{server.url}/v1", key_variable="MY_KEY").ask(REQUEST)
    assert server.keys == ["Bearer mine"]
    monkeypatch.delenv("MY_KEY")
    with pytest.raises(PiiError, match="MY_KEY is not set"):
        OpenAIChat("m", f"{server.url}/v1", key_variable="MY_KEY").ask(REQUEST)


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_redirection_to_another_host_is_not_followed(server: Server, elsewhere: Server, status: int) -> None:
    server.script = [(status, f"{elsewhere.url}/v1/chat/completions")] * 9
    with pytest.raises(PiiError, match=f"answered {status}"):
        OpenAIChat("m", f"{server.url}/v1", max_retries=0).ask(REQUEST)
    assert elsewhere.bodies == []


def test_proxy_is_the_one_that_is_named(server: Server, elsewhere: Server) -> None:
    OpenAIChat("m", "http://llm.invalid/v1", proxy=server.url).ask(REQUEST)
    assert server.paths == ["http://llm.invalid/v1/chat/completions"]
    assert elsewhere.bodies == []


def test_errors_and_representations_hold_no_text(server: Server) -> None:
    server.script = [(400, "your secret text is bad")]
    with pytest.raises(PiiError, match="answered 400") as error:
        OpenAIChat("m", f"{server.url}/v1").ask(REQUEST)
    assert "secret" not in str(error.value) + repr(REQUEST)
