"""Refusals and texts of packaging; that a wheel is built and installs is shown in tests/workflow."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from spacy.cli.package import TEMPLATE_INIT

from spacy_pii.errors import PiiError
from spacy_pii.report.model_card import model_card
from spacy_pii.training.packaging import ask_for_plugin, package_model, source_licenses

LICENSES = Path(__file__).parents[2] / "assets/licenses"
META = {
    "lang": "en",
    "name": "pii_demo",
    "version": "1.2.3",
    "description": "Finds things.",
    "author": "Us",
    "license": "MIT",
    "sources": [{"name": "Encoder", "author": "Them", "license": "Apache-2.0"}, {"name": "Texts", "license": "MIT"}],
    "labels": {"pii_ner": ["PERSON", "AGE"]},
    "performance": {"documents": 7, "leakage": 1.5, "over_redaction": 2.25, "fully_redacted": 80.0, "f1": 90.125},
}


def package(model, tmp_path, **changes):
    meta = {key: META[key] for key in ("description", "author", "license", "sources")} | changes
    return package_model(
        model,
        tmp_path,
        lang="en",
        name="pii_demo",
        version="1",
        meta=meta,
        scores={},
        licenses=LICENSES,
        card=lambda full: "",
    )


def test_folder_without_a_pipeline_is_refused(tmp_path):
    with pytest.raises(PiiError, match="run the train step"):
        package(tmp_path, tmp_path)


@pytest.mark.parametrize("key", ["description", "author", "license", "sources"])
def test_incomplete_meta_is_refused(tmp_path, key):
    (tmp_path / "meta.json").write_text('{"performance": {}}')
    with pytest.raises(PiiError, match=f"lacks {key}"):
        package(tmp_path, tmp_path, **{key: ""})


def test_licence_without_its_text_is_refused():
    with pytest.raises(PiiError, match="GPL-9"):
        source_licenses([{"name": "Texts", "license": "GPL-9"}], LICENSES)


def test_sources_are_listed_with_the_text_of_every_licence_once():
    text = source_licenses(META["sources"], LICENSES)
    assert "Encoder\n  author: Them\n  license: Apache-2.0" in text
    assert text.count("TERMS AND CONDITIONS FOR USE, REPRODUCTION, AND DISTRIBUTION") == 1
    assert text.count("Permission is hereby granted, free of charge") == 1


def test_card_shows_labels_scores_and_sources():
    card = model_card(META)
    assert "# en_pii_demo 1.2.3" in card
    assert "| `AGE` | quasi | Ages of people |" in card
    assert "| held-out test split | 7 | 1.50 | 2.25 | 80.00 | 90.12 |" in card
    assert "- Encoder, Them (Apache-2.0)" in card
    assert "Not evaluated" in model_card({**META, "performance": {}})


def test_package_asks_for_the_plugin_instead_of_requiring_it_from_an_index(tmp_path):
    meta = {"lang": "en", "name": "pii_x", "requirements": ["spacy-pii>=0.1.0,<0.2.0", "spacy_pii", "other>=1"]}
    (tmp_path / "meta.json").write_text(json.dumps(meta))
    module = tmp_path / "en_pii_x" / "__init__.py"
    module.parent.mkdir()
    module.write_text(TEMPLATE_INIT.format(imports="").replace("__version__ =", "_ = lambda:"))
    ask_for_plugin(tmp_path)
    assert json.loads((tmp_path / "meta.json").read_text())["requirements"] == ["other>=1"]
    program = "import importlib.util as u, en_pii_x; u.find_spec = lambda name: None; en_pii_x.load()"
    result = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True)
    assert "ImportError: en_pii_x needs the plugin spacy-pii" in result.stderr
