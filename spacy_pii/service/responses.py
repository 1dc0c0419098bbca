"""JSON answers and errors. No error repeats a text that was sent."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from ..errors import PiiError

# What Presidio's services, which are Flask's, say.
_HTTP = {
    404: "The requested URL was not found on the server. If you entered the URL manually please check your spelling "
    "and try again.",
    405: "The method is not allowed for the requested URL.",
}


class AsciiJson(JSONResponse):
    """JSON in ASCII, as Presidio writes it; so half of a surrogate pair survives its way back too."""

    def render(self, content: Any) -> bytes:
        """The bytes; numbers that are none are refused."""
        return json.dumps(content, allow_nan=False).encode("ascii")


class SortedJson(AsciiJson):
    """The same with sorted keys, as Presidio's analyzer writes it."""

    def render(self, content: Any) -> bytes:
        """The bytes."""
        return json.dumps(content, allow_nan=False, sort_keys=True).encode("ascii")


class ApiError(Exception):
    """An answer other than 200. message: shown to the caller; it must not quote the request's texts."""

    def __init__(self, status: int, message: str, headers: Mapping[str, str] | None = None):
        super().__init__(message)
        self.status, self.message, self.headers = status, message, headers

    def response(self) -> JSONResponse:
        """The error as Presidio's services write it."""
        return AsciiJson({"error": self.message}, self.status, headers=dict(self.headers or {}))


def check_content_type(request: Request) -> None:
    """Raises ApiError for anything but JSON, in Flask's words."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json" and not (kind.startswith("application/") and kind.endswith("+json")):
        raise ApiError(
            415, "Did not attempt to load JSON data because the request Content-Type was not 'application/json'."
        )


def parse_json(body: bytes) -> Any:
    """The value of a body. Raises ValueError for what is no JSON, holds NaN, or is nested beyond reason."""
    try:
        return json.loads(body, parse_constant=_refuse_constant)
    except RecursionError:
        raise ValueError("nested too deeply") from None


def _refuse_constant(name: str) -> None:
    raise ValueError("no number")


def without_values(error: RequestValidationError) -> list[dict[str, Any]]:
    """What is wrong where; FastAPI would send the text back, and into the client's logs.

    Where: names of fields that the schema has; the caller's own keys are values too.
    """
    rows = []
    for row in error.errors():
        known = row["type"] != "extra_forbidden"
        place = [*row["loc"]] if known else [*row["loc"][:-1], "?"]
        rows.append({"type": row["type"], "loc": [part for part in place if isinstance(part, int | str)][:3]})
        rows[-1]["msg"] = row["msg"] if "PiiError" not in row["msg"] else "Value error"
    return rows


def add_error_handlers(app: FastAPI) -> None:
    """Turn exceptions into answers."""

    @app.exception_handler(ApiError)
    async def refused(request: Request, error: ApiError) -> JSONResponse:
        return error.response()

    @app.exception_handler(HTTPException)
    async def http(request: Request, error: HTTPException) -> JSONResponse:
        message = _HTTP.get(error.status_code, str(error.detail))
        return AsciiJson({"error": message}, error.status_code, headers=error.headers)

    @app.exception_handler(PiiError)
    async def unusable(request: Request, error: PiiError) -> JSONResponse:
        return AsciiJson({"detail": str(error)}, 422)

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        return AsciiJson({"detail": without_values(error)}, 422)
