"""Chat completions of any OpenAI-compatible endpoint: vLLM, Ollama, llama.cpp, a deployment on Modal, OpenAI.

Nothing is sent anywhere but to the base URL: no redirect is followed, and no variable of the environment is read but
the one that is named.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from ..errors import PiiError
from .base import NO_REPLY, RefusedRequest, Reply, Request, error_of_status

if TYPE_CHECKING:
    from openai import OpenAI

URL = "/v1/chat/completions"
_HEADERS = frozenset(
    ("host", "content-type", "content-length", "accept", "accept-encoding", "connection", "user-agent", "authorization")
)


class OpenAIChat:
    """A model behind an OpenAI-compatible endpoint.

    base_url: such as http://localhost:8000/v1. key_variable: the environment variable that holds the key; none is sent
    if it is empty. structured: ask the server to hold to the answers' schema. extra: more fields of the request body;
    None removes one. proxy: the URL of a proxy, which then sees what is sent; none if empty. max_retries: of the
    client, with its exponential back-off and the server's Retry-After. timeout: seconds for each attempt. Raises
    PiiError for a base URL that is none.
    """

    extra_name = "llm"
    """The extra of this project that installs the client."""

    def __init__(
        self,
        model: str,
        base_url: str,
        *,
        key_variable: str = "",
        structured: bool = True,
        extra: Mapping[str, Any] | None = None,
        proxy: str = "",
        max_retries: int = 8,
        timeout: float = 300.0,
    ):
        self.model, self.base_url, self.key_variable = model, base_url, key_variable
        self.structured, self.extra, self.proxy = structured, dict(extra or {}), proxy
        self.max_retries, self.timeout = max_retries, timeout
        origin_of(base_url)

    def __getstate__(self) -> dict[str, Any]:
        # Connections do not travel to another process.
        return {name: value for name, value in vars(self).items() if name != "_client"}

    @cached_property
    def _client(self) -> OpenAI:
        try:
            import openai
        except ImportError:
            raise PiiError("openai is not installed.", remedy=f'pip install "spacy-pii[{self.extra_name}]".') from None
        return self._connect(openai)

    def _connect(self, openai: Any) -> OpenAI:
        key = os.environ.get(self.key_variable) if self.key_variable else "none"
        if not key:
            raise PiiError(
                f"the environment variable {self.key_variable} is not set.",
                remedy="set it to the key of the endpoint, or name no variable for one that needs none.",
            )
        return openai.OpenAI(
            api_key=key,
            base_url=self.base_url,
            max_retries=self.max_retries,
            timeout=self.timeout,
            http_client=openai.DefaultHttpxClient(
                follow_redirects=False,
                trust_env=False,
                proxy=self.proxy or None,
                event_hooks={"request": [_Guard(self.base_url, key if self.key_variable else "")]},
            ),
        )

    def ask(self, request: Request) -> Reply:
        client = self._client
        from openai import APIConnectionError, APIResponseValidationError, APIStatusError

        try:
            response = client.post(URL.removeprefix("/v1"), body=self._body(request), cast_to=object)
            return read_completion(response)
        except APIStatusError as error:
            raise error_of_status(error.status_code, f"{error.code} {error.type}", error.message)(
                f"the endpoint answered {error.status_code} ({error.code or 'no code'}).",
                remedy="check the key, the model's name and the quota; a server without JSON schemas needs "
                "`structured = false` (--no-json-schema), other refused fields go with `extra` (--extra).",
            ) from None
        except APIConnectionError:
            raise PiiError("the endpoint cannot be reached.", remedy="check the base URL and the server.") from None
        except (APIResponseValidationError, *NO_REPLY) as error:
            raise RefusedRequest(
                f"the endpoint's answer is no chat completion ({type(error).__name__}).",
                remedy="the base URL usually ends in /v1.",
            ) from None

    def _body(self, request: Request) -> dict[str, Any]:
        body: dict[str, Any] = {
            "model": self.model,
            "messages": [{"role": "system", "content": request.system}, {"role": "user", "content": request.user}],
            "max_tokens": request.max_tokens,
            "temperature": request.temperature,
        }
        if self.structured:
            schema = {"name": request.prompt, "strict": True, "schema": dict(request.schema)}
            body["response_format"] = {"type": "json_schema", "json_schema": schema}
        return {key: value for key, value in {**body, **self.extra}.items() if value is not None}


class _Guard:
    """Lets a request pass to its host only, with the headers that the protocol needs and nothing of the environment."""

    def __init__(self, base_url: str, key: str):
        self._origin, self._key = origin_of(base_url), key

    def __call__(self, request: Any) -> None:
        if origin_of(str(request.url)) != self._origin:
            raise PiiError("a request was about to go to another host.", remedy="report this as a bug.")
        for name in [name for name in request.headers if name.lower() not in _HEADERS]:
            del request.headers[name]
        request.headers["authorization"] = f"Bearer {self._key}" if self._key else ""
        if not self._key:
            del request.headers["authorization"]


def origin_of(base_url: str) -> str:
    """Scheme, host and port of a URL. Raises PiiError if it is no URL of HTTP, or holds a password."""
    try:
        parts = urlsplit(base_url)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username is not None:
        raise PiiError(
            "the base URL is not of the form http://HOST:PORT/v1.",
            remedy="give the address of the endpoint, without a user or a password.",
        )
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    default = {"http": 80, "https": 443}[parts.scheme]
    return f"{parts.scheme}://{host}" + (f":{port}" if port and port != default else "")


def read_completion(completion: Any) -> Reply:
    """Read a chat completion; raises one of NO_REPLY for anything else. Local servers may leave out the usage."""
    choice = completion["choices"][0]
    usage = completion.get("usage") or {}
    text = choice["message"].get("content") or ""
    if not isinstance(text, str):
        raise TypeError("content in parts")
    return Reply(
        text=text,
        complete=choice.get("finish_reason") in ("stop", None),
        input_tokens=int(usage.get("prompt_tokens") or 0),
        output_tokens=int(usage.get("completion_tokens") or 0),
    )
