"""Duplicates across corpora, and training texts that also stand in a file that is reported on.

A record is a duplicate of another if their texts differ only in case and space, and a near-duplicate if they differ
only in their personal data and in digits. Against files that are reported on, runs of words are compared as well, so
that a sentence of theirs is found inside a longer document.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Literal

from ..docbin.splits import skeleton
from ..records import PiiRecord

Verdict = Literal["kept", "reported_on", "exact", "near"]

RUN = 8
"""Words in a run; shorter texts are compared as a whole."""
MAX_SHARED = 0.5
"""Share of a record's runs that a reported file may hold. Formulas that all court decisions repeat stay below it."""

_WORD = re.compile(r"\w+")


@dataclass
class FileCounts:
    """What became of the records of one file. reported_on: left out because a file that is reported on holds them."""

    file: str
    records: int = 0
    kept: int = 0
    reported_on: int = 0
    exact: int = 0
    near: int = 0

    def to_dict(self) -> dict[str, str | int]:
        return asdict(self)


class Deduplicator:
    """Remembers what it has seen; feed it the reported files first, then the corpora, the most valuable one first.

    max_near: records with the same skeleton that may stay; 0 is no limit. Synthetic text repeats its templates on
    purpose. Memory grows by a few hashes per record kept, and by one per word of the reported files.
    """

    def __init__(self, max_near: int = 1) -> None:
        self.max_near = max_near
        self._texts: set[int] = set()
        self._skeletons: Counter[int] = Counter()
        self._reported: set[int] = set()
        self._runs: set[int] = set()

    def report_on(self, records: Iterable[PiiRecord]) -> int:
        """Take in a file that is reported on; returns its number of records."""
        count = 0
        for record in records:
            count += 1
            self._reported.update(_keys(record))
            self._runs.update(_runs(record.text))
        return count

    def judge(self, record: PiiRecord) -> Verdict:
        """What becomes of the next record of the corpora; one that is kept is remembered."""
        keys = _keys(record)
        if self._reported.intersection(keys) or self._shares_runs(record.text):
            return "reported_on"
        text, *rest = keys
        if text in self._texts:
            return "exact"
        if rest and 0 < self.max_near <= self._skeletons[rest[0]]:
            return "near"
        self._texts.add(text)
        self._skeletons.update(rest)
        return "kept"

    def _shares_runs(self, text: str) -> bool:
        runs = _runs(text)
        return bool(runs) and sum(run in self._runs for run in runs) > MAX_SHARED * len(runs)


def deduplicate(deduplicator: Deduplicator, records: Iterable[PiiRecord], counts: FileCounts) -> Iterator[PiiRecord]:
    """Yield the records of one file that stay, and count what became of all."""
    for record in records:
        verdict = deduplicator.judge(record)
        counts.records += 1
        setattr(counts, verdict, getattr(counts, verdict) + 1)
        if verdict == "kept":
            yield record


def _keys(record: PiiRecord) -> list[int]:
    """The text's hash, and its skeleton's where that is long enough: "call me, Ann" is no copy of "call me, Bob"."""
    text = " ".join(record.text.lower().split())
    bare = skeleton(record)
    return [hash(text), hash(("skeleton", bare))] if len(_WORD.findall(bare)) >= RUN else [hash(text)]


def _runs(text: str) -> list[int]:
    words = _WORD.findall(text.lower())
    return [hash(tuple(words[i : i + RUN])) for i in range(len(words) - RUN + 1)]
