"""Label consistency: the same surface with different labels, and what looks like personal data but has no label.

Only labels that a record's source annotates can be missing from it; what looks like any other label is counted apart. A
finding is a question to the corpus, not a verdict: "Jordan" is a name and a country.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from ..labels import family
from ..records import PiiRecord

EXAMPLES = 5
"""Places kept per kind of finding."""
MIN_COUNT = 3
"""Times a surface needs a label before its unlabeled occurrences count: fewer may be a slip themselves."""

Match = tuple[int, int, str]
_WORD = re.compile(r"\w+(?:['’.-]\w+)*")


@dataclass(frozen=True)
class Finding:
    """A place in a corpus. Characters in the record; the text itself only if it was asked for."""

    source: str
    id: str
    start: int
    end: int
    text: str | None = None

    def to_dict(self) -> dict[str, Any]:
        return {key: value for key, value in vars(self).items() if value is not None}


@dataclass
class Audit:
    """Counts per kind of finding, and places of the first EXAMPLES of each.

    conflicts: (family, other family) -> surfaces that have both. unlabeled: (source, label) -> occurrences of surfaces
    that have this label at least MIN_COUNT times elsewhere in the corpora and in no place another one. patterns:
    (source, label) -> matches of a pattern without a label. unknown: the same where the source does not annotate it.
    """

    records: int = 0
    conflicts: Counter[tuple[str, str]] = field(default_factory=Counter)
    unlabeled: Counter[tuple[str, str]] = field(default_factory=Counter)
    patterns: Counter[tuple[str, str]] = field(default_factory=Counter)
    unknown: Counter[tuple[str, str]] = field(default_factory=Counter)
    places: dict[tuple[str, str, str], list[Finding]] = field(default_factory=dict)
    show_values: bool = False

    def add(self, kind: str, key: tuple[str, str], record: PiiRecord, start: int, end: int) -> None:
        getattr(self, kind)[key] += 1
        self.show(kind, key, record, start, end)

    def show(self, kind: str, key: tuple[str, str], record: PiiRecord, start: int, end: int) -> None:
        places = self.places.setdefault((kind, *key), [])
        if len(places) < EXAMPLES:
            text = record.text[start:end] if self.show_values else None
            places.append(Finding(record.source, record.id, start, end, text))

    def rows(self) -> Iterator[tuple[str, str, str, int]]:
        """(kind, source or family, label or other family, count), the commonest of each kind first."""
        for kind in ("conflicts", "unlabeled", "patterns", "unknown"):
            for key, count in getattr(self, kind).most_common():
                yield kind, *key, count

    def to_dict(self) -> dict[str, Any]:
        return {
            "records": self.records,
            "findings": [
                {
                    "kind": kind,
                    "of": first,
                    "label": second,
                    "count": count,
                    "places": [place.to_dict() for place in self.places.get((kind, first, second), ())],
                }
                for kind, first, second, count in self.rows()
            ],
        }


def audit(
    records: Callable[[], Iterable[PiiRecord]],
    find_patterns: Callable[[str], Iterable[Match]],
    *,
    show_values: bool = False,
) -> Audit:
    """Audit corpora in two passes. records: starts a pass. find_patterns: a text's (start, end, label)."""
    labels: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for record in records():
        for span in record.spans:
            labels[_surface(record.text[span.start : span.end])][span.label] += 1
    found = Audit(show_values=show_values)
    _count_conflicts(labels, found)
    known = {surface: next(iter(counts)) for surface, counts in labels.items() if _is_clear(surface, counts)}
    words = max((surface.count(" ") + 1 for surface in known), default=0)
    for record in records():
        found.records += 1
        _show_conflicts(record, labels, found)
        _find_unlabeled(record, known, words, found)
        _find_patterns(record, find_patterns(record.text), found)
    return found


def _surface(text: str) -> str:
    return " ".join(text.lower().split())


def _families(counts: Counter[str]) -> list[str]:
    return sorted({family(label) for label in counts})


def _is_clear(surface: str, counts: Counter[str]) -> bool:
    """Numbers and lone letters mean something else in every text."""
    return len(counts) == 1 and counts.total() >= MIN_COUNT and len(surface) > 2 and surface[0].isalpha()


def _count_conflicts(labels: dict[str, Counter[str]], found: Audit) -> None:
    for counts in labels.values():
        families = _families(counts)
        for i, first in enumerate(families):
            found.conflicts.update((first, second) for second in families[i + 1 :])


def _show_conflicts(record: PiiRecord, labels: dict[str, Counter[str]], found: Audit) -> None:
    """An example is an occurrence of the rarer label: there the mistake is likelier."""
    for span in record.spans:
        counts = labels[_surface(record.text[span.start : span.end])]
        if len(counts) > 1 and span.label != counts.most_common(1)[0][0]:
            own = family(span.label)
            for other in _families(counts):
                if other != own:
                    first, second = sorted((own, other))
                    found.show("conflicts", (first, second), record, span.start, span.end)


def _find_unlabeled(record: PiiRecord, known: dict[str, str], words: int, found: Audit) -> None:
    taken = _taken(record)
    places = [match.span() for match in _WORD.finditer(record.text)]
    first = 0
    while first < len(places):
        step = 1
        for last in range(min(first + words, len(places)) - 1, first - 1, -1):
            start, end = places[first][0], places[last][1]
            label = known.get(_surface(record.text[start:end]))
            # In lower case most names are words: "will", "rose", "bath".
            if label and label in record.annotated and record.text[start:end] != record.text[start:end].lower():
                step = last - first + 1
                if not any(taken[start:end]):
                    found.add("unlabeled", (record.source, label), record, start, end)
                break
        first += step


def _find_patterns(record: PiiRecord, matches: Iterable[Match], found: Audit) -> None:
    taken = _taken(record)
    for start, end, label in matches:
        if not any(taken[start:end]):
            kind = "patterns" if label in record.annotated else "unknown"
            found.add(kind, (record.source, label), record, start, end)


def _taken(record: PiiRecord) -> bytearray:
    """1 for every character with a label, or that is not to be judged."""
    taken = bytearray(len(record.text))
    for start, end in [*((span.start, span.end) for span in record.spans), *record.ignore]:
        taken[start:end] = b"\1" * (end - start)
    return taken


def presidio_patterns() -> Callable[[str], list[Match]]:
    """Presidio's recognizers for what gives itself away by its form; needs presidio-analyzer."""
    from ..components.patterns.recognizers import THRESHOLD, pattern_recognizers

    recognizers = pattern_recognizers()

    def find(text: str) -> list[Match]:
        results = (
            result
            for recognizer in recognizers
            for result in recognizer.analyze(text, recognizer.supported_entities, None)
            if result.score >= THRESHOLD
        )
        return sorted({(result.start, result.end, result.entity_type) for result in results})

    return find
