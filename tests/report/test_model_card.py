import json
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from sample_benchmark import OURS, make_benchmark

from spacy_pii.report.model_card import model_card

WHEELS = sorted((Path(__file__).parents[2] / "packages").glob("*.whl"))
META = {"lang": "en", "name": "x", "version": "1", "description": "Finds.", "labels": {"pii_onnx": ["PERSON"]}}
META |= {"performance": {}, "sources": [], "license": "MIT", "author": "Us"}


def sections(card):
    return {part.partition("\n")[0]: part.partition("\n")[2].strip() for part in f"\n{card}".split("\n## ")}


@pytest.mark.parametrize("wheel", WHEELS, ids=lambda path: path.name)
def test_cards_of_released_wheels_are_written_as_they_were(wheel):
    with zipfile.ZipFile(wheel) as archive:
        name = next(name for name in archive.namelist() if re.fullmatch(r"\w+/[^/]+/meta\.json", name))
        meta = json.loads(archive.read(name))
        released = archive.read(name.replace("meta.json", "README.md")).decode()
    spans = re.findall(r"^\| `(\w+)` \| .* \| ([\d,]+) \|$", released, re.MULTILINE)
    counts = {label: int(count.replace(",", "")) for label, count in spans}
    before, now = sections(released), sections(model_card(meta, label_counts=counts or None))
    # The benchmark, whose figures are not in the wheel, has the rest.
    parts = now.keys() - {"Scores"}
    assert len(parts) == 7
    assert {name: now[name] for name in parts} == {name: before[name] for name in parts}


def test_benchmark_fills_scores_operating_points_calibration_and_failures():
    benchmark = make_benchmark()
    parts = sections(model_card(META, benchmark))
    assert {"Scores", "Operating points", "Calibration", "Where it fails"} <= parts.keys()
    mean = benchmark.scores[OURS]["mean"].leak
    assert f"| mean | {OURS} | {mean.value:.2f} [{mean.low:.1f}, {mean.high:.1f}] |" in parts["Scores"]
    assert all(f"| `{name}` |" in parts["Operating points"] for name in benchmark.operating_points)
    assert parts["Calibration"].count("\n| 0.") == len(benchmark.calibration.bins)
    leaks = {name: row.leak for name, row in benchmark.slices[OURS].items()}
    shown = [name for name in re.findall(r"^\| (\w+) \|", parts["Where it fails"], re.MULTILINE) if name in leaks]
    assert shown == sorted(leaks, key=lambda name: -leaks[name])
    assert "Missed (in brackets" in parts["Where it fails"]


def test_what_was_not_measured_has_no_section():
    bare = replace(make_benchmark(), calibration=None, thresholds=[], slices={}, gaps={}, worst_leaks=[])
    parts = sections(model_card(META, bare))
    assert "Calibration" not in parts
    assert "spans kept from score" not in parts["Operating points"]
    assert "Missed" not in parts["Where it fails"]
    assert "Leakage on changed text" not in parts["Where it fails"]
