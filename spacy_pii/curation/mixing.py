r"""A training mixture: which corpora, how often, how noisy, and how many sentences to a document.

The recipe is a YAML file, with paths relative to the folder where the workflow runs:

    sources:
      - path: assets/corpora/uner_ewt/en_ewt-ud-train.hist.iob2
        repeat: 2       copies of every record; copies after the first differ only in noise and in what they join
        noise: 0.2      share of the copies that go through random noise
        lower: 0.05     share of the copies that are written in lower case, after the noise
        upper: 0.05     the same in capitals
        join: 6         neighbors in the file become documents of 1 to 6 records: a lone sentence has no context
        limit: 4000     at most this many records, drawn evenly from the whole file
        source: tab:train    only records of this source
        unsure: '@\w+'  where this pattern matches outside spans, a missing label means nothing
        optional: true  a missing file is left out and reported instead of being an error
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from random import Random
from typing import Any

import yaml

from ..corpora import OnUnknown, read_corpus
from ..errors import PiiError
from ..records import PiiRecord, PiiSpan
from ..synthesis.noise import TRANSFORMS, add_noise
from .duplicates import Deduplicator


@dataclass(frozen=True)
class Source:
    """One entry of the recipe; see the module's text."""

    path: Path
    repeat: int = 1
    noise: float = 0.0
    lower: float = 0.0
    upper: float = 0.0
    join: int = 1
    limit: int | None = None
    source: str | None = None
    unsure: re.Pattern[str] | None = None
    optional: bool = False


@dataclass
class MixReport:
    """Records per file: read, left out as duplicates or over the limit, written.

    missing: optional files that are not there.
    """

    rows: list[tuple[str, int, int, int]] = field(default_factory=list)
    missing: list[Path] = field(default_factory=list)


def load_mixture(path: Path) -> list[Source]:
    """Read a recipe. Raises PiiError that names the file and the entry."""
    try:
        data = yaml.safe_load(path.read_text(encoding="utf8"))
    except FileNotFoundError:
        raise PiiError("no such recipe.", remedy="configs/mixture.yml is the released model's.", path=path) from None
    except yaml.YAMLError:
        raise PiiError("not valid YAML.", remedy="check the indentation.", path=path) from None
    entries = data.get("sources") if isinstance(data, dict) else None
    if not isinstance(entries, list) or not entries:
        raise PiiError(
            "no list of sources.", remedy="see spacy_pii/curation/mixing.py for the recipe's shape.", path=path
        )
    return [_source(entry, number, path) for number, entry in enumerate(entries, 1)]


def _source(entry: Any, number: int, path: Path) -> Source:
    known = {each.name for each in fields(Source)}
    if not isinstance(entry, dict) or "path" not in entry or not set(entry) <= known:
        raise PiiError(
            f"source {number} is not understood.", remedy=f"its keys are {', '.join(sorted(known))}.", path=path
        )
    try:
        unsure = re.compile(entry["unsure"]) if "unsure" in entry else None
    except re.error as error:
        raise PiiError(f"source {number}: {error}.", remedy="unsure is a regular expression.", path=path) from None
    source = Source(**{**entry, "path": Path(entry["path"]), "unsure": unsure})
    shares = (source.noise, source.lower, source.upper, source.lower + source.upper)
    counts = (source.repeat, source.join, 1 if source.limit is None else source.limit)
    if min(counts) < 1 or not all(0 <= share <= 1 for share in shares):
        raise PiiError(
            f"source {number} has a value out of range.",
            remedy="repeat, join and limit are at least 1, noise, lower and upper are shares from 0 to 1.",
            path=path,
        )
    return source


def mix(
    sources: list[Source], *, seed: int, on_unknown: OnUnknown = "error", report: MixReport | None = None
) -> Iterator[PiiRecord]:
    """Yield the mixture's records, source by source; training shuffles them.

    A text that an earlier record of any source has, but for case and space, is left out. Raises PiiError for a missing
    file that is not optional, and for bad records.
    """
    report = report if report is not None else MixReport()
    seen = Deduplicator(max_near=0)
    for source in sources:
        if not source.path.exists():
            if not source.optional:
                raise PiiError(
                    "no such corpus.",
                    remedy="run `spacy project assets projects/release`, or mark the source as optional.",
                    path=source.path,
                )
            report.missing.append(source.path)
            continue
        # A random source per file: a change in one leaves the records of the others as they are.
        rng = Random(f"{seed}:{source.path.name}")
        every = [
            _with_unsure(record, source.unsure) if source.unsure else record
            for record in read_corpus(source.path, on_unknown=on_unknown)
            if source.source in (None, record.source)
        ]
        records = _limited(
            [record for record in every if record.text.strip() and seen.judge(record) == "kept"], source.limit, rng
        )
        written = 0
        for copy in range(source.repeat):
            for record in _joined(records, source.join, rng):
                written += 1
                noisy = add_noise(record, rng) if rng.random() < source.noise else record
                noisy = _in_one_case(noisy, source, rng)
                yield replace(noisy, id=f"{record.id}-{copy}") if copy else noisy
        report.rows.append((str(source.path), len(every), len(every) - len(records), written))


def _in_one_case(record: PiiRecord, source: Source, rng: Random) -> PiiRecord:
    # Recipes without these shares keep their records: nothing is drawn for them.
    if not source.lower + source.upper:
        return record
    drawn = rng.random()
    if drawn < source.lower:
        return TRANSFORMS["lower_case"].apply(record, rng)
    return TRANSFORMS["upper_case"].apply(record, rng) if drawn < source.lower + source.upper else record


def _with_unsure(record: PiiRecord, pattern: re.Pattern[str]) -> PiiRecord:
    found = [match.span() for match in pattern.finditer(record.text)]
    free = [(a, b) for a, b in found if a < b and not any(s.start < b and a < s.end for s in record.spans)]
    return replace(record, ignore=tuple(sorted({*record.ignore, *free})))


def _limited(records: list[PiiRecord], limit: int | None, rng: Random) -> list[PiiRecord]:
    if limit is None or limit >= len(records):
        return records
    return [records[index] for index in sorted(rng.sample(range(len(records)), limit))]


def _joined(records: list[PiiRecord], longest: int, rng: Random) -> Iterator[PiiRecord]:
    position = 0
    while position < len(records):
        count = rng.randint(1, longest)
        yield join_records(records[position : position + count], rng.choice((" ", " ", "\n")))
        position += count


def join_records(records: list[PiiRecord], separator: str) -> PiiRecord:
    """One record from several: annotated are the labels that all of them annotate, and it is named after the first."""
    if len(records) == 1:
        return records[0]
    spans: list[PiiSpan] = []
    ignore: list[tuple[int, int]] = []
    offset = 0
    for record in records:
        spans += [replace(span, start=span.start + offset, end=span.end + offset) for span in record.spans]
        ignore += [(start + offset, end + offset) for start, end in record.ignore]
        offset += len(record.text) + len(separator)
    return replace(
        records[0],
        text=separator.join(record.text for record in records),
        spans=tuple(spans),
        ignore=tuple(ignore),
        annotated=frozenset.intersection(*(record.annotated for record in records)),
    )
