"""The counts of a data card, as Markdown tables."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ..errors import PiiError
from ..records import PiiRecord


@dataclass
class CorpusCounts:
    """One corpus: records, spans per label, and the length of every record in words."""

    name: str
    lengths: list[int] = field(default_factory=list)
    characters: int = 0
    empty: int = 0
    labels: Counter[str] = field(default_factory=Counter)
    annotated: set[str] = field(default_factory=set)


def count_corpus(name: str, records: Iterable[PiiRecord]) -> CorpusCounts:
    """Count one corpus in one pass; `empty` are records without any span."""
    counts = CorpusCounts(name)
    for record in records:
        counts.lengths.append(len(record.text.split()))
        counts.characters += len(record.text)
        counts.empty += not record.spans
        counts.labels.update(span.label for span in record.spans)
        counts.annotated |= record.annotated
    return counts


def sizes_table(corpora: Sequence[CorpusCounts]) -> str:
    """Records, words, characters and spans of each corpus."""
    header = ("corpus", "records", "without a span", "words", "characters", "spans", "median words", "longest")
    rows = []
    for counts in corpora:
        ordered = sorted(counts.lengths)
        numbers = (len(ordered), counts.empty, sum(ordered), counts.characters, counts.labels.total())
        rows.append((counts.name, *numbers, ordered[len(ordered) // 2], ordered[-1]))
    return _markdown(header, rows)


def label_counts_table(corpora: Sequence[CorpusCounts]) -> str:
    """Spans per label and corpus; a dash where the corpus does not annotate the label."""
    total: Counter[str] = sum((counts.labels for counts in corpora), Counter())
    rows = [
        (label, *(counts.labels[label] if label in counts.annotated else "-" for counts in corpora))
        for label, _ in total.most_common()
    ]
    return _markdown(("label", *(counts.name for counts in corpora)), rows)


def replace_section(text: str, name: str, body: str) -> str:
    """Put `body` between `<!-- name -->` and `<!-- /name -->`. Raises PiiError where the text has no such section."""
    pattern = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
    if not pattern.search(text):
        raise PiiError(f"no section {name!r}.", remedy=f"add the lines <!-- {name} --> and <!-- /{name} -->.")
    return pattern.sub(lambda match: f"{match[1]}{body}\n{match[2]}", text)


def _markdown(header: Sequence[str], rows: Iterable[Sequence[str | int]]) -> str:
    lines = [f"| {' | '.join(header)} |", f"| --- |{' ---: |' * (len(header) - 1)}"]
    for row in rows:
        cells = (f"{cell:,}" if isinstance(cell, int) else cell for cell in row)
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)
