"""Presidio's analyzer over HTTP, on Presidio's own request class and engine."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from presidio_analyzer import RecognizerResult
from presidio_analyzer.analyzer_request import AnalyzerRequest
from pydantic import ValidationError

from ..errors import PiiError
from ..presidio.entity_names import SERVED
from .detector import Detector, Detectors
from .regexes import AllowList, Budget, check_length, limit_recognizers
from .responses import ApiError, AsciiJson, SortedJson, check_content_type, parse_json
from .schemas import MAX_TEXTS, AnalyzeRequest, AnalyzerResult, Failure
from .settings import Settings
from .state import State, state_of

# Presidio answers 500 to these, and its tests expect it.
NO_TEXT, NO_LANGUAGE = "No text provided", "No language provided"
NO_RECOGNIZERS = "No matching recognizers were found to serve the request."
_UNPARSED = "Failed to parse /analyze request for AnalyzerEngine.analyze(). "
_ONLY_PRIMITIVES = (
    "Analyzer.analyze_iterator only works on primitive types (int, float, bool, str). "
    "Lists of objects are not yet supported."
)
_DEFAULT_FLAGS = 26
_BODY = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": AnalyzeRequest.model_json_schema()}},
    }
}
_FAILURES: dict[int | str, dict[str, Any]] = {
    400: {"model": Failure, "description": "A request that cannot be served"},
    500: {"model": Failure, "description": f"As Presidio's: {NO_TEXT}; {NO_LANGUAGE}; {NO_RECOGNIZERS}"},
    503: {"model": Failure, "description": "Too many requests are waiting; Retry-After says how long"},
    413: {"model": Failure, "description": "The body is too long"},
    415: {"model": Failure, "description": "Another content type than application/json"},
    408: {"model": Failure, "description": "The body is too slow"},
    401: {"model": Failure, "description": "A bearer token is needed"},
}
router = APIRouter(tags=["presidio-analyzer"])


@router.post(
    "/analyze",
    openapi_extra=_BODY,
    responses={200: {"model": list[AnalyzerResult] | list[list[AnalyzerResult]]}, **_FAILURES},
)
async def analyze(request: Request) -> JSONResponse:
    """Find entities in one text, or in each of a list of texts."""
    check_content_type(request)
    state, body = state_of(request), await request.body()
    found, batch = await state.workers.run(lambda: _analyze(state, body))
    state.metrics.entities(row["entity_type"] for rows in found for row in rows)
    return SortedJson(found if batch else found[0])


@router.get("/recognizers", responses={200: {"model": list[str]}, **_FAILURES})
async def recognizers(request: Request, language: str | None = None) -> JSONResponse:
    """Names of the recognizers."""
    detectors = state_of(request).finding
    _check_language(language, detectors.languages)
    return AsciiJson(list(detectors.recognizers))


@router.get("/supportedentities", responses={200: {"model": list[str]}, **_FAILURES})
async def supported_entities(request: Request, language: str | None = None) -> JSONResponse:
    """Names of the entities that can be asked for."""
    state = state_of(request)
    _check_language(language, state.finding.languages)
    return AsciiJson(sorted(names_of(state.finding, state.settings)))


def names_of(detectors: Detectors, settings: Settings) -> frozenset[str]:
    """The names that `entities` may hold."""
    return frozenset(detectors.labels).union(SERVED if settings.labels == "presidio" else ())


def _analyze(state: State, body: bytes) -> tuple[list[list[dict[str, Any]]], bool]:
    """The results of each text, as JSON, and whether there was a list of texts. Raises ApiError."""
    content = _content(body)
    budget = Budget(state.settings.regex_timeout)
    call = _presidio_request(content)
    _check_language(call.language, state.finding.languages)
    limit_recognizers(call.ad_hoc_recognizers, budget)
    flags = _DEFAULT_FLAGS if call.regex_flags is None else call.regex_flags
    allowed = AllowList(call.allow_list or (), call.allow_list_match, flags, budget)
    batch = isinstance(call.text, list)
    texts = [_well_formed(str(text)) for text in (call.text if batch else [call.text])]
    entities = _known(call, state)

    def work(detector: Detector) -> list[list[dict[str, Any]]]:
        analyzer = detector.presidio if state.settings.labels == "presidio" else detector.ours
        return [_rows(allowed.remaining(text, _results(analyzer, text, call, entities))) for text in texts]

    return state.finding.use(work, sum(map(len, texts))), batch


def _results(analyzer: Any, text: str, call: AnalyzerRequest, entities: list[str] | None) -> list[RecognizerResult]:
    try:
        return analyzer.analyze(
            text=text,
            language=call.language,
            entities=entities,
            score_threshold=call.score_threshold,
            return_decision_process=bool(call.return_decision_process),
            ad_hoc_recognizers=call.ad_hoc_recognizers,
            context=call.context,
        )
    except PiiError:
        # Its message quotes the names, which are the caller's.
        raise ApiError(400, NO_RECOGNIZERS) from None


def _content(body: bytes) -> dict[str, Any]:
    """The checked fields of a body. Raises ApiError."""
    try:
        content = parse_json(body)
    except ValueError:
        raise ApiError(400, "The body is no JSON.") from None
    if not isinstance(content, dict):
        raise ApiError(400, "The body is no JSON object.")
    if not content.get("text"):
        raise ApiError(500, NO_TEXT)
    if not content.get("language"):
        raise ApiError(500, NO_LANGUAGE)
    texts = content["text"]
    if isinstance(texts, list) and len(texts) > MAX_TEXTS:
        raise ApiError(413, f"More than {MAX_TEXTS} texts in one request.")
    if isinstance(texts, dict) or (isinstance(texts, list) and any(isinstance(text, dict | list) for text in texts)):
        raise ApiError(400, _ONLY_PRIMITIVES)
    try:
        AnalyzeRequest.model_validate(content)
    except ValidationError as error:
        row = error.errors(include_input=False, include_url=False)[0]
        raise ApiError(400, f"{_UNPARSED}{row['loc'][0]}: {row['msg']}") from None
    return content


def _presidio_request(content: dict[str, Any]) -> AnalyzerRequest:
    """Presidio's own reading of the fields. Raises ApiError."""
    recognizers = content.get("ad_hoc_recognizers") or ()
    for recognizer in recognizers:
        _check_recognizer(recognizer)
    check_length(recognizers, content.get("allow_list") or () if content.get("allow_list_match") == "regex" else ())
    try:
        return AnalyzerRequest(content)
    except TypeError as error:
        raise ApiError(400, _UNPARSED + str(error.args[0])[:300]) from None
    except (ValueError, AttributeError, KeyError, RecursionError, MemoryError, OverflowError) as error:
        raise ApiError(400, str(error.args[0])[:300] if isinstance(error, ValueError) else _UNPARSED) from None


def _check_recognizer(recognizer: dict[str, Any]) -> None:
    """What Presidio's constructor does not check, and would stumble over later. Raises ApiError."""
    kinds: dict[str, type | tuple[type, ...]] = {
        "supported_entity": str,
        "name": (str, type(None)),
        "supported_language": str,
        "supported_entities": (list, type(None)),
        "patterns": (list, type(None)),
        "deny_list": (list, type(None)),
        "context": (list, type(None)),
        "deny_list_score": (int, float),
        "global_regex_flags": int,
    }
    for field, kind in kinds.items():
        if field in recognizer and not isinstance(recognizer[field], kind):
            raise ApiError(400, f"{_UNPARSED}{field} of an ad-hoc recognizer is of another type.")
    words = [*(recognizer.get("deny_list") or ()), *(recognizer.get("context") or ())]
    names = recognizer.get("supported_entities") or ()
    if not all(isinstance(word, str) for word in [*words, *names]):
        raise ApiError(400, f"{_UNPARSED}words of an ad-hoc recognizer are no strings.")
    if not all(isinstance(pattern, dict) for pattern in recognizer.get("patterns") or ()):
        raise ApiError(400, f"{_UNPARSED}a pattern is no object.")


def _known(call: AnalyzerRequest, state: State) -> list[str] | None:
    """The asked entities that can be found; None for all. Raises ApiError if there are none.

    As Presidio does, those that nobody knows are left out: clients such as LiteLLM let a text pass that was answered
    with an error.
    """
    if not call.entities:
        return None
    ad_hoc = {name for recognizer in call.ad_hoc_recognizers for name in recognizer.supported_entities}
    names = names_of(state.finding, state.settings)
    # Whoever asks for everything has no wishes.
    if names.issubset(call.entities):
        return None
    known = [name for name in call.entities if name in names or name in ad_hoc]
    if not known:
        raise ApiError(400, NO_RECOGNIZERS)
    return known


def _check_language(language: str | None, languages: Sequence[str]) -> None:
    if language and language not in languages:
        raise ApiError(500, NO_RECOGNIZERS)


def _well_formed(text: str) -> str:
    """The text with the same offsets, and without halves of surrogate pairs, which no tokenizer takes."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if _halves(text) else text


def _halves(text: str) -> bool:
    return any("\ud800" <= character <= "\udfff" for character in text)


def _rows(results: Sequence[RecognizerResult]) -> list[dict[str, Any]]:
    rows = []
    for result in results:
        row = {name: value for name, value in result.to_dict().items() if name != "recognition_metadata"}
        row["score"] = float(row["score"])
        explanation = row.get("analysis_explanation")
        row["analysis_explanation"] = explanation.to_dict() if explanation else None
        rows.append(row)
    return rows
