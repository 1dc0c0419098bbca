"""A bearer token, where one is set."""

from __future__ import annotations

import hashlib
import hmac

from starlette.types import ASGIApp, Receive, Scope, Send

from .responses import ApiError

OPEN = frozenset({"/", "/page.js", "/page.css", "/favicon.svg", "/health"})
"""The page itself shows nothing; health checks have no token."""


class BearerToken:
    """ASGI middleware that refuses requests without the token."""

    def __init__(self, app: ASGIApp, token: bytes):
        # Digests are of one length, so the comparison tells nothing about that either.
        self._app, self._digest = app, _digest(token)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] not in OPEN and not self._allowed(scope):
            headers = {"WWW-Authenticate": "Bearer"}
            await ApiError(401, "A bearer token is needed.", headers).response()(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _allowed(self, scope: Scope) -> bool:
        given = [value for name, value in scope["headers"] if name == b"authorization"]
        scheme, _, token = (given[0] if len(given) == 1 else b"").partition(b" ")
        return hmac.compare_digest(_digest(token.strip()), self._digest) and scheme.lower() == b"bearer"


def _digest(token: bytes) -> bytes:
    return hashlib.sha256(token).digest()
