from __future__ import annotations

import pytest
import spacy
from spacy import displacy

from spacy_pii.components.colors import COLORS
from spacy_pii.labels import ALL_LABELS


def luminance(color: str) -> float:
    """Relative luminance, as WCAG 2 defines it."""
    channels = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(weight * value for weight, value in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_every_label_has_a_color_and_nothing_else() -> None:
    assert set(COLORS) == ALL_LABELS


@pytest.mark.parametrize("label", sorted(COLORS))
def test_black_text_is_readable(label: str) -> None:
    assert (luminance(COLORS[label]) + 0.05) / 0.05 >= 7


def test_displacy_uses_the_colors_without_an_option() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "EMAIL_ADDRESS", "pattern": "jane@example.com"}])
    html = displacy.render(nlp("Write to jane@example.com now"), style="ent", jupyter=False)
    assert f"background: {COLORS['EMAIL_ADDRESS']}" in html
