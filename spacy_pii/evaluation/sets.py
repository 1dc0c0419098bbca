"""A folder of labelled sets: `sets.json` {NAME: {"types": [families], "f1": [families]}} beside NAME.jsonl files.

types: families that the set annotates. f1: those with exact borders and every mention; all of `types` if left out.
synthetic: true where nobody's data is in the texts, so that a report may quote them; false if left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import PiiError
from ..labels import families
from ..records import PiiRecord, open_text, read_records

INDEX = "sets.json"


@dataclass(frozen=True, slots=True)
class LabeledSet:
    """Records with the families that they annotate at all (judged), and with exact borders (complete).

    synthetic: the texts are made up.
    """

    name: str
    path: Path
    judged: frozenset[str]
    complete: frozenset[str]
    synthetic: bool = False

    def records(self) -> Iterator[PiiRecord]:
        """Stream the records. Raises PiiError with file and line."""
        return read_records(self.path)


def read_sets(folder: Path) -> list[LabeledSet]:
    """The sets of a folder, in the order of its sets.json. Raises PiiError."""
    index = folder / INDEX
    try:
        with open_text(index) as file:
            rows = json.load(file)
        return [_labeled_set(name, row, folder) for name, row in rows.items()]
    except (json.JSONDecodeError, AttributeError, KeyError, TypeError) as error:
        raise PiiError(
            f"not a list of labelled sets: {type(error).__name__} while reading it.",
            remedy='expected {NAME: {"types": [families], "f1": [families]}}.',
            path=index,
        ) from None


def _labeled_set(name: str, row: dict[str, Any], folder: Path) -> LabeledSet:
    judged = families(frozenset(row["types"]))
    complete = families(frozenset(row["f1"])) if "f1" in row else judged
    return LabeledSet(name, folder / f"{name}.jsonl", judged, complete, bool(row.get("synthetic", False)))
