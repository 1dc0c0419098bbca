"""One line in the log and one count for each request: method, route, status and time, never a path as it was sent.

What nobody has caught is answered 500, and logged by the kind of the exception and where it was raised: its message
may quote a text.
"""

from __future__ import annotations

import logging
import time
import traceback

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .metrics import Metrics
from .responses import ApiError

LOGGER = logging.getLogger("spacy_pii.service")
_METHODS = frozenset({"GET", "POST", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH"})
_UNKNOWN = "unknown"


class Observe:
    """ASGI middleware around everything else."""

    def __init__(self, app: ASGIApp, metrics: Metrics, routes: frozenset[str]):
        self._app, self._metrics, self._routes = app, metrics, routes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started, status = time.perf_counter(), 0

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, sending)
        except Exception as error:
            LOGGER.error("%s at %s", type(error).__name__, _place(error))
            if not status:
                answer = error.response() if isinstance(error, ApiError) else _internal()
                await answer(scope, receive, sending)
        finally:
            seconds = time.perf_counter() - started
            route = scope["path"] if scope["path"] in self._routes else _UNKNOWN
            method = scope["method"] if scope["method"] in _METHODS else _UNKNOWN
            self._metrics.request(route, method, status, seconds)
            LOGGER.info("%s %s %d %.1f ms", method, route, status, seconds * 1000)


def _internal() -> ASGIApp:
    return ApiError(500, "Internal server error").response()


def _place(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)[-3:]
    return " < ".join(f"{frame.filename.rpartition('site-packages/')[2]}:{frame.lineno}" for frame in reversed(frames))


def quiet_libraries() -> None:
    """Presidio's loggers quote names and patterns of requests, and with them what a caller puts there."""
    for name in ("presidio-analyzer", "presidio-anonymizer", "decision_process"):
        logger = logging.getLogger(name)
        logger.setLevel(logging.CRITICAL)
        logger.propagate = False
