"""What a model card says of a guarantee."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..evaluation.guarantee import META, guarantee_lines


def guarantee_section(meta: Mapping[str, Any]) -> list[str]:
    """The section of a card, or nothing for a pipeline without a guarantee; meta: spaCy's meta.json."""
    if META not in meta:
        return []
    return ["## Guarantee\n" + "\n".join(f"- {line}" for line in guarantee_lines(meta[META]))]


def guarantee_card(meta: Mapping[str, Any]) -> str:
    """The README of a pipeline that `spacy-pii guarantee` wrote."""
    package = f"{meta['lang']}_{meta['name']}"
    parts = [
        f"# {package} {meta['version']} with a guarantee",
        *guarantee_section(meta),
        "It loads with the operating point `guaranteed`; the others are there as before. What else there is to know is "
        f"in the card of {package}.",
    ]
    return "\n\n".join(parts) + "\n"
