"""The Converse API of Amazon Bedrock, through boto3; credentials come from the usual AWS places."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from ...chat.base import NO_REPLY, RefusedRequest, Reply, Request, error_of_status
from ...errors import PiiError


class BedrockTeacher:
    """A model on Amazon Bedrock.

    model: a model id or inference profile. region: by default that of the AWS configuration. structured: ask Bedrock to
    hold to the answers' schema, which not every model takes. extra: more fields of the Converse request, such as
    `additionalModelRequestFields`; None removes one. max_attempts: of boto3's adaptive mode, which also slows down
    when the service throttles.
    """

    def __init__(
        self,
        model: str,
        *,
        region: str | None = None,
        endpoint_url: str | None = None,
        structured: bool = True,
        extra: Mapping[str, Any] | None = None,
        max_attempts: int = 9,
        timeout: float = 300.0,
    ):
        self.model, self.region, self.endpoint_url = model, region, endpoint_url
        self.structured, self.extra = structured, dict(extra or {})
        self.max_attempts, self.timeout = max_attempts, timeout

    @cached_property
    def _client(self) -> Any:
        try:
            import boto3
            from botocore.config import Config
            from botocore.exceptions import NoRegionError
        except ImportError:
            raise PiiError("boto3 is not installed.", remedy='pip install "spacy-pii[teachers]".') from None

        retries = {"mode": "adaptive", "total_max_attempts": self.max_attempts}
        config = Config(retries=retries, read_timeout=self.timeout)
        try:
            return boto3.client(
                "bedrock-runtime", region_name=self.region, endpoint_url=self.endpoint_url, config=config
            )
        except NoRegionError:
            raise PiiError("no AWS region.", remedy="set AWS_DEFAULT_REGION, or pass a region.") from None

    def ask(self, request: Request) -> Reply:
        client = self._client
        from botocore.exceptions import BotoCoreError, ClientError
        from botocore.parsers import ResponseParserError

        try:
            return _reply(client.converse(modelId=self.model, **self._body(request)))
        except ClientError as error:
            code = error.response.get("Error", {}).get("Code", "no code")
            status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
            raise error_of_status(status, code)(
                f"Bedrock refused the request ({code}).",
                remedy="check the model's id, your access to it and the quota; a model without JSON schemas needs "
                "--no-json-schema, other refused fields go with --extra.",
            ) from None
        except BotoCoreError as error:
            raise PiiError(
                f"Bedrock cannot be used ({type(error).__name__}).",
                remedy="check the credentials, the region and the network.",
            ) from None
        except (ResponseParserError, *NO_REPLY) as error:
            raise RefusedRequest(
                f"Bedrock's answer is no response of Converse ({type(error).__name__}).",
                remedy="check the region and the endpoint.",
            ) from None

    def batch_request(self, request: Request) -> dict[str, Any]:
        return {"recordId": request.id, "modelInput": self._body(request)}

    def batch_reply(self, row: Mapping[str, Any]) -> tuple[str, Reply | str]:
        if row.get("error"):
            return row["recordId"], str(row["error"].get("errorCode"))
        request_id, response = row["recordId"], row["modelOutput"]
        try:
            return request_id, _reply(response)
        except NO_REPLY:
            return request_id, "no response of Converse"

    def _body(self, request: Request) -> dict[str, Any]:
        body: dict[str, Any] = {
            "system": [{"text": request.system}],
            "messages": [{"role": "user", "content": [{"text": request.user}]}],
            "inferenceConfig": {"maxTokens": request.max_tokens, "temperature": request.temperature},
        }
        if self.structured:
            structure = {"jsonSchema": {"name": "texts", "schema": json.dumps(dict(request.schema))}}
            body["outputConfig"] = {"textFormat": {"type": "json_schema", "structure": structure}}
        return {key: value for key, value in {**body, **self.extra}.items() if value is not None}


def _reply(response: Mapping[str, Any]) -> Reply:
    """Read a Converse response; blocks other than text, such as reasoning, are passed over."""
    content = response["output"]["message"]["content"]
    return Reply(
        text="".join(block.get("text", "") for block in content),
        complete=response["stopReason"] in ("end_turn", "stop_sequence"),
        input_tokens=int(response["usage"]["inputTokens"]),
        output_tokens=int(response["usage"]["outputTokens"]),
    )
