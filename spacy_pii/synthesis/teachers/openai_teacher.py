"""A teacher behind an OpenAI-compatible endpoint, found the way OpenAI's own client finds it.

No labelled value is ever sent to a teacher, so the environment may say where it is.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...chat import OpenAIChat, Reply, Request
from ...chat.base import NO_REPLY
from ...chat.openai_compatible import URL, read_completion
from ...errors import PiiError

if TYPE_CHECKING:
    from openai import OpenAI

OPENAI = "https://api.openai.com/v1"


class OpenAITeacher(OpenAIChat):
    """As OpenAIChat, with live requests and batch files.

    base_url: by default OPENAI_BASE_URL, else OpenAI's. key_variable: the environment variable that holds the key; an
    endpoint of one's own may need none. Proxies of the environment are used.
    """

    extra_name = "teachers"

    def __init__(
        self, model: str, *, base_url: str | None = None, key_variable: str = "OPENAI_API_KEY", **options: Any
    ):
        own = base_url or os.environ.get("OPENAI_BASE_URL")
        self._own_server = own is not None
        super().__init__(model, own or OPENAI, key_variable=key_variable, **options)

    def _connect(self, openai: Any) -> OpenAI:
        key = os.environ.get(self.key_variable) or ("none" if self._own_server else None)
        if key is None:
            raise PiiError(
                f"the environment variable {self.key_variable} is not set.",
                remedy="set it to the key, or name a server of your own with a base URL.",
            )
        return openai.OpenAI(api_key=key, base_url=self.base_url, max_retries=self.max_retries, timeout=self.timeout)

    def batch_request(self, request: Request) -> dict[str, Any]:
        return {"custom_id": request.id, "method": "POST", "url": URL, "body": self._body(request)}

    def batch_reply(self, row: Mapping[str, Any]) -> tuple[str, Reply | str]:
        response = row["response"] or {}
        if row.get("error") or response.get("status_code") != 200:
            return row["custom_id"], str((row.get("error") or {}).get("code") or response.get("status_code"))
        try:
            return row["custom_id"], read_completion(response["body"])
        except NO_REPLY:
            return row["custom_id"], "no chat completion"
