"""Template files: one YAML file per genre, its rules and its options.

    always: [lower_case]     transforms that every text of the genre goes through
    noise: false             structured text: random noise leaves its case and layout
    rules: {name: text}
    templates: {name: text}

The rules of `_shared.yml` in the same folder are known to every file.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from ..errors import PiiError
from .grammar import Sequence, compile_template
from .noise import TRANSFORMS

_SHARED = "_shared.yml"
_KEYS = {"always", "noise", "rules", "templates"}


@dataclass(frozen=True, slots=True)
class Template:
    """A compiled template. always: names of transforms. noise: whether all random noise suits it."""

    genre: str
    name: str
    body: Sequence
    always: tuple[str, ...] = ()
    noise: bool = True


def load_templates(folder: Path) -> list[Template]:
    """Every template under a folder, in the order of file names. Raises PiiError naming the file and the template."""
    files = [path for path in sorted(folder.glob("*.yml")) if path.name != _SHARED]
    if not files:
        raise PiiError("no templates found.", remedy="a folder with one .yml file per genre is expected.", path=folder)
    shared = _read(folder / _SHARED).get("rules", {}) if (folder / _SHARED).is_file() else {}
    return [template for path in files for template in _load_file(path, shared)]


def _read(path: Path) -> dict[str, Any]:
    try:
        data = yaml.safe_load(path.read_text(encoding="utf8"))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = None if mark is None else mark.line + 1
        raise PiiError("not valid YAML.", remedy="check the indentation.", path=path, line=line) from None
    if not isinstance(data, dict) or not set(data) <= _KEYS:
        raise PiiError("not a template file.", remedy=f"its keys are {', '.join(sorted(_KEYS))}.", path=path)
    for key in ("rules", "templates"):
        section = data.get(key, {})
        if not isinstance(section, dict) or not all(isinstance(text, str) for text in section.values()):
            raise PiiError(f"{key!r} does not map names to texts.", remedy="quote numbers and dates.", path=path)
    return data


def _load_file(path: Path, shared: dict[str, str]) -> list[Template]:
    data = _read(path)
    always = tuple(data.get("always", ()))
    if unknown := [name for name in always if name not in TRANSFORMS]:
        raise PiiError(f"unknown transform {unknown[0]!r}.", remedy=f"choose among {', '.join(TRANSFORMS)}.", path=path)
    rules = {**shared, **data.get("rules", {})}
    templates = []
    for name, text in data.get("templates", {}).items():
        try:
            body = compile_template(text.strip(), rules)
        except PiiError as error:
            raise PiiError(f"template {name!r}: {error.problem}", remedy=error.remedy, path=path) from None
        templates.append(Template(path.stem, str(name), body, always, bool(data.get("noise", True))))
    return templates
