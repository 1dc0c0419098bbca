"""A local server that speaks the protocols of language models and misbehaves on request."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any

TEXTS = ["Please call ${person#1} on ${phone}.", "${person#1.first} moved to ${city}, says ${person#2}."]


def answer(*texts: str) -> str:
    """An answer of the schema."""
    return json.dumps({"texts": texts or TEXTS})


def entities(*rows: tuple[Any, ...]) -> str:
    """A sparse answer of `pii_llm` of (value, label) or (value, label, occurrence) rows."""
    names = ("value", "label", "occurrence")
    return json.dumps({"entities": [dict(zip(names, (*row, 1), strict=False)) for row in rows]})


@dataclass
class Server:
    """url: its address. bodies: the requests, in order. script: (status, answer) for each of the first requests.

    Requests past the script get what `respond` makes of the body, or `default`; an answer is what the model writes, raw
    bytes instead of any protocol, or the place that a redirection leads to. keys, headers: of the requests.
    """

    url: str = ""
    bodies: list[dict[str, Any]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    script: list[tuple[int, str | bytes]] = field(default_factory=list)
    default: str = field(default_factory=answer)
    respond: Callable[[dict[str, Any]], str] | None = None
    finish: str = "stop"
    before: Callable[[int], object] = lambda number: None


def chat_completion(text: str, finish: str = "stop") -> dict[str, Any]:
    message = {"role": "assistant", "content": text}
    usage = {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120}
    choice = {"index": 0, "message": message, "finish_reason": finish}
    return {"id": "c", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice], "usage": usage}


def converse_response(text: str, finish: str = "stop") -> dict[str, Any]:
    message = {"role": "assistant", "content": [{"text": text}]}
    usage = {"inputTokens": 100, "outputTokens": 20, "totalTokens": 120}
    stop = {"stop": "end_turn", "length": "max_tokens"}[finish]
    return {"output": {"message": message}, "stopReason": stop, "usage": usage, "metrics": {"latencyMs": 1}}


@contextmanager
def serve() -> Iterator[Server]:
    """Run a server on a free port until the block ends."""
    state, lock = Server(), Lock()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            with lock:
                number = len(state.bodies)
                state.bodies.append(body)
                state.paths.append(self.path)
                state.keys.append(self.headers.get("Authorization", ""))
                state.headers.append(dict(self.headers.items()))
            state.before(number)
            if number < len(state.script):
                status, text = state.script[number]
            else:
                status, text = 200, state.respond(body) if state.respond else state.default
            converse = self.path.endswith("/converse")
            if isinstance(text, bytes):
                content = text
            elif status != 200:
                content = json.dumps({"message": text, "error": {"message": text, "code": "refused"}}).encode()
            else:
                respond = converse_response if converse else chat_completion
                content = json.dumps(respond(text, state.finish)).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.send_header("Retry-After-Ms", "5")
            if 300 <= status < 400:
                self.send_header("Location", str(text))
            if converse and status == 429:
                self.send_header("x-amzn-ErrorType", "ThrottlingException")
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    state.url = f"http://127.0.0.1:{server.server_port}"
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()
