"""Bodies of requests and answers, for checking and for OpenAPI. Texts and keys never show in a representation."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictFloat, StrictInt, StrictStr

MAX_CHARACTERS = 200_000
"""Of one text of our own endpoint."""
MAX_RESULTS = 10_000
"""Entities of one request; Presidio's time grows with their square."""
MAX_TEXTS = 5_000
Operator = Literal["replace", "redact", "mask", "hash", "encrypt", "surrogate", "placeholder"]
"""What a caller may choose. `keep` would answer with the text itself, `encrypt` needs a key."""
Name = Annotated[StrictStr, Field(max_length=200)]
Number = StrictInt | StrictFloat
Primitive = StrictStr | Number | StrictBool


class Document(BaseModel):
    """A text to judge.

    operator: how its entities are masked; operators: the same for single labels. key: a secret of at least 16 bytes
    under which surrogates and hashes are the same in every text, and which encrypts. operating_point: one of the
    model's. Unknown fields are refused: a mistyped one would be ignored.
    """

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    text: StrictStr = Field(max_length=MAX_CHARACTERS, repr=False)
    operator: Operator = "replace"
    operators: dict[Name, Operator] = Field(default_factory=dict, max_length=200)
    key: StrictStr | None = Field(default=None, min_length=16, max_length=1_000, repr=False)
    operating_point: Name | None = None


class Entity(BaseModel):
    """Offsets are code points, 0-based, end-exclusive; score is a probability.

    replacement: what stands for it in the masked text, from masked_start to masked_end.
    """

    start: int
    end: int
    label: str
    identifier: str
    score: float
    operator: str
    replacement: str = Field(repr=False)
    masked_start: int
    masked_end: int


class LookAlike(BaseModel):
    """Text that merely read like a placeholder, and got one so that placeholders can be undone exactly."""

    start: int
    end: int
    replacement: str
    masked_start: int
    masked_end: int


class Verdict(BaseModel):
    """Whether the document holds any personal data; score is the probability that it does."""

    contains_personal_data: bool
    score: float


class ModelCard(BaseModel):
    """Which model answered."""

    name: str
    version: str


class Answer(BaseModel):
    """What was found. To undo placeholders: those of entities and look-alikes stand for text[start:end]."""

    entities: list[Entity]
    look_alikes: list[LookAlike] = Field(default_factory=list)
    masked_text: str = Field(repr=False)
    verdict: Verdict
    model: ModelCard


class LabelRow(BaseModel):
    """A label that can be found. color: background of dark text. identifier: direct or quasi."""

    name: str
    color: str
    identifier: str


class Options(BaseModel):
    """What a Document may ask for."""

    model: ModelCard
    labels: list[LabelRow]
    operators: list[str]
    operating_points: list[str]
    operating_point: str
    max_characters: int


class Refusal(BaseModel):
    """Why a Document was refused."""

    detail: str | list[dict[str, Any]]


class Failure(BaseModel):
    """Presidio's errors."""

    error: str


# Presidio's requests. Unknown fields are ignored, as Presidio does.


class AnalyzeRequest(BaseModel):
    """The body of Presidio's /analyze."""

    model_config = ConfigDict(hide_input_in_errors=True)

    text: (
        StrictStr | StrictInt | StrictFloat | StrictBool | list[StrictStr | StrictInt | StrictFloat | StrictBool | None]
    )
    language: Name = Field(min_length=1)
    entities: list[Name] | None = Field(default=None, max_length=1_000)
    correlation_id: Any = None
    score_threshold: Number | None = None
    return_decision_process: Any = None
    ad_hoc_recognizers: list[dict[str, Any]] | None = Field(default=None, max_length=100)
    context: list[StrictStr] | None = Field(default=None, max_length=1_000)
    allow_list: list[StrictStr] | None = Field(default=None, max_length=50_000)
    allow_list_match: Literal["exact", "regex"] = "exact"
    regex_flags: StrictInt | None = None


class AnalysisExplanation(BaseModel):
    """Why something was reported."""

    recognizer: str
    pattern_name: str | None
    pattern: str | None
    original_score: float
    score: float
    textual_explanation: str | None
    score_context_improvement: float
    supportive_context_word: str | None
    validation_result: bool | None
    regex_flags: int | None


class AnalyzerResult(BaseModel):
    """One entity as Presidio's /analyze reports it."""

    start: int
    end: int
    score: float
    entity_type: str
    analysis_explanation: AnalysisExplanation | None


class RecognizedEntity(BaseModel):
    """One entity as Presidio's /anonymize takes it; further keys are ignored."""

    start: StrictInt = Field(ge=0)
    end: StrictInt = Field(ge=0)
    score: Number
    entity_type: StrictStr = Field(min_length=1)


class AnonymizeRequest(BaseModel):
    """The body of Presidio's /anonymize."""

    text: StrictStr = ""
    analyzer_results: list[RecognizedEntity] = Field(max_length=MAX_RESULTS)
    anonymizers: dict[str, dict[str, Any]] | None = None


class OperatedEntity(BaseModel):
    """One replacement as /deanonymize takes it; further keys are ignored."""

    start: StrictInt = Field(ge=0)
    end: StrictInt = Field(ge=0)
    entity_type: StrictStr = Field(min_length=1)


class DeanonymizeRequest(BaseModel):
    """The body of Presidio's /deanonymize."""

    text: StrictStr = ""
    anonymizer_results: list[OperatedEntity] | None = Field(default=None, max_length=MAX_RESULTS)
    deanonymizers: dict[str, dict[str, Any]] | None = None


class Item(BaseModel):
    """One replacement; offsets in the new text."""

    start: int
    end: int
    entity_type: str
    text: str
    operator: str
    score: float | int | None = None


class EngineAnswer(BaseModel):
    """What Presidio's anonymizer answers."""

    text: str
    items: list[Item]
