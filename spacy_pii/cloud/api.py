"""An HTTP endpoint over a pipeline: entities, masked text, and a verdict on the document."""

from __future__ import annotations

from pathlib import Path
from threading import Lock
from typing import Any, Literal

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from presidio_analyzer import RecognizerResult
from pydantic import BaseModel, Field
from spacy.language import Language

from ..anonymize import Anonymizer
from ..anonymize.result import identifier_of
from ..components.decoder import VERDICT
from ..components.loading import load_pipeline
from ..components.spans import predicted_spans
from ..errors import PiiError

MAX_CHARACTERS = 200_000
Operator = Literal["replace", "redact", "mask", "hash", "surrogate", "placeholder"]
"""What a caller may choose. `keep` would answer with the text itself, `encrypt` needs a key."""


class Document(BaseModel):
    """A text to judge. operator: how its entities are masked."""

    text: str = Field(max_length=MAX_CHARACTERS, repr=False)
    operator: Operator = "replace"


class Entity(BaseModel):
    """Offsets are code points, 0-based, end-exclusive; score is a probability."""

    start: int
    end: int
    label: str
    identifier: str
    score: float


class Verdict(BaseModel):
    """Whether the document holds any personal data; score is the probability that it does."""

    contains_personal_data: bool
    score: float


class ModelCard(BaseModel):
    """Which model answered."""

    name: str
    version: str


class Answer(BaseModel):
    """What the model found."""

    entities: list[Entity]
    masked_text: str
    verdict: Verdict
    model: ModelCard


def create_app(model: str | Path | Language, *, patterns: bool = True, threshold: float = 0.5) -> FastAPI:
    """The endpoint: POST /analyze with a Document gives an Answer, GET /health the ModelCard.

    patterns: also look for what Presidio's patterns find. threshold: of the verdict. Texts are neither logged nor
    repeated in errors. Raises PiiError if the model cannot be loaded.
    """
    nlp = model if isinstance(model, Language) else load_pipeline(str(model))
    if patterns and "pii_patterns" not in nlp.factory_names:
        nlp.add_pipe("pii_patterns")
    card = ModelCard(name=f"{nlp.meta['lang']}_{nlp.meta['name']}", version=nlp.meta["version"])
    lock = Lock()
    app = FastAPI(title="spacy-pii", version=card.version)

    @app.get("/health")
    def health() -> ModelCard:
        return card

    @app.post("/analyze")
    def analyze(document: Document) -> Answer:
        # Outside of the zone, every new word of every text would stay in memory.
        with lock, nlp.memory_zone():
            doc = nlp(document.text)
            spans, score = predicted_spans(doc), doc.cats[VERDICT]
        results = [RecognizerResult(span.label, span.start, span.end, span.score or 0.0) for span in spans]
        masked = Anonymizer(operator=document.operator).anonymize(document.text, results).anonymized_text
        entities = [
            Entity(
                start=r.start, end=r.end, label=r.entity_type, identifier=identifier_of(r.entity_type), score=r.score
            )
            for r in results
        ]
        verdict = Verdict(contains_personal_data=score >= threshold, score=score)
        return Answer(entities=entities, masked_text=masked, verdict=verdict, model=card)

    @app.exception_handler(PiiError)
    def refused(request: Request, error: PiiError) -> JSONResponse:
        return JSONResponse({"detail": str(error)}, 422)

    @app.exception_handler(RequestValidationError)
    def invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        # FastAPI would send the text back, and into the client's logs.
        detail: list[dict[str, Any]] = [{key: row[key] for key in ("type", "loc", "msg")} for row in error.errors()]
        return JSONResponse({"detail": detail}, 422)

    return app
