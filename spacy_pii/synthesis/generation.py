"""Synthetic records: templates filled with surrogate values, then noise. The same seed gives the same records."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import accumulate
from pathlib import Path
from random import Random

from ..records import PiiRecord
from .composer import Composer
from .grammar import Sequence as Body
from .grammar import combinations, render
from .near_misses import without_accidents
from .noise import TRANSFORMS, add_noise
from .pools import Pool, load_pool
from .templates import Template, load_templates
from .value_tables import value_tables
from .values import Draw

__all__ = ["WALK_LIMIT", "generate", "walk"]

_MIXED = 0.15
"""Share of records whose entities come from several countries."""

WALK_LIMIT = 1000
"""Combinations of one template that `walk` yields at most: some templates have more than 10 ** 11."""


def generate(
    n: int,
    *,
    seed: int,
    templates: Path,
    locales: Sequence[str] | Mapping[str, float] | None = None,
    noise: float = 0.15,
    documents: float = 0.06,
) -> Iterator[PiiRecord]:
    """Yield n records; the first k of them do not depend on n.

    templates: a folder of template files. locales: Faker locales, with weights if it is a mapping; by default those of
    `data/locales.yml`. noise: the share of texts that go through random transforms; structured genres meet only those
    that suit them. documents: the share of texts that join several templates about the same people. Raises PiiError for
    a malformed template or table.
    """
    compiled = load_templates(templates)
    composer = Composer(compiled)
    pick = _pool_picker(locales)
    for index in range(n):
        # A random source per record: a change in one template leaves the records of the others as they are.
        rng = Random(f"{seed}:{index}")
        template = rng.choice(compiled)
        draw = Draw(rng, pick(rng), pick if rng.random() < _MIXED else None)
        if rng.random() < documents:
            record = composer.compose(template, draw, f"document-{seed}-{index}")
        else:
            record = _record(template.body, template, draw, f"{template.name}-{seed}-{index}")
        yield _transformed(record, template, rng, noise)


def walk(
    *,
    seed: int,
    templates: Path,
    locales: Sequence[str] | Mapping[str, float] | None = None,
    noise: float = 0.0,
    limit: int = WALK_LIMIT,
) -> Iterator[PiiRecord]:
    """Yield every template once for each combination of the choices at its top level, in the order of the files.

    The values depend on the seed, the combinations do not. limit: of a template with more combinations than that come
    as many of them, evenly spread (see `grammar.combinations`).
    """
    pick = _pool_picker(locales)
    for template in load_templates(templates):
        for index, body in enumerate(combinations(template.body, limit)):
            name = f"{template.name}-{seed}-walk-{index}"
            rng = Random(f"{template.genre}:{name}")
            yield _transformed(_record(body, template, Draw(rng, pick(rng)), name), template, rng, noise)


def _pool_picker(locales: Sequence[str] | Mapping[str, float] | None) -> Callable[[Random], Pool]:
    locales = value_tables().locales.weights if locales is None else locales
    pools = [load_pool(name) for name in locales]
    weights = list(accumulate(locales[name] if isinstance(locales, Mapping) else 1.0 for name in locales))
    return lambda rng: rng.choices(pools, cum_weights=weights)[0]


def _record(body: Body, template: Template, draw: Draw, name: str) -> PiiRecord:
    text, spans = render(body, draw)
    return PiiRecord(text, spans, source=f"synthetic:{template.genre}", id=name)


def _transformed(record: PiiRecord, template: Template, rng: Random, noise: float) -> PiiRecord:
    for transform in template.always:
        record = TRANSFORMS[transform].apply(record, rng)
    if rng.random() < noise:
        record = add_noise(record, rng, structured=not template.noise)
    return without_accidents(record)
