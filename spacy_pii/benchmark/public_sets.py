"""The benchmark's sets from public corpora: real text that people annotated, and templates that others filled.

The first five chose the first released model; the last three are kinds of text that it had not seen.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from ..corpora import read_corpus
from ..errors import PiiError
from ..evaluation.sets import INDEX
from ..files import atomic_text
from ..labels import ALL_LABELS, families
from ..records import PiiRecord, read_records, write_records

STAND_IN = "synthetic_test"
SELECTION = (
    "The development sets were also used to choose the released model, its operating point and, one half of a part of "
    "them, its calibration: its figures flatter a little."
)
CALIBRATION = (
    "One half of a part of these sets fitted the calibration of the released model: its error on other texts is likely "
    "to be larger."
)
"""What the reader of figures of the released model has to know."""


@dataclass(frozen=True)
class PublicSet:
    """files: below the folder of corpora. types, f1: as in sets.json. keep: which of the records belong to it."""

    files: tuple[str, ...]
    types: str
    f1: str
    keep: Callable[[PiiRecord], bool] = lambda record: True
    synthetic: bool = False


_EWT = ("uner_ewt/en_ewt-ud-dev.iob2",)
SETS: dict[str, PublicSet] = {
    "tab_dev": PublicSet(
        ("tab/tab_train_dev.jsonl",),
        "PERSON LOCATION ORGANIZATION DATE ID",
        "PERSON",
        keep=lambda record: record.source == "tab:dev",
    ),
    "ewt_dev": PublicSet(_EWT, "PERSON LOCATION ORGANIZATION", "PERSON LOCATION"),
    "ewt_dev_email": PublicSet(
        _EWT, "PERSON LOCATION ORGANIZATION", "PERSON LOCATION", keep=lambda record: record.id.startswith("email")
    ),
    "btc_dev": PublicSet(("btc/btc.dev",), "PERSON LOCATION ORGANIZATION", "PERSON LOCATION"),
    "presidio_research": PublicSet(
        ("presidio_research/generated_small.json", "presidio_research/generated_large.json"),
        "PERSON LOCATION ORGANIZATION DATE ID EMAIL PHONE CREDIT_CARD IBAN SSN IP URL",
        "PERSON DATE EMAIL PHONE CREDIT_CARD IBAN SSN IP",
        synthetic=True,
    ),
    "redocred_dev": PublicSet(
        ("redocred/dev_revised.json", "redocred/test_revised.json"),
        "PERSON LOCATION ORGANIZATION DATE",
        "PERSON LOCATION",
        keep=lambda record: record.source == "redocred:dev",
    ),
    "emailcoref_dev": PublicSet(("emailcoref/test.conll",), "PERSON LOCATION ORGANIZATION EMAIL", "EMAIL"),
    "inlegal_dev": PublicSet(("inlegalner/dev_judgement.json",), "PERSON LOCATION ORGANIZATION DATE", "PERSON"),
}


def build_sets(corpora: Path, test: Path, out: Path) -> tuple[dict[str, int], list[str]]:
    """Write NAME.jsonl and sets.json to `out`; returns documents by set, and the sets whose corpus is missing.

    Where one is missing, the held-out synthetic records of `test` come in as STAND_IN. Raises PiiError for a corpus
    that cannot be read, and where there is nothing to build from.
    """
    index, counts, missing = {}, {}, []
    for name, part in SETS.items():
        if all((corpora / file).is_file() for file in part.files):
            counts[name] = write_records(out / f"{name}.jsonl", _records(corpora, part))
            index[name] = {"types": part.types.split(), "f1": part.f1.split(), "synthetic": part.synthetic}
        else:
            missing.append(name)
    if missing and test.is_file():
        counts[STAND_IN] = write_records(out / f"{STAND_IN}.jsonl", read_records(test))
        index[STAND_IN] = {"types": sorted(families(ALL_LABELS)), "synthetic": True}
    if not index:
        raise PiiError(
            "there is neither a public corpus nor a synthetic test split.",
            remedy="fetch them (`python -m spacy project assets projects/release`), or run `make demo` for the split.",
            path=corpora,
        )
    with atomic_text(out / INDEX) as file:
        json.dump(index, file, indent=1)
    return counts, missing


def _records(corpora: Path, part: PublicSet) -> Iterator[PiiRecord]:
    seen: set[str] = set()
    for record in chain.from_iterable(read_corpus(corpora / file, max_bad=-1) for file in part.files):
        # A template without anything to fill in comes out the same each time.
        if part.keep(record) and not (part.synthetic and record.text in seen):
            seen.add(record.text)
            yield record
