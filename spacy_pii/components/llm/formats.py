"""What a language model answers: sparse JSON, or the object that `spacy-pii anonymize --json` writes.

Offsets are not asked for, or not trusted: models cannot count characters. Values are looked up in the text.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from ...errors import PiiError, UnknownLabelError
from ...labels import map_label


@dataclass(frozen=True, slots=True)
class Proposal:
    """A value that the model calls personal, its label, and which of its occurrences is meant, counted from 1."""

    value: str = field(repr=False)
    label: str
    occurrence: int = 1


@dataclass(frozen=True, slots=True)
class Proposals:
    """What an answer proposes. unknown: entries whose label the table lacks. unusable: entries without a value."""

    found: list[Proposal]
    unknown: int = 0
    unusable: int = 0


@dataclass(frozen=True, slots=True)
class AnswerFormat:
    """name: in the config. instruction: what the model is told about the answer. schema: of the answer, as the request
    asks for it with these labels. accepted: the schema that an answer must hold to, whoever enforced the first.
    """

    name: str
    instruction: str
    schema: Callable[[Iterable[str]], dict[str, Any]]
    accepted: Callable[[], dict[str, Any]]
    entries: Callable[[Mapping[str, Any]], list[Proposal | None]]

    def read(self, answer: Mapping[str, Any]) -> Proposals:
        """The proposals in an answer of the accepted schema, under our labels."""
        proposals: list[Proposal] = []
        unknown = unusable = 0
        for entry in self.entries(answer):
            if entry is None or not entry.value.strip():
                unusable += 1
                continue
            try:
                label = map_label(entry.label, "plain")
            except UnknownLabelError:
                unknown += 1
                continue
            if label is not None:
                proposals.append(Proposal(entry.value, label, entry.occurrence))
        return Proposals(proposals, unknown, unusable)


def _sparse_schema(labels: Iterable[str] | None) -> dict[str, Any]:
    label: dict[str, Any] = {"type": "string"} if labels is None else {"type": "string", "enum": sorted(labels)}
    entry = {
        "type": "object",
        "properties": {"value": {"type": "string"}, "label": label, "occurrence": {"type": "integer"}},
        "required": ["value", "label", "occurrence"],
        "additionalProperties": False,
    }
    return {
        "type": "object",
        "properties": {"entities": {"type": "array", "items": entry}},
        "required": ["entities"],
        "additionalProperties": False,
    }


@cache
def _accepted_sparse() -> dict[str, Any]:
    """Any label, and no occurrence where a server does not enforce schemas: both are seen to later."""
    schema = _sparse_schema(None)
    schema["properties"]["entities"]["items"]["required"] = ["value", "label"]
    return schema


def _sparse_entries(answer: Mapping[str, Any]) -> list[Proposal | None]:
    return [Proposal(row["value"], row["label"], row.get("occurrence", 1)) for row in answer["entities"]]


@cache
def anonymized_text_schema() -> dict[str, Any]:
    """The one JSON schema of `AnonymizedText`, as the package holds it."""
    return json.loads((files("spacy_pii") / "anonymize/anonymized_text.schema.json").read_text("utf8"))


def _replaced_schema(labels: Iterable[str]) -> dict[str, Any]:
    return anonymized_text_schema()


def _replaced_entries(answer: Mapping[str, Any]) -> list[Proposal | None]:
    """The original values in the order of the answer: the k-th entry with a value means its k-th occurrence."""
    entries: list[Proposal | None] = []
    counts: Counter[str] = Counter()
    for token in answer["replaced_tokens"]:
        if token["identifier"] == "none":
            continue
        if "text" not in token:
            entries.append(None)
            continue
        counts[token["text"]] += 1
        entries.append(Proposal(token["text"], token["label"], counts[token["text"]]))
    return entries


SPARSE = AnswerFormat(
    "sparse",
    'Answer with one JSON object {"entities": [{"value": ..., "label": ..., "occurrence": ...}]} and nothing else. '
    '"value" is copied from the text character by character. "occurrence" counts the places of that value in the text, '
    "from 1; name a value once unless its label differs from place to place. Without personal data, the list is empty.",
    _sparse_schema,
    _accepted_sparse,
    _sparse_entries,
)
ANONYMIZED = AnswerFormat(
    "anonymized_text",
    'Answer with one JSON object {"anonymized_text": ..., "replaced_tokens": [...]} and nothing else. In '
    '"anonymized_text" every piece of personal data is replaced by a placeholder such as <PERSON_1>, the same for the '
    'same value; all other characters stay. "replaced_tokens" lists the replacements in the order of the text, each '
    "with start, end, label, identifier, operator, replacement, replacement_start, replacement_end, score (null) and "
    "text, the original characters.",
    _replaced_schema,
    anonymized_text_schema,
    _replaced_entries,
)
FORMATS = {each.name: each for each in (SPARSE, ANONYMIZED)}


def answer_format(name: str) -> AnswerFormat:
    """The format of that name. Raises PiiError for an unknown one."""
    if name not in FORMATS:
        raise PiiError(f"unknown answer format {name!r}.", remedy=f"choose one of {', '.join(FORMATS)}.")
    return FORMATS[name]
