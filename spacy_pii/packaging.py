"""A trained pipeline as an installable wheel: meta, model card, licences and scores go inside."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from .errors import PiiError
from .labels import LABELS

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
) -> Path:
    """Build `out/LANG_NAME-VERSION-py3-none-any.whl` from a pipeline folder and return its path.

    meta: description, author, license and sources, as in spaCy's meta.json. scores: what `scripts/evaluate.py` wrote.
    licenses: a folder of LICENSE texts, named by SPDX identifier (`Apache-2.0.txt`). Raises PiiError if something is
    missing.
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
        (staged / "README.md").write_text(model_card(full), encoding="utf8")
        (staged / "LICENSE").write_text(license_text(meta["license"], licenses), encoding="utf8")
        (staged / "LICENSES_SOURCES").write_text(source_licenses(meta["sources"], licenses), encoding="utf8")
        build = Path(scratch) / "build"
        build.mkdir()
        # In a process of its own, because the build prints a line for every file.
        command = [sys.executable, "-m", "spacy", "package", str(staged), str(build), "--build", "wheel"]
        result = subprocess.run(command, capture_output=True, text=True)
        wheel = next(build.glob("*/dist/*.whl"), None)
        if wheel is None:
            raise PiiError(
                f"the wheel was not built: {' '.join((result.stdout + result.stderr).split()[-40:])}",
                remedy="building it needs the package index, for setuptools.",
                path=model,
            )
        out.mkdir(parents=True, exist_ok=True)
        return Path(shutil.copy2(wheel, out / wheel.name))


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


def model_card(meta: dict[str, Any]) -> str:
    """The model's README: use, labels, scores, limits, sources."""
    package = f"{meta['lang']}_{meta['name']}"
    labels = sorted({label for names in meta["labels"].values() for label in names if label in LABELS})
    rows = [f"| `{name}` | {LABELS[name].identifier} | {LABELS[name].description} |" for name in labels]
    sources = [
        f"- {source['name']}, {source.get('author', '')} ({source['license']}) {source.get('url', '')}".rstrip()
        for source in meta["sources"]
    ]
    return "\n".join(
        [
            f"# {package} {meta['version']}",
            "",
            meta["description"],
            "",
            "## Use",
            "```python",
            "import spacy",
            f'nlp = spacy.load("{package}")',
            "",
            "from spacy_pii.presidio import create_analyzer",
            f'analyzer = create_analyzer("{package}")',
            "```",
            "",
            "## Labels",
            "| label | identifier | what |",
            "| --- | --- | --- |",
            *rows,
            "",
            "## Scores",
            *_score_lines(meta["performance"]),
            "",
            "## Limits",
            "No detector finds everything. Measure the leakage on your own text before you rely on it, and have",
            "a person look where a miss would do harm. Scores on text like the training data say little about",
            "other text.",
            "",
            "## Sources",
            *sources,
            "",
            f"Licence of this model: {meta['license']}; the licences of its sources are in LICENSES_SOURCES.",
            "",
        ]
    )


_FIGURES = ("documents", "leakage", "over_redaction", "fully_redacted", "f1")


def _score_lines(performance: dict[str, Any]) -> list[str]:
    if not performance:
        return ["Not evaluated."]
    rows = {"held-out test split": performance, **performance.get("sets", {})}
    lines = [
        "| set | documents | leakage % | over-redaction % | fully redacted % | exact F1 |",
        "|---|---|---|---|---|---|",
    ]
    for name, row in rows.items():
        figures = (f"{row[key]:.2f}" if isinstance(row[key], float) else str(row[key]) for key in _FIGURES)
        lines.append(f"| {name} | " + " | ".join(figures) + " |")
    return [
        *lines,
        "",
        "Leakage: personal characters that no span covers. Over-redaction: other characters that a span covers.",
        "The test split comes from the same sources as the training data, so it flatters.",
    ]
