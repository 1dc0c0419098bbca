"""A small benchmark with every kind of figure."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from spacy_pii.benchmark.results import (
    Benchmark,
    CurvePoint,
    Drift,
    Example,
    FamilyCounts,
    Gap,
    Machine,
    Moved,
    OriginScores,
    Published,
    SetInfo,
    SetScores,
    SliceScores,
    SystemInfo,
)
from spacy_pii.evaluation.bootstrap import MEAN, Interval
from spacy_pii.evaluation.calibration_error import Calibration, CalibrationBin

OURS, PEER = "ours", "Presidio, en_core_web_sm"
SETS = ("court", "tweets")
FAMILIES = {"PERSON": (90, 80, 85), "PHONE": (40, 40, 40), "DATE": (10, 2, 5)}
LEAK = Example("court", 3, "PERSON", 11, "letter to ", "Ann O'Neill & <Sons>\nLtd", " of the", masked=False, score=None)
ALARM = Example("tweets", 7, "DATE", 4, "Xx xx ", "0000", " xxx", masked=True, score=0.87)


def interval(value: float) -> Interval:
    return Interval(value, max(0.0, value - 1.5), min(100.0, value + 1.5))


def scores(leak: float, families: dict[str, tuple[int, int, int]]) -> SetScores:
    values = (leak, 2.0, 0.5, 100 - 3 * leak, 90.0, 88.0)
    counts = {name: FamilyCounts(*row) for name, row in families.items()}
    exact = {"precision": interval(90.0), "recall": interval(86.0)}
    return SetScores(*map(interval, values), families=counts, **exact)


def speed(words: float) -> dict[str, Any]:
    calls = {"20": {"p50": 2.5, "p95": 3.5}, "400": {"p50": 40.25, "p95": 61.5}}
    start = {"spacy": 2.0, "load": 0.25, "first_call": 0.1, "memory": 180.0, "memory_at_end": 190.0}
    return {**start, "words_per_second": words, "call_ms": calls}


def latency() -> dict[str, Any]:
    p95 = {"20": 0.5, "400": 0.6}
    ratio = {"words_per_second": 1.95, "low": 1.75, "high": 2.21, "p50": p95, "p95": p95, "load": 0.8}
    systems = {"exported": speed(7504), "presidio": speed(3141)}
    return {
        "machine": {"processors": 2, "platform": "Linux", "python": "3.11.7"},
        "clock": "wall",
        "megabytes": {"exported": 25.11, "presidio": 15.24},
        "threads": {n: {"systems": systems, "ratios": {"exported : presidio": ratio}} for n in ("1", "2")},
    }


def make_benchmark(**changes: Any) -> Benchmark:
    """The benchmark; changes: fields with other values."""
    by_system = {
        name: {MEAN: scores(leak, {}), **{part: scores(leak + i, FAMILIES) for i, part in enumerate(SETS)}}
        for name, leak in ((OURS, 4.0), (PEER, 23.25))
    }
    slices = {"clean": SliceScores(20, 3.0, 2.0, 4.0, 3.0, []), "lower": SliceScores(20, 9.5, 7.0, 12.0, 3.0, [LEAK])}
    slices = {name: replace(row, sets={"court": 12, "tweets": 8}) for name, row in slices.items()}
    slices["names_thai"] = SliceScores(16, 5.5, 1.0, 9.0, 0.0, [])
    origins = {"en_US": OriginScores(60, 98.0, 94.0, 99.0), "th_TH": OriginScores(60, 51.5, 40.0, 62.0)}
    fields: dict[str, Any] = {
        "created": "2026-01-02T03:04:05+00:00",
        "revision": "0123456789ab-dirty",
        "machine": Machine(2, "Linux-6.1", "3.11.7"),
        "ours": OURS,
        "notes": ["Sets left out because their corpora are missing: letters."],
        "systems": {
            OURS: SystemInfo("spacy", "en_pii_sm", "0.1.0", 25_000_000, ours=True),
            PEER: SystemInfo("presidio", "en_core_web_sm", "3.8.0", 15_000_000, unmapped={"NRP": 4}),
            "absent": SystemInfo("gliner", "models/gliner", install="not installed: get models/gliner"),
        },
        "sets": {name: SetInfo(1200, list(FAMILIES), ["PERSON"], False, "00") for name in SETS},
        "scores": by_system,
        "slices": {OURS: slices, PEER: slices},
        "fairness": {OURS: origins, PEER: origins},
        "gaps": {OURS: Gap("en_US", "th_TH", 46.5)},
        "thresholds": [CurvePoint(t / 20, 4 + t, 3 - t / 10, 85 - t, 88 - t / 2, 80 + t, 90 - t) for t in range(20)],
        "operating_points": {"balanced": scores(4.0, {}), "high_recall": scores(2.5, {})},
        "calibration": Calibration(0.031, (CalibrationBin(0.3, 0.25, 20), CalibrationBin(0.95, 0.97, 900))),
        "calibration_note": "A half of these sets fitted it.",
        "confusion": {"PERSON": {"PERSON": 80, "ORGANIZATION": 7, "O": 3}, "PHONE": {"PHONE": 40}, "O": {"PERSON": 2}},
        "worst_leaks": [LEAK],
        "false_alarms": [ALARM],
        "latency": latency(),
        "published": [Published("piiranha", "token F1", "93.1 %", "https://example.org/card", "on its own split")],
        "drift": Drift("1 figures moved.", "en_pii_sm 0.0.9", [Moved("court", "leak", 3.0, 4.0, 0.5)], ["letters"]),
    }
    return Benchmark(**fields | changes)
