"""A trained pipeline as an installable wheel: meta, model card, licences and scores go inside."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ..errors import PiiError

_LOAD = "def load(**overrides):\n"
_NEEDS_PLUGIN = """    from importlib.util import find_spec

    if find_spec("spacy_pii") is None:
        raise ImportError(
            f"{__name__} needs the plugin spacy-pii, which is not installed. "
            "Install it from its repository: pip install <path or address of the spacy-pii repository>."
        )
"""
_PIP_PLACES = frozenset(["PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_USER", "PIP_UPGRADE"])
REQUIRED_META = ("description", "author", "license", "sources")


def package_model(
    model: Path,
    out: Path,
    *,
    lang: str,
    name: str,
    version: str,
    meta: dict[str, Any],
    scores: dict[str, Any],
    licenses: Path,
    card: Callable[[dict[str, Any]], str],
) -> Path:
    """Build `out/LANG_NAME-VERSION-py3-none-any.whl` from a pipeline folder and return its path.

    meta: description, author, license and sources, as in spaCy's meta.json. scores: what `scripts/evaluate.py` wrote.
    licenses: a folder of LICENSE texts, named by SPDX identifier (`Apache-2.0.txt`). card: the
    model card's text for the full meta. Raises PiiError if something is missing.
    """
    if not (model / "meta.json").is_file():
        raise PiiError("no trained pipeline here.", remedy="run the train step first.", path=model)
    missing = [key for key in REQUIRED_META if not meta.get(key)]
    if missing:
        raise PiiError(f"the model's meta lacks {', '.join(missing)}.", remedy="add them to the file in assets/meta.")
    with tempfile.TemporaryDirectory() as scratch:
        staged = Path(scratch) / "model"
        shutil.copytree(model, staged)
        full = json.loads((model / "meta.json").read_text(encoding="utf8"))
        full.update(meta, lang=lang, name=name, version=version, performance=scores)
        (staged / "meta.json").write_text(json.dumps(full, indent=2, ensure_ascii=False), encoding="utf8")
        (staged / "README.md").write_text(card(full), encoding="utf8")
        (staged / "LICENSE").write_text(license_text(meta["license"], licenses), encoding="utf8")
        (staged / "LICENSES_SOURCES").write_text(source_licenses(meta["sources"], licenses), encoding="utf8")
        build = Path(scratch) / "build"
        build.mkdir()
        # In a process of its own, because the build prints a line for every file.
        command = [sys.executable, "-m", "spacy", "package", str(staged), str(build), "--build", "none"]
        result = subprocess.run(command, capture_output=True, text=True)
        for source in build.glob("*/setup.py"):
            ask_for_plugin(source.parent)
            command = [sys.executable, "-m", "build", str(source.parent), "--wheel"]
            # Where pip is told to install is not where the build's own tools belong.
            environment = {name: value for name, value in os.environ.items() if name not in _PIP_PLACES}
            result = subprocess.run(command, capture_output=True, text=True, env=environment)
        wheel = next(build.glob("*/dist/*.whl"), None)
        if wheel is None:
            raise PiiError(
                f"the wheel was not built: {' '.join((result.stdout + result.stderr).split()[-40:])}",
                remedy="building it needs the package index, for setuptools.",
                path=model,
            )
        out.mkdir(parents=True, exist_ok=True)
        return Path(shutil.copy2(wheel, out / wheel.name))


def ask_for_plugin(package: Path) -> None:
    """Let the package that `spacy package` wrote ask for the plugin when it is loaded, instead of requiring it.

    The plugin is in no index, so whoever registered its name there would own everyone who installs a model.
    """
    meta = json.loads((package / "meta.json").read_text(encoding="utf8"))
    meta["requirements"] = [
        requirement
        for requirement in meta.get("requirements", [])
        if re.split(r"[^\w.-]", requirement, maxsplit=1)[0].lower().replace("_", "-") != "spacy-pii"
    ]
    (package / "meta.json").write_text(json.dumps(meta, indent=2, ensure_ascii=False), encoding="utf8")
    module = package / f"{meta['lang']}_{meta['name']}" / "__init__.py"
    source = module.read_text(encoding="utf8")
    if source.count(_LOAD) != 1:
        raise PiiError("spacy package wrote a module of another form.", remedy="install a spaCy that setup.cfg allows.")
    module.write_text(source.replace(_LOAD, _LOAD + _NEEDS_PLUGIN), encoding="utf8")


def license_text(identifier: str, licenses: Path) -> str:
    """The text of a licence by its SPDX identifier. Raises PiiError if the folder does not hold it."""
    path = licenses / f"{identifier}.txt"
    if not path.is_file():
        raise PiiError(
            f"no text for the licence {identifier!r}.", remedy="add the text, named by its SPDX identifier.", path=path
        )
    return path.read_text(encoding="utf8")


def source_licenses(sources: list[dict[str, str]], licenses: Path) -> str:
    """What the model was made from, followed by the text of every licence named there."""
    lines = ["This model was made from the following sources.", ""]
    for source in sources:
        lines.append(f"{source['name']}")
        lines.extend(f"  {key}: {source[key]}" for key in ("author", "url", "license") if source.get(key))
        lines.append("")
    for identifier in dict.fromkeys(source["license"] for source in sources):
        lines += ["=" * 78, identifier, "=" * 78, "", license_text(identifier, licenses)]
    return "\n".join(lines)
