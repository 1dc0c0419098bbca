"""AnonymizedText: what anonymizing a text gives, and its JSON form, whose schema is `anonymized_text.schema.json`."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any, Literal

from ..errors import PiiError
from ..labels import LABELS

Identifier = Literal["direct", "quasi", "none"]


def identifier_of(label: str) -> Identifier:
    """Whether a label points to a person by itself; one that the table does not hold counts as the worse of both."""
    return LABELS[label].identifier if label in LABELS else "direct"


@dataclass(frozen=True, slots=True)
class ReplacedToken:
    """One replacement. Offsets are code points, 0-based, end-exclusive.

    start, end: in the original text. replacement_start, replacement_end: in the anonymized text. identifier: whether
    the label points to a person by itself (direct), with others (quasi), or is no personal data (none: text that merely
    looked like a placeholder). text: the original value, only where it was asked for.
    """

    start: int
    end: int
    label: str
    identifier: Identifier
    operator: str
    replacement: str = field(repr=False)
    replacement_start: int
    replacement_end: int
    score: float | None = None
    text: str | None = field(default=None, repr=False)

    def to_dict(self) -> dict[str, Any]:
        """The JSON form; `text` is left out where it is unknown."""
        row = {name: getattr(self, name) for name in self.__slots__}
        if row["text"] is None:
            del row["text"]
        return row


@dataclass(frozen=True, slots=True)
class AnonymizedText:
    """An anonymized text and its replacements, in the order of the text."""

    anonymized_text: str = field(repr=False)
    replaced_tokens: tuple[ReplacedToken, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The JSON form that `json_schema` describes."""
        return {
            "anonymized_text": self.anonymized_text,
            "replaced_tokens": [token.to_dict() for token in self.replaced_tokens],
        }

    @classmethod
    def from_dict(cls, row: dict[str, Any]) -> AnonymizedText:
        """Read the JSON form. Raises PiiError if it is another object."""
        try:
            tokens = tuple(ReplacedToken(**token) for token in row["replaced_tokens"])
            return cls(anonymized_text=str(row["anonymized_text"]), replaced_tokens=tokens)
        except (KeyError, TypeError):
            raise PiiError(
                "not an anonymized text: a field is missing or unknown.",
                remedy="expected the objects that `spacy-pii anonymize --json` writes.",
            ) from None


def json_schema() -> dict[str, Any]:
    """The JSON schema (draft 2020-12) of `AnonymizedText.to_dict()`."""
    return json.loads((files(__package__) / "anonymized_text.schema.json").read_text("utf8"))
