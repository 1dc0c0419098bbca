"""What a benchmark found: the one JSON file that reports, gates and the drift guard read. Shares are in percent."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from pydantic import TypeAdapter, ValidationError

from ..errors import PiiError
from ..evaluation.bootstrap import Interval
from ..evaluation.calibration_error import Calibration
from ..files import atomic_text

VERSION: Literal[1] = 1
OUTSIDE = "O"
"""In the confusion: no prediction, or no gold."""


@dataclass(frozen=True)
class Machine:
    processors: int
    platform: str
    python: str


@dataclass(frozen=True)
class SystemInfo:
    """bytes: size on disk. ours: a pipeline of this project. install: how to get a system that is not installed, empty
    for one that was measured. unmapped: predictions by label that the label table lacks; they count by their name."""

    kind: str
    model: str
    version: str = ""
    bytes: int = 0
    ours: bool = False
    install: str = ""
    unmapped: dict[str, int] | None = None


@dataclass(frozen=True)
class SetInfo:
    """families: those that the set annotates. f1: those with exact borders. digest: of texts and gold."""

    documents: int
    families: list[str]
    f1: list[str]
    synthetic: bool
    digest: str


@dataclass(frozen=True)
class FamilyCounts:
    """Gold spans, those that a prediction of the family overlaps, and those covered whole by any prediction."""

    gold: int
    found: int
    covered: int


@dataclass(frozen=True)
class Documents:
    """What the next run needs to compare with the same documents: counts of each, packed by `paired.pack`.

    digest: of texts and gold. columns: some of `evaluation.scores.COUNTS`, separated by spaces.
    """

    digest: str
    columns: str
    counts: str


@dataclass(frozen=True)
class SetScores:
    """Figures as `evaluation.scores` defines them, with 95 % intervals over documents.

    families: empty for a mean. precision, recall: of exact spans; None in files of 0.1.0, which had none. documents: of
    the model under test at its default, None elsewhere and in files before 0.3.0.
    """

    leak: Interval
    over: Interval
    unjudged: Interval
    full: Interval
    typed: Interval
    f1: Interval
    families: dict[str, FamilyCounts]
    precision: Interval | None = None
    recall: Interval | None = None
    documents: Documents | None = None


@dataclass(frozen=True)
class Example:
    """A missed value or a false alarm in its context. document: 0-based number in its set. characters: leaked ones, or
    those of the false alarm. masked: letters and digits are replaced by X, x and 0."""

    set: str
    document: int
    family: str
    characters: int
    before: str
    value: str
    after: str
    masked: bool
    score: float | None = None


@dataclass(frozen=True)
class SliceScores:
    """Leakage on changed texts, mean over sets, its 95 % interval, and that of the same documents before the change.

    sets: documents by labelled set; empty where the texts are made up of our own templates. parts: by set, of the model
    under test alone.
    """

    documents: int
    leak: float
    low: float
    high: float
    clean_leak: float
    worst: list[Example]
    sets: dict[str, int] = field(default_factory=dict)
    parts: dict[str, Documents] = field(default_factory=dict)


@dataclass(frozen=True)
class OriginScores:
    """Share of names that predictions of PERSON cover whole, with its 95 % interval (Wilson).

    documents: of the model under test, None elsewhere.
    """

    names: int
    recall: float
    low: float
    high: float
    documents: Documents | None = None


@dataclass(frozen=True)
class Gap:
    """The largest difference of recall between two origins, in points."""

    best: str
    worst: str
    points: float


@dataclass(frozen=True)
class CurvePoint:
    """Means over sets where predictions below the threshold are dropped; precision and recall as in SetScores."""

    threshold: float
    leak: float
    over: float
    full: float
    f1: float
    precision: float | None = None
    recall: float | None = None


@dataclass(frozen=True)
class Published:
    """A figure that others state about themselves."""

    system: str
    figure: str
    value: str
    source: str
    warning: str


@dataclass(frozen=True)
class Moved:
    """A figure that is not that of the released model. noise: half-width of the 95 % interval of the difference."""

    set: str
    figure: str
    before: float
    after: float
    noise: float


@dataclass(frozen=True)
class Drift:
    """champion: the released model, None if there is none. other_sets: those that cannot be compared, because their
    texts changed or one side lacks them; slices, names and calibration stand among them under their names."""

    message: str
    champion: str | None = None
    moved: list[Moved] | None = None
    other_sets: list[str] | None = None


@dataclass(frozen=True)
class Benchmark:
    """Everything by system name; `ours` names the one that thresholds, operating points, calibration, confusion and
    examples are about. scores: by system and set, and `mean` over sets. confusion: gold family -> predicted family.
    latency: as scripts/latency.py writes it, None without it. notes: what a reader has to know, such as missing sets.
    calibration_note: the same beside the calibration. predictions: by set, those that calibration counts, packed: rows
    of document, score in 1/10000, right or not; for the drift guard.
    """

    created: str
    revision: str
    machine: Machine
    ours: str
    notes: list[str]
    systems: dict[str, SystemInfo]
    sets: dict[str, SetInfo]
    scores: dict[str, dict[str, SetScores]]
    slices: dict[str, dict[str, SliceScores]]
    fairness: dict[str, dict[str, OriginScores]]
    gaps: dict[str, Gap]
    thresholds: list[CurvePoint]
    operating_points: dict[str, SetScores]
    calibration: Calibration | None
    confusion: dict[str, dict[str, int]]
    worst_leaks: list[Example]
    false_alarms: list[Example]
    latency: dict[str, Any] | None
    published: list[Published]
    drift: Drift
    calibration_note: str = ""
    predictions: dict[str, str] = field(default_factory=dict)
    version: Literal[1] = VERSION


_ADAPTER = TypeAdapter(Benchmark)


def write_benchmark(path: Path, benchmark: Benchmark) -> None:
    """Write the JSON file, all or nothing."""
    with atomic_text(path) as file:
        file.write(_ADAPTER.dump_json(benchmark, indent=1).decode() + "\n")


def read_benchmark(path: Path) -> Benchmark:
    """Read the JSON file. Raises PiiError if there is none or it has another form."""
    if not path.is_file():
        raise PiiError("file not found.", remedy="run `make benchmark` first.", path=path)
    try:
        return _ADAPTER.validate_json(path.read_bytes())
    except ValidationError as error:
        place = ".".join(map(str, error.errors()[0]["loc"]))
        raise PiiError(
            f"not a benchmark of version {VERSION}: {error.error_count()} fields are wrong, the first is {place}.",
            remedy="write it again with scripts/benchmark.py.",
            path=path,
        ) from None
