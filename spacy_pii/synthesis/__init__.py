"""Synthetic records: templates filled with surrogate values, then noise. The same seed gives the same records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from pathlib import Path
from random import Random

from ..records import PiiRecord
from .grammar import render
from .noise import TRANSFORMS, add_noise
from .pools import LOCALES, load_pool
from .templates import Template, load_templates
from .values import Draw

__all__ = ["generate"]


def generate(
    n: int,
    *,
    seed: int,
    templates: Path,
    locales: Sequence[str] | Mapping[str, float] = LOCALES,
    noise: float = 0.15,
) -> Iterator[PiiRecord]:
    """Yield n records; the first k of them do not depend on n.

    templates: a folder of template files. locales: Faker locales, with weights if it is a mapping. noise: the share of
    texts, among the genres that allow it, that go through random transforms. Raises PiiError for a malformed template.
    """
    compiled = load_templates(templates)
    names = tuple(locales)
    pools = [load_pool(name) for name in names]
    weights = list(accumulate(locales[name] if isinstance(locales, Mapping) else 1.0 for name in names))
    for index in range(n):
        # A random source per record: a change in one template leaves the records of the others as they are.
        rng = Random(f"{seed}:{index}")
        template = rng.choice(compiled)
        draw = Draw(rng, rng.choices(pools, cum_weights=weights)[0])
        yield _record(template, draw, noise, f"{template.name}-{seed}-{index}")


def _record(template: Template, draw: Draw, noise: float, name: str) -> PiiRecord:
    text, spans = render(template.body, draw)
    record = PiiRecord(text, spans, source=f"synthetic:{template.genre}", id=name)
    for transform in template.always:
        record = TRANSFORMS[transform](record, draw.rng)
    return add_noise(record, draw.rng) if template.noise and draw.rng.random() < noise else record
