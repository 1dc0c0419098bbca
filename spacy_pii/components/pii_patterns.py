"""`pii_patterns`: Presidio's validated patterns beside the model, in spaCy alone."""

from __future__ import annotations

from collections.abc import Callable

from spacy.language import Language
from spacy.tokens import Doc


@Language.factory(
    "pii_patterns",
    assigns=["doc.ents", "doc.spans", "token.ent_iob", "token.ent_type"],
    default_config={"labels": None, "default_score": 0.85},
)
def make_patterns(nlp: Language, name: str, labels: list[str] | None, default_score: float) -> Callable[[Doc], Doc]:
    """Create the component; it belongs after those that find entities.

    labels: what the patterns look for (all, if None). default_score: of entities that come without a score.
    """
    # Every `spacy.load` imports this module; Presidio would slow it down.
    from .patterns.pipe import PatternsPipe

    return PatternsPipe(labels, default_score)
