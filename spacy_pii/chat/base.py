"""What every language model takes and gives: a Request, a Reply, and the Usage that is paid for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from ..errors import PiiError

# A usual rule of thumb for English; other scripts take more.
_CHARACTERS_PER_TOKEN = 4
_REFUSALS = frozenset((400, 413, 422, 424))
# Some providers give these statuses for an account that is out of money, or for keys, too.
_ACCOUNT_CODE = re.compile("quota|billing|balance|credential|expired|throttl|signature", re.IGNORECASE)
_ACCOUNT_MESSAGE = re.compile("quota|billing|credit balance", re.IGNORECASE)

NO_REPLY = (LookupError, TypeError, ValueError, AttributeError, RecursionError)
"""What reading a response raises that is none."""


class RefusedRequest(PiiError):
    """A request that the provider does not answer, however often it is asked; others may fare better."""


@dataclass(frozen=True, slots=True)
class Request:
    """One question. id: hexadecimal, the same for the same question to the same model. prompt: the prompt's name.

    schema: the JSON schema of an answer, in the subset that every provider's structured output takes. The texts are
    left out of `repr`.
    """

    id: str
    prompt: str
    system: str = field(repr=False)
    user: str = field(repr=False)
    max_tokens: int
    temperature: float
    schema: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer, paid for. complete: the model ended it by itself, not at the token limit or by a filter.

    failure: why there is no answer, where the provider refused the request.
    """

    text: str = field(repr=False)
    complete: bool
    input_tokens: int
    output_tokens: int
    failure: str = ""


def error_of_status(status: int, code: str, message: str = "") -> type[PiiError]:
    """The error for an HTTP status: RefusedRequest if other requests may fare better, otherwise PiiError."""
    account = _ACCOUNT_CODE.search(code) or _ACCOUNT_MESSAGE.search(message)
    return RefusedRequest if status in _REFUSALS and not account else PiiError


class ChatModel(Protocol):
    """Whoever answers; safe to share among threads."""

    def ask(self, request: Request) -> Reply:
        """Send a request, retrying as the provider's own client does.

        Raises RefusedRequest when this request is no use, any other PiiError when the model cannot be asked at all.
        """


@dataclass(frozen=True, slots=True)
class Usage:
    """Requests and tokens."""

    requests: int = 0
    input_tokens: int = 0
    output_tokens: int = 0

    def __add__(self, other: Usage) -> Usage:
        return Usage(
            self.requests + other.requests,
            self.input_tokens + other.input_tokens,
            self.output_tokens + other.output_tokens,
        )

    @classmethod
    def of(cls, replies: Iterable[Reply]) -> Usage:
        """What was used, as the provider counts it."""
        counts = [(reply.input_tokens, reply.output_tokens) for reply in replies]
        return cls(len(counts), sum(count[0] for count in counts), sum(count[1] for count in counts))

    @classmethod
    def expected(cls, requests: Iterable[Request]) -> Usage:
        """About what the requests send, and the most that they can get back in one attempt each."""
        pending = list(requests)
        characters = sum(len(request.system) + len(request.user) for request in pending)
        return cls(len(pending), characters // _CHARACTERS_PER_TOKEN, sum(request.max_tokens for request in pending))

    def cost(self, input_price: float, output_price: float) -> float:
        """The cost at prices per million tokens, in their currency."""
        return (self.input_tokens * input_price + self.output_tokens * output_price) / 1e6
