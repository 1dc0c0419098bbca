"""The systems file: what is compared, the labels of each system in ours, and the figures that others published."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import yaml
from spacy.util import get_package_path, is_package

from ..errors import PiiError
from ..records import open_text
from .detectors import LOADERS, Detector, Spans
from .results import Published, SystemInfo

RELEASED = "en_pii_sm"
TRAINED = "training/exported"
_OURS = ("spacy", "our-analyzer")
_NEEDS = {"gliner": "gliner", "transformers": "transformers"}


@dataclass(frozen=True)
class System:
    """One system. labels: theirs -> ours, None if it has ours. ours: the model under test is inside."""

    name: str
    kind: str
    model: str
    labels: dict[str, str] | None = None
    install: str = ""
    ours: bool = False
    unmapped: Counter[str] = field(default_factory=Counter)

    @property
    def installed(self) -> bool:
        """Are its model and the library that runs it here?"""
        library = _NEEDS.get(self.kind)
        return (is_package(self.model) or Path(self.model).exists()) and (library is None or bool(find_spec(library)))

    def info(self) -> SystemInfo:
        """What the results say about it."""
        if not self.installed:
            install = f"not installed: {self.install or 'get ' + self.model}"
            return SystemInfo(self.kind, self.model, ours=self.ours, install=install)
        path = model_path(self.model)
        return SystemInfo(
            self.kind, self.model, _version(self.model, path), size(path), self.ours, unmapped=dict(self.unmapped)
        )

    def load(self) -> Detector:
        """A detector whose spans have our labels. Raises PiiError if a model of ours is not installed."""
        detector = LOADERS[self.kind](self.model, list(self.labels or ()))
        return lambda texts: self._mapped(detector(texts))

    def _mapped(self, found: Iterable[Spans]) -> Iterator[Spans]:
        for spans in found:
            yield tuple(replace(span, label=self._label(span.label)) for span in spans)

    def _label(self, label: str) -> str:
        if self.labels is None:
            return label
        if label not in self.labels:
            self.unmapped[label] += 1
        return self.labels.get(label, label)


def read_systems(path: Path, model: str) -> tuple[list[System], list[Published]]:
    """The systems and published figures of a file; `model` is the one under test. Raises PiiError."""
    with open_text(path) as file:
        try:
            content = yaml.safe_load(file)
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            line = None if mark is None else mark.line + 1
            raise PiiError("not valid YAML.", remedy="check the indentation.", path=path, line=line) from None
    try:
        tables: dict[str, dict[str, str]] = content["labels"]
        systems = [_system(name, row, tables, model) for name, row in content["systems"].items()]
        return systems, [Published(**row) for row in content.get("published", ())]
    except (AttributeError, KeyError, TypeError) as error:
        raise PiiError(
            f"not a list of systems: {type(error).__name__} while reading it.",
            remedy="expected systems, labels and published as assets/systems.yml describes them.",
            path=path,
        ) from None
    except PiiError as error:
        raise error.at(path) from None


def choose(systems: Sequence[System], names: Sequence[str]) -> list[System]:
    """Those with these names; all of them without names. Raises PiiError for a name that no system has."""
    known = [system.name for system in systems]
    if unknown := [name for name in names if name not in known]:
        raise PiiError(
            f"no system is called {', '.join(map(repr, unknown))}.", remedy=f"choose among {'; '.join(known)}."
        )
    return [system for system in systems if not names or system.name in names]


def _system(name: str, row: dict[str, Any], tables: dict[str, dict[str, str]], model: str) -> System:
    kind = row["kind"]
    if kind not in LOADERS:
        raise PiiError(f"system {name!r}: unknown kind {kind!r}.", remedy=f"choose among {', '.join(LOADERS)}.")
    if (table := row.get("labels")) is not None and table not in tables:
        raise PiiError(f"system {name!r}: there is no label table {table!r}.", remedy="add it under labels.")
    if "model" not in row and kind not in _OURS:
        raise PiiError(f"system {name!r} has no model.", remedy="name a package or a folder.")
    return System(
        name=name,
        kind=kind,
        model=row.get("model", model),
        labels=None if table is None else tables[table],
        install=row.get("install", ""),
        ours="model" not in row,
    )


def default_model() -> str:
    """The released model if it is installed, else what the workflow trained."""
    return RELEASED if is_package(RELEASED) else TRAINED


def model_path(model: str) -> Path:
    """Where a package, a folder or a file is. Raises PiiError if it is nowhere."""
    path = get_package_path(model) if is_package(model) else Path(model)
    if not path.exists():
        raise PiiError("there is no such package, folder or file.", remedy="export the pipeline first.", path=path)
    return path


def size(path: Path) -> int:
    """Bytes of a file, or of all files of a folder."""
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(file.stat().st_size for file in files if file.is_file())


def _version(model: str, path: Path) -> str:
    try:
        return version(model)
    except (PackageNotFoundError, ValueError):
        meta = path / "meta.json"
        return str(json.loads(meta.read_text(encoding="utf8")).get("version", "")) if meta.is_file() else ""
