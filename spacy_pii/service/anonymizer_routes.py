"""Presidio's anonymizer over HTTP, on Presidio's own converters and engines."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from presidio_anonymizer import AnonymizerEngine, DeanonymizeEngine
from presidio_anonymizer.entities import EngineResult, InvalidParamError
from presidio_anonymizer.operators import AHDSSurrogate
from presidio_anonymizer.services.app_entities_convertor import AppEntitiesConvertor
from pydantic import BaseModel

from .responses import ApiError, AsciiJson, check_content_type, parse_json
from .schemas import MAX_RESULTS, AnonymizeRequest, DeanonymizeRequest, EngineAnswer, Failure
from .state import state_of

NO_JSON = "Invalid request json"
# Flask's words.
UNPARSED = "The browser (or proxy) sent a request that this server could not understand."
_AMPLIFIED = 20
"""Times the longest body; as many characters may the replacements hold together."""
_FAILURES: dict[int | str, dict[str, Any]] = {
    400: {"model": Failure, "description": "No JSON object, or the type custom"},
    401: {"model": Failure, "description": "A bearer token is needed"},
    408: {"model": Failure, "description": "The body is too slow"},
    413: {"model": Failure, "description": "The body is too long"},
    415: {"model": Failure, "description": "Another content type than application/json"},
    422: {"model": Failure, "description": "Parameters that cannot be used"},
    503: {"model": Failure, "description": "Too many requests are waiting; Retry-After says how long"},
}
router = APIRouter(tags=["presidio-anonymizer"])
# Surrogates of a service in Azure: this process calls nobody.
_ENGINE = AnonymizerEngine()
if AHDSSurrogate and AHDSSurrogate().operator_name() in _ENGINE.get_anonymizers():
    _ENGINE.remove_anonymizer(AHDSSurrogate)
_DEANONYMIZE_ENGINE = DeanonymizeEngine()


def _body(model: type[BaseModel]) -> dict[str, Any]:
    schema = model.model_json_schema(ref_template="#/components/schemas/{model}")
    schema.pop("$defs", None)
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}


@router.post("/anonymize", openapi_extra=_body(AnonymizeRequest), responses={200: {"model": EngineAnswer}, **_FAILURES})
async def anonymize(request: Request) -> JSONResponse:
    """Replace the given entities; without `anonymizers` by <ENTITY_TYPE>."""
    return await _answer(request, _anonymize)


@router.post(
    "/deanonymize", openapi_extra=_body(DeanonymizeRequest), responses={200: {"model": EngineAnswer}, **_FAILURES}
)
async def deanonymize(request: Request) -> JSONResponse:
    """Decrypt what the operator `encrypt` made."""
    return await _answer(request, _deanonymize)


@router.get("/anonymizers", responses={200: {"model": list[str]}})
async def anonymizers() -> JSONResponse:
    """Types of `anonymizers`; `custom` exists in Python only."""
    return AsciiJson(_ENGINE.get_anonymizers())


@router.get("/deanonymizers", responses={200: {"model": list[str]}})
async def deanonymizers() -> JSONResponse:
    """Types of `deanonymizers`."""
    return AsciiJson(_DEANONYMIZE_ENGINE.get_deanonymizers())


async def _answer(request: Request, operate: Callable[[dict[str, Any], int], EngineResult]) -> JSONResponse:
    check_content_type(request)
    state, body = state_of(request), await request.body()
    longest = _AMPLIFIED * state.settings.max_body
    return AsciiJson(await state.workers.run(lambda: _operated(body, longest, operate)))


def _operated(body: bytes, longest: int, operate: Callable[[dict[str, Any], int], EngineResult]) -> Any:
    """The engine's answer. Raises ApiError."""
    try:
        content = parse_json(body)
    except ValueError:
        raise ApiError(400, UNPARSED) from None
    if not content or not isinstance(content, dict):
        raise ApiError(400, NO_JSON)
    if not isinstance(content.get("text", ""), str):
        raise ApiError(422, "Invalid parameter value for text. Expecting 'string'.")
    try:
        return json.loads(operate(content, longest).to_json())
    except InvalidParamError as error:
        raise ApiError(422, str(error.err_msg)[:500]) from None
    except UnicodeEncodeError:
        raise ApiError(422, "The text holds half of a surrogate pair.") from None
    except (TypeError, AttributeError, ValueError, KeyError):
        # What Presidio does not check ends in one of these, where it works with the parameters.
        raise ApiError(422, "Invalid input, a parameter has an unusable value") from None


def _anonymize(content: dict[str, Any], longest: int) -> EngineResult:
    configured = _objects(content, "anonymizers")
    operators = AppEntitiesConvertor.operators_config_from_json(configured)
    if AppEntitiesConvertor.check_custom_operator(operators):
        raise ApiError(400, "Custom type anonymizer is not supported")
    rows = _list(content, "analyzer_results")
    _check_size(len(rows or ()), configured, longest)
    results = AppEntitiesConvertor.analyzer_results_from_json(rows)
    for result in results:
        _check_types(result.start, result.end, result.entity_type, result.score)
    return _ENGINE.anonymize(text=content.get("text", ""), analyzer_results=results, operators=operators)


def _deanonymize(content: dict[str, Any], longest: int) -> EngineResult:
    rows = _list(content, "anonymizer_results")
    configured = _objects(content, "deanonymizers")
    _check_size(len(rows or ()), configured, longest)
    entities = AppEntitiesConvertor.deanonymize_entities_from_json({"anonymizer_results": rows})
    for entity in entities:
        _check_types(entity.start, entity.end, entity.entity_type, 0)
    operators = AppEntitiesConvertor.operators_config_from_json(configured)
    if "DEFAULT" not in operators and any(entity.entity_type not in operators for entity in entities):
        raise ApiError(422, "Invalid input, request must contain deanonymizers for every entity type")
    return _DEANONYMIZE_ENGINE.deanonymize(text=content.get("text", ""), entities=entities, operators=operators)


def _objects(content: dict[str, Any], field: str) -> dict[str, dict[str, Any]] | None:
    value = content.get(field)
    if value is not None and not (isinstance(value, dict) and all(isinstance(each, dict) for each in value.values())):
        raise ApiError(422, f"Invalid parameter value for {field}. Expecting an object of objects.")
    return value


def _list(content: dict[str, Any], field: str) -> list[dict[str, Any]] | None:
    value = content.get(field)
    if value is not None and not (isinstance(value, list) and all(isinstance(each, dict) for each in value)):
        raise ApiError(422, f"Invalid parameter value for {field}. Expecting an array of objects.")
    return value


def _check_types(start: Any, end: Any, entity_type: Any, score: Any) -> None:
    """What Presidio compares and hashes without looking. Raises ApiError."""
    if isinstance(start, bool) or isinstance(end, bool) or not isinstance(entity_type, str):
        raise ApiError(422, "Invalid input, start and end must be numbers, entity_type a string")
    if isinstance(score, bool) or not isinstance(score, int | float):
        raise ApiError(422, "Invalid parameter value for score. Expecting 'number'.")


def _check_size(results: int, operators: dict[str, dict[str, Any]] | None, limit: int) -> None:
    """Presidio's time grows with the square of the results, and a long replacement for each would fill the memory."""
    if results > MAX_RESULTS:
        raise ApiError(413, f"More than {MAX_RESULTS} entities in one request.")
    longest = max((len(str(each.get("new_value", ""))) for each in (operators or {}).values()), default=0)
    if results * longest > limit:
        raise ApiError(413, f"The replacements would hold more than {limit} characters.")
