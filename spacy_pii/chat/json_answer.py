"""From a reply to the JSON object that was asked for, checked against its schema."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from ..errors import PiiError
from .base import Reply

_FENCE = re.compile(r"\A\s*```\w*\n(.*)\n\s*```\s*\Z", re.DOTALL)
# What a reasoning model thinks first, where its server leaves it in the answer.
_THOUGHTS = re.compile(r"\A\s*<think>.*?</think>", re.DOTALL)


class RejectedAnswer(PiiError):
    """An answer, or a part of one, that cannot be used; `problem` is the reason."""


def read_json(reply: Reply, schema: Mapping[str, Any]) -> Any:
    """The object in an answer. Raises RejectedAnswer, without quoting it, if it is none or not of the schema."""
    from jsonschema import Draft202012Validator

    if reply.failure:
        raise RejectedAnswer(reply.failure)
    if not reply.complete:
        raise RejectedAnswer("cut off before its end")
    text = _THOUGHTS.sub("", reply.text)
    fenced = _FENCE.match(text)
    try:
        answer = json.loads(fenced[1] if fenced else text)
        valid = Draft202012Validator(schema).is_valid(answer)
    except (json.JSONDecodeError, RecursionError):
        raise RejectedAnswer("not JSON") from None
    if not valid:
        raise RejectedAnswer("not of the schema")
    return answer
