"""The Modal app on a folder in place of its Volume, and a dry run in it."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def modal_app(tmp_path_factory):
    """The module scripts/modal_app.py, imported without any credentials."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MODAL_CONFIG_PATH", str(tmp_path_factory.mktemp("modal") / "none.toml"))
        for name in ("MODAL_TOKEN_ID", "MODAL_TOKEN_SECRET"):
            patch.delenv(name, raising=False)
        spec = importlib.util.spec_from_file_location("modal_app", ROOT / "scripts/modal_app.py")
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        module.DATA = tmp_path_factory.mktemp("volume")
        yield module


@pytest.fixture(scope="session")
def volume(modal_app):
    """A folder with a trained and exported run named "dry"."""
    modal_app.train.local(run="dry", dry_run=True)
    modal_app.export.local(run="dry")
    return modal_app.DATA
