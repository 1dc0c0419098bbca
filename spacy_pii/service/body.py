"""Bodies of requests: how long they may be, and how long they may take."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .responses import ApiError

MAX_HEADERS = 32_768
"""Bytes of a request's headers."""
STREAMS = frozenset({"/v1/anonymize/stream"})
"""Paths whose body is read by the route, line by line."""
# A client that is cut off in the middle of its body often does not read the answer.
_DRAINED = 4


class BodyLimits:
    """ASGI middleware that reads a whole body before the app runs: 413 if it is too long, 408 if it is too slow.

    limit: bytes. seconds: for the whole body. streams: paths whose body the app reads itself.
    """

    def __init__(self, app: ASGIApp, limit: int, seconds: float, streams: frozenset[str] = frozenset()):
        self._app, self._limit, self._seconds, self._streams = app, limit, seconds, streams

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if sum(len(name) + len(value) for name, value in scope["headers"]) > MAX_HEADERS:
            await ApiError(431, "The headers are too long.", {"Connection": "close"}).response()(scope, receive, send)
            return
        if scope["path"] in self._streams:
            await self._app(scope, receive, send)
            return
        try:
            async with asyncio.timeout(self._seconds):
                body = await self._read(receive)
        except TimeoutError:
            body = ApiError(408, f"The body was not here after {self._seconds:g} s.", {"Connection": "close"})
        if isinstance(body, ApiError):
            await body.response()(scope, receive, send)
        elif body is not None:
            await self._app(scope, _replay(body, receive), send)

    async def _read(self, receive: Receive) -> bytes | ApiError | None:
        """The body, why it is refused, or None if the client has gone."""
        parts: list[bytes] = []
        length = 0
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                return None
            length += len(message.get("body", b""))
            if length <= self._limit:
                parts.append(message.get("body", b""))
            else:
                parts.clear()
            if not message.get("more_body") or length > _DRAINED * self._limit:
                break
        if length > self._limit:
            return ApiError(413, f"The body has more than {self._limit} bytes.", {"Connection": "close"})
        return b"".join(parts)


def _replay(body: bytes, receive: Receive) -> Receive:
    sent = False

    async def replay() -> Message:
        nonlocal sent
        if sent:
            return await receive()
        sent = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay


async def lines_of(stream: AsyncIterator[bytes], limit: int, seconds: float) -> AsyncIterator[bytes]:
    """The lines of a body without their ends, each as soon as it is there; empty ones are left out.

    Raises ApiError for a line beyond `limit` bytes, and where nothing comes for `seconds`.
    """
    rest = bytearray()
    parts = aiter(stream)
    while True:
        try:
            async with asyncio.timeout(seconds):
                part = await anext(parts)
        except StopAsyncIteration:
            break
        except TimeoutError:
            raise ApiError(408, f"Nothing came for {seconds:g} s.") from None
        rest += part
        *lines, tail = rest.split(b"\n") if b"\n" in part else [rest]
        for line in lines:
            if len(line) > limit:
                raise ApiError(413, f"A line has more than {limit} bytes.")
            if line.strip():
                yield bytes(line)
        rest = bytearray(tail)
        if len(rest) > limit:
            raise ApiError(413, f"A line has more than {limit} bytes.")
    if rest.strip():
        yield bytes(rest)
