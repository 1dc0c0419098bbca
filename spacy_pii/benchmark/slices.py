"""Robustness slices: the same documents, changed in one way each, scored next to their unchanged selves.

Documents come from the labelled sets; only what needs values of our own making, names in other scripts and very long
documents, is made of the templates of the training data, which a model of ours knows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from random import Random

import numpy as np

from ..evaluation.bootstrap import MEAN, bootstrap, figures
from ..evaluation.scores import DocumentCounts
from ..evaluation.sets import LabeledSet
from ..labels import ALL_LABELS, families
from ..records import PiiRecord, PiiSpan
from ..synthesis.noise import TRANSFORMS
from ..synthesis.rewriting import rewrite
from .detectors import Detector, Spans
from .gold_sets import GoldSet
from .mistakes import worst_leaks
from .origins import SCRIPTS, names_of
from .paired import documents
from .passages import sample
from .results import Example, SliceScores

CLEAN, MADE_UP = "clean", "made_up"
"""The slices before any change: documents of the labelled sets, and made-up ones."""
SEED = 1_000_003
"""Far from the seeds of training data: the values are others, the templates are the same."""
LONG_DOCUMENTS = 8
LONG_CHARACTERS = 20_000
_FILLERS = 80
_LEAKAGE = ("personal", "leaked")


@dataclass(frozen=True)
class Slice:
    """Changed documents by set. clean: CLEAN or MADE_UP, which begins with the same documents before the change.

    numbers: of the documents in their sets.
    """

    parts: list[GoldSet]
    clean: str
    numbers: list[list[int]]


def make_slices(sets: Sequence[GoldSet], templates: Path, count: int, made_up: int) -> dict[str, Slice]:
    """CLEAN, `count` documents of each set, and the same after every transform of the synthesis; MADE_UP, `made_up`
    records, and the same with other names, and some of them after a long text.

    The same in every run. Raises PiiError for a malformed template.
    """
    return {**_changed(sets, count), **_made_up(templates, made_up)}


def _changed(sets: Sequence[GoldSet], count: int) -> dict[str, Slice]:
    samples = [(part, *sample(part.records, count, f"{SEED}:{part.name}")) for part in sets]
    parts = [replace(part, records=records) for part, records, _ in samples if records]
    numbers = [row for _, _, row in samples if row]
    if not parts:
        return {}
    slices = {CLEAN: Slice(parts, CLEAN, numbers)}
    for name, transform in TRANSFORMS.items():
        changed = [
            replace(p, records=[transform.apply(r, Random(f"{name}:{p.name}:{i}")) for i, r in enumerate(p.records)])
            for p in parts
        ]
        slices[name] = Slice(changed, CLEAN, numbers)
    return slices


def _made_up(templates: Path, count: int) -> dict[str, Slice]:
    from ..synthesis import generate

    stream = generate(100 * count, seed=SEED, templates=templates, noise=0, documents=0)
    clean = list(islice((record for record in stream if _people(record)), count))
    rows = {MADE_UP: clean}
    rows |= {f"names_{script.lower()}": _renamed(clean, locales) for script, locales in SCRIPTS.items()}
    rows["long_document"] = _long(clean[:LONG_DOCUMENTS], templates)
    known = families(ALL_LABELS)
    info = LabeledSet(MADE_UP, templates, known, known, synthetic=True)
    return {
        name: Slice([GoldSet(info, records)], MADE_UP, [list(range(len(records)))]) for name, records in rows.items()
    }


def _people(record: PiiRecord) -> list[PiiSpan]:
    return [span for span in record.spans if span.label == "PERSON"]


def _renamed(clean: Sequence[PiiRecord], locales: Sequence[str]) -> list[PiiRecord]:
    """The records with full names from other locales; what else they hold stays."""
    rng = Random(SEED)
    names = [name for locale in locales for name in names_of(locale, 100, SEED)]
    return [rewrite(r, [(span.start, span.end, rng.choice(names)) for span in _people(r)]) for r in clean]


def _long(clean: Sequence[PiiRecord], templates: Path) -> list[PiiRecord]:
    """Long texts without personal data, each with a record at its end."""
    from ..synthesis import generate

    stream = generate(100 * _FILLERS, seed=SEED + 1, templates=templates, noise=0, documents=0)
    fillers = list(islice(_texts_without_gold(stream), _FILLERS))
    return [_at_end(record, fillers, Random(i)) for i, record in enumerate(clean)]


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
    detector: Detector, slices: dict[str, Slice], *, samples: int, examples: int, show_values: bool, keep: bool = False
) -> dict[str, SliceScores]:
    """Leakage of one system on every slice, next to that of the same documents before the change.

    keep: the counts of each document, too.
    """
    scores: dict[str, SliceScores] = {}
    clean: dict[str, list[DocumentCounts]] = {}
    for name, part in slices.items():
        found = [list(detector(gold.texts)) for gold in part.parts]
        counts = [gold.count(spans)[1] for gold, spans in zip(part.parts, found, strict=True)]
        before = clean.setdefault(part.clean, counts)
        by_set = {gold.name: row for gold, row in zip(part.parts, counts, strict=True)}
        intervals = bootstrap(by_set, samples=samples)
        leak = intervals.get(MEAN, intervals[part.parts[0].name])["leak"]
        scores[name] = SliceScores(
            documents=sum(map(len, counts)),
            leak=leak.value,
            low=leak.low,
            high=leak.high,
            clean_leak=_leakage([first[: len(row)] for first, row in zip(before, counts, strict=True)]),
            worst=_worst(part, found, examples, show_values),
            sets={} if part.clean == MADE_UP else {name: len(row) for name, row in by_set.items()},
            parts={g.name: documents(g.records, by_set[g.name], _LEAKAGE) for g in part.parts} if keep else {},
        )
    return scores


def _leakage(counts: Sequence[DocumentCounts]) -> float:
    """Mean over sets."""
    return round(float(np.mean([figures(row.sum(axis=0))[0] for row in counts])), 4)


def _worst(part: Slice, predicted: Sequence[Sequence[Spans]], limit: int, show_values: bool) -> list[Example]:
    leaks: list[Example] = []
    for gold, numbers, found in zip(part.parts, part.numbers, predicted, strict=True):
        show = gold.info.synthetic or show_values
        rows = worst_leaks(gold.name, gold.records, found, limit=limit, show_values=show)
        leaks += (replace(row, document=numbers[row.document]) for row in rows)
    return sorted(leaks, key=lambda example: -example.characters)[:limit]
