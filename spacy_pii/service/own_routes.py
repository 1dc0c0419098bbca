"""Our own endpoint: entities, masked text, and a verdict on the document; for one text or a stream of lines."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from fastapi import APIRouter, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import StreamingResponse
from pydantic import ValidationError
from starlette.requests import ClientDisconnect
from starlette.types import Receive, Scope, Send

from ..anonymize import Anonymizer
from ..anonymize.result import ReplacedToken, identifier_of
from ..components.colors import COLORS
from ..errors import PiiError
from .body import lines_of
from .detector import Detector
from .responses import ApiError, AsciiJson, parse_json, without_values
from .schemas import (
    MAX_CHARACTERS,
    Answer,
    Document,
    Entity,
    Failure,
    LabelRow,
    LookAlike,
    ModelCard,
    Operator,
    Options,
    Refusal,
    Verdict,
)
from .state import State, state_of

_OTHER_COLOR = "#ddd"
_FAILURES: dict[int | str, dict[str, Any]] = {
    401: {"model": Failure, "description": "A bearer token is needed"},
    408: {"model": Failure, "description": "The body is too slow"},
    413: {"model": Failure, "description": "The body is too long"},
    422: {"model": Refusal, "description": "A document that cannot be served"},
    503: {"model": Failure, "description": "Too many requests are waiting; Retry-After says how long"},
}
router = APIRouter(prefix="/v1", tags=["spacy-pii"])


class LinesResponse(StreamingResponse):
    """A stream that is made from the request's own: Starlette's would read, and lose, parts of that meanwhile."""

    media_type = "application/x-ndjson"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the stream; whoever makes it notices that the client has gone."""
        await self.stream_response(send)


@router.post("/anonymize", responses=_FAILURES)
async def anonymize(request: Request, document: Document) -> Answer:
    """Find and mask the personal data of one text."""
    state = state_of(request)
    answer = await state.workers.run(lambda: _answer(state, document))
    state.metrics.entities(entity.label for entity in answer.entities)
    return answer


@router.post(
    "/anonymize/stream",
    response_class=LinesResponse,
    openapi_extra={
        "requestBody": {
            "required": True,
            "description": "A Document of /v1/anonymize on each line",
            "content": {"application/x-ndjson": {"schema": {"type": "string"}}},
        }
    },
    responses={
        200: {
            "description": 'An Answer for each line, or {"line": 3, "error": ...}, as soon as it is done, in order',
            "content": {"application/x-ndjson": {"schema": {"type": "string"}}},
        },
        401: _FAILURES[401],
    },
)
async def stream(request: Request) -> LinesResponse:
    """Find and mask the personal data of many texts, a JSON line each."""
    return LinesResponse(_stream(request))


@router.get("/model", responses={401: _FAILURES[401]})
async def model(request: Request) -> ModelCard:
    """Which model answers."""
    return _card(state_of(request))


@router.get("/options", responses={401: _FAILURES[401]})
async def options(request: Request) -> Options:
    """What a document may ask for."""
    state = state_of(request)
    detectors = state.finding
    return Options(
        model=_card(state),
        labels=[
            LabelRow(name=label, color=COLORS.get(label, _OTHER_COLOR), identifier=identifier_of(label))
            for label in detectors.labels
        ],
        operators=list(Operator.__args__),  # type: ignore[attr-defined]
        operating_points=list(detectors.operating_points),
        operating_point=detectors.operating_point,
        max_characters=MAX_CHARACTERS,
    )


def _card(state: State) -> ModelCard:
    meta = state.finding.nlp.meta
    return ModelCard(name=f"{meta['lang']}_{meta['name']}", version=meta["version"])


def _answer(state: State, document: Document) -> Answer:
    """The answer for one document, in a worker's thread. Raises PiiError for unusable operators, labels or keys."""
    return state.finding.use(lambda detector: _masked(state, detector, document), len(document.text))


def _masked(state: State, detector: Detector, document: Document) -> Answer:
    anonymizer = Anonymizer(
        dict(document.operators), operator=document.operator, analyzer=detector.ours, key=document.key
    )
    finding = detector.find(document.text, document.operating_point)
    masked = anonymizer.anonymize(document.text, finding.results)
    entities = [
        Entity(
            **_stretch(token),
            label=token.label,
            identifier=token.identifier,
            score=token.score,
            operator=token.operator,
        )
        for token in masked.replaced_tokens
        if token.score is not None
    ]
    look_alikes = [LookAlike(**_stretch(token)) for token in masked.replaced_tokens if token.score is None]
    verdict = Verdict(contains_personal_data=finding.verdict >= state.threshold, score=finding.verdict)
    return Answer(
        entities=entities,
        look_alikes=look_alikes,
        masked_text=masked.anonymized_text,
        verdict=verdict,
        model=_card(state),
    )


def _stretch(token: ReplacedToken) -> dict[str, Any]:
    """Where a value stood, what stands there now, and where."""
    return {
        "start": token.start,
        "end": token.end,
        "replacement": token.replacement,
        "masked_start": token.replacement_start,
        "masked_end": token.replacement_end,
    }


async def _stream(request: Request) -> AsyncIterator[bytes]:
    state = state_of(request)
    number = 0
    try:
        async for line in lines_of(request.stream(), state.settings.max_body, state.settings.body_timeout):
            number += 1
            yield _line(await _line_answer(state, line, number))
    except ApiError as error:
        yield _line({"line": number + 1, "error": error.message})
    except ClientDisconnect:
        return


async def _line_answer(state: State, line: bytes, number: int) -> dict[str, Any]:
    try:
        document = Document.model_validate(parse_json(line))
        answer = await state.workers.run_patiently(lambda: _answer(state, document))
    except ValidationError as error:
        rows = without_values(RequestValidationError(error.errors(include_url=False, include_input=False)))
        return {"line": number, "error": f"{'.'.join(map(str, rows[0]['loc']))}: {rows[0]['msg']}"}
    except ValueError as error:
        return {"line": number, "error": str(error) if isinstance(error, PiiError) else "no JSON"}
    state.metrics.entities(entity.label for entity in answer.entities)
    return answer.model_dump()


def _line(row: dict[str, Any]) -> bytes:
    return bytes(AsciiJson(row).body) + b"\n"
