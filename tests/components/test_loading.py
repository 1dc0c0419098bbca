"""A model that is missing or damaged is an error that says what to do, wherever it is loaded."""

import runpy
from pathlib import Path

import pytest
import tiny
import typer
from typer.testing import CliRunner

from spacy_pii.components.loading import default_model, load_pipeline
from spacy_pii.errors import PiiError
from spacy_pii.presidio import create_analyzer
from spacy_pii.training.export import export_pipeline

SHOW = Path(__file__).parents[2] / "scripts/show.py"


@pytest.fixture(scope="module")
def pipelines(tiny_encoder):
    trained = tiny.build(tiny_encoder, [tiny.record(*tiny.TEXTS[0])])[0]
    return {"torch": trained, "onnx": export_pipeline(trained, int8=False)}


@pytest.fixture(
    params=[
        "torch/config.cfg",
        "torch/meta.json",
        "torch/tokenizer",
        "torch/vocab/strings.json",
        "torch/vocab/vectors",
        "torch/transformer/model",
        "torch/pii_ner/model",
        "onnx/pii_onnx/cfg",
        "onnx/pii_onnx/graph",
        "onnx/pii_onnx/tokenizer",
    ]
)
def damaged(request, pipelines, tmp_path) -> Path:
    """A model folder in which one file was cut short, as by a full disk or a broken download."""
    kind, _, name = request.param.partition("/")
    pipelines[kind].to_disk(tmp_path)
    content = (tmp_path / name).read_bytes()
    (tmp_path / name).write_bytes(content[: len(content) // 2])
    return tmp_path


def test_damaged_model_is_an_error_with_a_remedy(damaged):
    for load in (load_pipeline, create_analyzer):
        with pytest.raises(PiiError, match="damaged.*Remedy: .*install"):
            load(str(damaged))


def test_model_without_a_file_is_an_error(pipelines, tmp_path):
    pipelines["torch"].to_disk(tmp_path)
    (tmp_path / "pii_ner/model").unlink()
    with pytest.raises(PiiError, match="damaged"):
        create_analyzer(tmp_path)


@pytest.mark.parametrize("model", ["en_no_such_model", "folder"])
def test_commands_print_the_error_instead_of_a_traceback(tmp_path, monkeypatch, model):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    app = typer.Typer()
    app.command()(runpy.run_path(str(SHOW))["main"])
    result = CliRunner().invoke(app, [model])
    assert (result.exit_code, type(result.exception)) == (1, SystemExit)
    assert model in result.stderr
    assert "Remedy: install its wheel" in " ".join(result.stderr.split())


@pytest.mark.parametrize(
    ("installed", "chosen"),
    [(["en_pii_md", "en_pii_sm"], "en_pii_md"), (["en_pii_sm"], "en_pii_sm"), ([], "en_pii_sm")],
)
def test_the_most_accurate_of_the_installed_models_is_the_default(tmp_path, monkeypatch, installed, chosen):
    for name in installed:
        folder = tmp_path / f"{name}-1.0.0.dist-info"
        folder.mkdir()
        (folder / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0.0\n", encoding="utf8")
    monkeypatch.setattr("sys.path", [str(tmp_path)])
    assert default_model() == chosen
