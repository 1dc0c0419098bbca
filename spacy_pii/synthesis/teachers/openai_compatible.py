"""Chat completions of any OpenAI-compatible endpoint: OpenAI, vLLM, Ollama, a deployment on Modal."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ...errors import PiiError
from .base import NO_REPLY, SCHEMA, RefusedRequest, Reply, Request, error_of_status

if TYPE_CHECKING:
    from openai import OpenAI

_URL = "/v1/chat/completions"


class OpenAITeacher:
    """A model behind an OpenAI-compatible endpoint.

    base_url: such as http://localhost:8000/v1; by default OPENAI_BASE_URL, else OpenAI's. key_variable: the environment
    variable that holds the key; an endpoint given by base_url may need none. structured: ask the server to hold to the
    answers' schema. extra: more fields of the request body; None removes one. max_retries: of the client, with its
    exponential back-off and the server's Retry-After.
    """

    def __init__(
        self,
        model: str,
        *,
        base_url: str | None = None,
        key_variable: str = "OPENAI_API_KEY",
        structured: bool = True,
        extra: Mapping[str, Any] | None = None,
        max_retries: int = 8,
        timeout: float = 300.0,
    ):
        self.model, self.base_url, self.key_variable = model, base_url, key_variable
        self.structured, self.extra = structured, dict(extra or {})
        self.max_retries, self.timeout = max_retries, timeout

    @cached_property
    def _client(self) -> OpenAI:
        try:
            from openai import OpenAI
        except ImportError:
            raise PiiError("openai is not installed.", remedy='pip install "spacy-pii[teachers]".') from None

        own_server = self.base_url or os.environ.get("OPENAI_BASE_URL")
        key = os.environ.get(self.key_variable) or ("none" if own_server else None)
        if key is None:
            raise PiiError(
                f"the environment variable {self.key_variable} is not set.",
                remedy="set it to the key, or name a server of your own with a base URL.",
            )
        return OpenAI(api_key=key, base_url=self.base_url, max_retries=self.max_retries, timeout=self.timeout)

    def ask(self, request: Request) -> Reply:
        from openai import APIConnectionError, APIResponseValidationError, APIStatusError

        client = self._client
        try:
            response = client.post(_URL.removeprefix("/v1"), body=self._body(request), cast_to=object)
            return _reply(response)
        except APIStatusError as error:
            raise error_of_status(error.status_code, f"{error.code} {error.type}", error.message)(
                f"the endpoint answered {error.status_code} ({error.code or 'no code'}).",
                remedy="check the key, the model's name and the quota; a server without JSON schemas needs "
                "--no-json-schema, other refused fields go with --extra.",
            ) from None
        except APIConnectionError:
            raise PiiError("the endpoint cannot be reached.", remedy="check the base URL and the server.") from None
        except (APIResponseValidationError, *NO_REPLY) as error:
            raise RefusedRequest(
                f"the endpoint's answer is no chat completion ({type(error).__name__}).",
                remedy="the base URL usually ends in /v1.",
            ) from None

    def batch_request(self, request: Request) -> dict[str, Any]:
        return {"custom_id": request.id, "method": "POST", "url": _URL, "body": self._body(request)}

    def batch_reply(self, row: Mapping[str, Any]) -> tuple[str, Reply | str]:
        response = row["response"] or {}
        if row.get("error") or response.get("status_code") != 200:
            return row["custom_id"], str((row.get("error") or {}).get("code") or response.get("status_code"))
        try:
            return row["custom_id"], _reply(response["body"])
        except NO_REPLY:
            return row["custom_id"], "no chat completion"

    def _body(self, request: Request) -> dict[str, Any]:
        body: dict[str, Any] = {
            "model": self.model,
            "messages": [{"role": "system", "content": request.system}, {"role": "user", "content": request.user}],
            "max_tokens": request.max_tokens,
            "temperature": request.temperature,
        }
        if self.structured:
            schema = {"name": "texts", "strict": True, "schema": SCHEMA}
            body["response_format"] = {"type": "json_schema", "json_schema": schema}
        return {key: value for key, value in {**body, **self.extra}.items() if value is not None}


def _reply(completion: Any) -> Reply:
    """Read a chat completion. Local servers may leave out the usage."""
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
