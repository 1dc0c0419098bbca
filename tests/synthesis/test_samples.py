"""The sample records in the shape of the ai4privacy 200k and 300k releases agree with themselves."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from spacy_pii.labels import map_label

SAMPLES = Path(__file__).parents[2] / "assets/samples.jsonl"


@pytest.fixture(scope="module")
def rows() -> list[dict]:
    return [json.loads(line) for line in SAMPLES.read_text(encoding="utf8").splitlines()]


def test_there_are_sixty_in_both_sets(rows: list[dict]) -> None:
    assert len(rows) == len({row["id"] for row in rows}) == 60
    assert {row["set"] for row in rows} == {"train", "validation"}
    assert {row["language"] for row in rows} == {"en"}


def test_mask_offsets_hold_their_values(rows: list[dict]) -> None:
    for row in rows:
        for entry in row["privacy_mask"]:
            assert row["source_text"][entry["start"] : entry["end"]] == entry["value"]


def test_span_labels_tile_the_text(rows: list[dict]) -> None:
    for row in rows:
        spans = json.loads(row["span_labels"])
        assert [start for start, _, _ in spans] == [0, *(end for _, end, _ in spans[:-1])]
        assert spans[-1][1] == len(row["source_text"])
        labeled = [tuple(span) for span in spans if span[2] != "O"]
        assert labeled == [(entry["start"], entry["end"], entry["label"]) for entry in row["privacy_mask"]]


def test_target_text_is_the_source_with_placeholders(rows: list[dict]) -> None:
    for row in rows:
        parts = [
            row["source_text"][start:end] if label == "O" else f"[{label}]"
            for start, end, label in json.loads(row["span_labels"])
        ]
        assert row["target_text"] == "".join(parts)


def test_tokens_and_bio_labels_have_the_same_length(rows: list[dict]) -> None:
    for row in rows:
        assert len(row["mbert_text_tokens"]) == len(row["mbert_bio_labels"])
        begun = [label[2:] for label in row["mbert_bio_labels"] if label.startswith("B-")]
        assert begun == [entry["label"] for entry in row["privacy_mask"]]


def test_every_label_is_in_the_table_of_labels(rows: list[dict]) -> None:
    mapped = {map_label(entry["label"], "ai4privacy") for row in rows for entry in row["privacy_mask"]}
    assert len(mapped - {None}) >= 20
