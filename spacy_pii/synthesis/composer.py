"""Documents: several templates about the same people, one after the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from ..records import PiiRecord
from .grammar import render_parts
from .templates import Template
from .values import Draw

_PARTS = (2, 2, 2, 3, 3, 4, 5, 6, 8, 12, 16)
_PROSE_SEPARATORS = ("\n\n", "\n\n", "\n\n", "\n", " ", "\n\n---\n\n", "\n* * *\n")
_STRUCTURED_SEPARATORS = ("\n\n", "\n\n", "\n", "\n\n\n")
# Prose that quotes something structured, such as a mail with a table in it.
_ATTACHED = 0.2


class Composer:
    """Joins templates whose genres ask for the same treatment: one text cannot be half in lower case."""

    def __init__(self, templates: Iterable[Template]):
        self.groups: dict[tuple[tuple[str, ...], bool], list[Template]] = defaultdict(list)
        self.genres: dict[str, list[Template]] = defaultdict(list)
        for template in templates:
            self.groups[template.always, template.noise].append(template)
            self.genres[template.genre].append(template)

    def compose(self, first: Template, draw: Draw, name: str) -> PiiRecord:
        """A text that begins with a template; the numbered entities are the same in all its parts."""
        rng = draw.rng
        others = self.genres[first.genre] if rng.random() < 0.5 else self.groups[first.always, first.noise]
        parts = [first, *(rng.choice(others) for _ in range(rng.choice(_PARTS) - 1))]
        if (attachable := self.groups.get((first.always, False))) and rng.random() < _ATTACHED:
            parts.insert(rng.randint(1, len(parts)), rng.choice(attachable))
        separator = rng.choice(_PROSE_SEPARATORS if first.noise else _STRUCTURED_SEPARATORS)
        text, spans = render_parts((part.body for part in parts), separator, draw)
        return PiiRecord(text, spans, source="synthetic:document", id=name)
