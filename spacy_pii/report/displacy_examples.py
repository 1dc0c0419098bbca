"""The worst leaks and false alarms, rendered by displaCy."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from spacy import displacy

from ..benchmark.mistakes import CONTEXT
from ..benchmark.results import Example
from ..components.colors import COLORS
from ..labels import LABELS

# A family is drawn as the first of its labels.
_FAMILY_COLORS = {label.family: COLORS[name] for name, label in reversed(LABELS.items())}


def render_example(example: Example) -> str:
    """HTML of a value in its context; line breaks show as arrows."""
    before, value, after = (" ↵ ".join(part.split("\n")) for part in (example.before, example.value, example.after))
    before = f"…{before}" if len(example.before) >= CONTEXT else before
    after = f"{after}…" if len(example.after) >= CONTEXT else after
    span = {"start": len(before), "end": len(before) + len(value), "label": escape(example.family)}
    content = {"text": before + value + after, "ents": [span]}
    return displacy.render(content, style="ent", manual=True, jupyter=False, options={"colors": _FAMILY_COLORS})


def rendered(examples: Iterable[Example]) -> list[tuple[Example, str]]:
    """Each example with its HTML."""
    return [(example, render_example(example)) for example in examples]
