"""Which saved models a version of the library can read: a number in the component's settings, not version numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..errors import PiiError

FORMAT = 2
"""The newest that this library reads. Models saved before there was a number are of format 1.

It grows when an older library would misread a new model, and only then. 2: the graph takes word forms."""


def format_of(cfg: Mapping[str, Any]) -> int:
    """The oldest format that holds a model with these settings, so that a library which can read it does."""
    return 2 if cfg.get("word_forms", False) else 1


def check_format(cfg: Mapping[str, Any], name: str) -> None:
    """Raise PiiError for settings of the component `name` that a newer library wrote."""
    found = cfg.get("format", 1)
    if not isinstance(found, int) or not 1 <= found <= FORMAT:
        raise PiiError(
            f"the component {name!r} is of model format {found!r}, and this spacy-pii reads formats up to {FORMAT}.",
            remedy="upgrade spacy-pii to the version that the model's card names.",
        )


def check_tags(labels: int, tags: int, name: str) -> None:
    """Raise PiiError unless a model of the component `name` has a tag O and two tags for each label."""
    if tags != 2 * labels + 1:
        raise PiiError(
            f"the model of the component {name!r} has {tags} tags, and its {labels} labels need {2 * labels + 1}.",
            remedy="install or export the model again.",
        )
