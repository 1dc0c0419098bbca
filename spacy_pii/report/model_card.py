"""The model's README, in Markdown: what it is for, what it finds, how well, and where it fails."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from ..labels import LABELS
from .guarantee_card import guarantee_section

if TYPE_CHECKING:
    from ..benchmark.results import Benchmark


def model_card(
    meta: Mapping[str, Any], benchmark: Benchmark | None = None, label_counts: Mapping[str, int] | None = None
) -> str:
    """The card of a pipeline, from the template `model_card.md` beside this file.

    meta: spaCy's meta.json, with `performance` as `scripts/evaluate.py` wrote it. benchmark: the model beside its
    peers. label_counts: spans per label in the training data.
    """
    environment = Environment(
        loader=PackageLoader("spacy_pii.report", "."),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    names = {label for component in meta["labels"].values() for label in component}
    return environment.get_template("model_card.md").render(
        package=f"{meta['lang']}_{meta['name']}",
        meta=meta,
        labels=[LABELS[name] for name in sorted(names & LABELS.keys())],
        counts=label_counts,
        splits={"held-out test split": meta["performance"], **meta["performance"].get("sets", {})},
        benchmark=benchmark,
        guarantee=guarantee_section(meta),
    )
