"""Robustness slices: the same synthetic records, changed in one way each, scored next to their clean selves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from ..evaluation.bootstrap import bootstrap, figures
from ..evaluation.scores import score_documents
from ..records import PiiRecord, PiiSpan
from ..synthesis import generate
from ..synthesis.noise import TRANSFORMS
from ..synthesis.rewriting import rewrite
from .detectors import Detector, Spans
from .examples import worst_leaks
from .origins import SCRIPTS, names_of
from .results import SliceScores

SEED = 1_000_003
"""Far from the seeds of training data: the values are others, the templates are the same."""
LONG_DOCUMENTS = 8
LONG_CHARACTERS = 20_000
_FILLERS = 80


@dataclass(frozen=True)
class Slice:
    """Changed records; sources: the 0-based number of the clean record that each was made of."""

    records: list[PiiRecord]
    sources: list[int]


def make_slices(templates: Path, count: int) -> dict[str, Slice]:
    """`clean` records, and the same after every transform of the synthesis, with other names, and after a long text.

    The same in every run. Raises PiiError for a malformed template.
    """
    clean = list(generate(count, seed=SEED, templates=templates, noise=0, documents=0))
    numbers = list(range(count))
    slices = {"clean": Slice(clean, numbers)}
    for name, transform in TRANSFORMS.items():
        changed = [transform.apply(record, Random(f"{name}:{i}")) for i, record in enumerate(clean)]
        slices[name] = Slice(changed, numbers)
    for script, locales in SCRIPTS.items():
        slices[f"names_{script.lower()}"] = _renamed(clean, locales)
    slices["long_document"] = _long(clean, templates)
    return slices


def _renamed(clean: Sequence[PiiRecord], locales: Sequence[str]) -> Slice:
    """The records that name people, with full names from other locales; what else they hold stays."""
    rng = Random(SEED)
    names = [name for locale in locales for name in names_of(locale, 100, SEED)]
    numbers = [i for i, record in enumerate(clean) if any(span.label == "PERSON" for span in record.spans)]
    return Slice([_rename(clean[i], names, rng) for i in numbers], numbers)


def _rename(record: PiiRecord, names: Sequence[str], rng: Random) -> PiiRecord:
    people = [span for span in record.spans if span.label == "PERSON"]
    return rewrite(record, [(span.start, span.end, rng.choice(names)) for span in people])


def _long(clean: Sequence[PiiRecord], templates: Path) -> Slice:
    """Long texts without personal data, and a record with some at their end."""
    stream = generate(100 * _FILLERS, seed=SEED + 1, templates=templates, noise=0, documents=0)
    fillers = [text for _, text in zip(range(_FILLERS), _texts_without_gold(stream), strict=False)]
    numbers = [i for i, record in enumerate(clean) if record.spans][:LONG_DOCUMENTS]
    return Slice([_at_end(clean[i], fillers, Random(i)) for i in numbers], numbers)


def _texts_without_gold(records: Iterator[PiiRecord]) -> Iterator[str]:
    return (record.text for record in records if not record.spans)


def _at_end(record: PiiRecord, fillers: Sequence[str], rng: Random) -> PiiRecord:
    before = ""
    while len(before) < LONG_CHARACTERS:
        before += rng.choice(fillers) + "\n\n"
    shift = len(before)
    spans = tuple(PiiSpan(span.start + shift, span.end + shift, span.label) for span in record.spans)
    return PiiRecord(before + record.text, spans)


def score_slices(
    detector: Detector, slices: dict[str, Slice], *, samples: int, examples: int, show_values: bool
) -> dict[str, SliceScores]:
    """Leakage of one system on every slice, next to that of the same records when clean."""
    scores: dict[str, SliceScores] = {}
    clean = None
    for name, part in slices.items():
        found: list[Spans] = list(detector(record.text for record in part.records))
        _, counts = score_documents(part.records, found)
        if clean is None:
            clean = counts
        leak = bootstrap({name: counts}, samples=samples)[name]["leak"]
        before = float(figures(clean[part.sources].sum(axis=0))[0])
        worst = worst_leaks(name, part.records, found, limit=examples, show_values=show_values)
        scores[name] = SliceScores(len(part.records), leak.value, leak.low, leak.high, round(before, 4), worst)
    return scores
