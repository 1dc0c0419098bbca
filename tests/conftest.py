"""Fixtures shared by the suite: a random encoder small enough to train in seconds, and a pipeline around it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import HealthCheck, settings

settings.register_profile(
    "repeatable",
    derandomize=True,
    deadline=None,
    # A busy machine is no reason to fail.
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("repeatable")

ROOT = Path(__file__).parent.parent


LONGEST = ("tests/workflow/", "tests/distributed/", "tests/service/", "tests/docs/", "tests/training/")
"""Where single tests take longest; they come first, so that no worker is left alone with one of them at the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: next((i for i, part in enumerate(LONGEST) if part in item.nodeid), len(LONGEST)))


@pytest.fixture(scope="session")
def tiny_encoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A saved BERT with random weights and a character-level vocabulary."""
    import torch
    from transformers import BertConfig, BertModel, BertTokenizerFast

    folder = tmp_path_factory.mktemp("encoder")
    characters = [chr(code) for code in range(33, 127)]
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *characters, *(f"##{c}" for c in characters)]
    (folder / "vocab.txt").write_text("\n".join(vocabulary), encoding="utf8")
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(vocabulary),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=512,
    )
    BertModel(config).save_pretrained(folder)
    BertTokenizerFast(str(folder / "vocab.txt"), model_max_length=512).save_pretrained(folder)
    return folder


def made_once(tmp_path_factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """The folder that `make` fills, once in a run: one of xdist's workers makes it, and the others wait."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / name
    with FileLock(folder.with_suffix(".lock")):
        if not folder.exists():
            make(folder.with_suffix(".unfinished"))
            folder.with_suffix(".unfinished").rename(folder)
    return folder


@pytest.fixture(scope="session")
def tiny_pipeline(tiny_encoder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the pipeline that knows `tiny.TEXTS` by heart; tests that change it load a copy of their own."""
    import tiny

    def make(folder: Path) -> None:
        nlp, losses = tiny.build(tiny_encoder, tiny.RECORDS, steps=60)
        nlp.meta["performance"] = {"losses": losses}
        nlp.to_disk(folder)

    return made_once(tmp_path_factory, "tiny_pipeline", make)


@pytest.fixture(scope="session")
def tiny_onnx(tiny_pipeline: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the int8 export of `tiny_pipeline`."""
    import spacy

    from spacy_pii.training.export import export_pipeline

    return made_once(
        tmp_path_factory, "tiny_onnx", lambda folder: export_pipeline(spacy.load(tiny_pipeline)).to_disk(folder)
    )


@pytest.fixture(scope="session")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a pipeline that finds two names and a number, and nothing else."""
    import spacy

    nlp = spacy.blank("en")
    nlp.add_pipe("entity_ruler").add_patterns(
        [
            {"label": "PERSON", "pattern": "John Smith"},
            {"label": "PERSON", "pattern": "Zoë"},
            {"label": "PHONE_NUMBER", "pattern": "555-0142"},
        ]
    )
    folder = tmp_path_factory.mktemp("model") / "rules"
    nlp.to_disk(folder)
    return folder
