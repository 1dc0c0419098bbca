import json
import runpy
from pathlib import Path

import numpy as np
import pytest
import spacy
import typer
from click.testing import Result
from tiny import TEXTS, build, record
from typer.testing import CliRunner

from spacy_pii.errors import PiiError
from spacy_pii.records import PiiRecord, PiiSpan, write_records
from spacy_pii.training.export import export_pipeline
from spacy_pii.training.parity import concatenated, long_records, measure_parity

SCRIPT = Path(__file__).parents[2] / "scripts" / "parity.py"
RECORDS = [record(*row) for row in TEXTS]
# The tiny encoder is random, so int8 may cost it more than a real one.
LOOSE = {"max_f1_loss": 10, "max_leakage_gain": 10}


@pytest.fixture(scope="module")
def trained(tiny_encoder):
    return build(tiny_encoder, RECORDS, steps=60)[0]


@pytest.fixture(scope="module")
def fp32(trained):
    return export_pipeline(trained, int8=False)


@pytest.fixture(scope="module")
def int8(trained):
    return export_pipeline(trained)


def tampered(fp32, cfg=None, arrays=None):
    """The export with other settings or arrays, and checksums that fit them."""
    nlp = spacy.blank("en").from_config(fp32.config).from_bytes(fp32.to_bytes())
    tagger = nlp.get_pipe("pii_onnx")
    tagger.set_parts(
        {**tagger.cfg, **(cfg or {})},
        tagger.parts["graph"],
        tagger.parts["tokenizer"],
        arrays or tagger.parts["arrays"],
    )
    return nlp


def test_faithful_export_passes_also_on_long_documents(trained, fp32, int8):
    parity = measure_parity(trained, fp32, int8, RECORDS, max_windows=4)
    parity.check(**LOOSE)
    assert (parity.same, parity.documents, parity.long_documents) == (100, 7, 3)
    assert parity.windows >= 4
    assert parity.score_difference < 1e-4


def test_export_with_another_temperature_fails(trained, fp32, int8):
    parity = measure_parity(trained, tampered(fp32, cfg={"temperature": 1.5}), int8, RECORDS, max_windows=2)
    with pytest.raises(PiiError, match="float32 equals it on .* % of the documents"):
        parity.check(**LOOSE)


def test_export_with_another_shape_table_fails(trained, fp32, int8, tmp_path):
    tagger = fp32.get_pipe("pii_onnx")
    np.savez(tmp_path / "arrays.npz", bias=tagger._bias, shapes=-tagger._shapes)
    other = tampered(fp32, arrays=(tmp_path / "arrays.npz").read_bytes())
    with pytest.raises(PiiError, match="float32 equals it on"):
        measure_parity(trained, other, int8, RECORDS, max_windows=2).check(**LOOSE)


def test_export_with_other_windows_fails_because_of_the_long_documents(trained, fp32, int8):
    other = tampered(fp32, cfg={"window": 40, "overlap": 0})
    parity = measure_parity(trained, other, int8, RECORDS, max_windows=4)
    assert {4, 5, 6} <= set(parity.differing)


def test_int8_export_that_finds_nothing_fails(trained, fp32):
    silent = tampered(fp32)
    silent.get_pipe("pii_onnx").decoder.thresholds = dict.fromkeys(silent.get_pipe("pii_onnx").labels, 1.0)
    with pytest.raises(PiiError, match=r"int8 loses \d+\.\d+ points of exact F1 .*; int8 leaks \d+"):
        measure_parity(trained, fp32, silent, RECORDS, max_windows=2).check()


def run(*arguments: object) -> Result:
    app = typer.Typer()
    app.command()(runpy.run_path(str(SCRIPT))["main"])
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_command_writes_the_figures_and_fails_with_code_1_beyond_a_limit(trained, fp32, int8, tmp_path):
    for name, nlp in (("trained", trained), ("fp32", fp32), ("int8", int8)):
        nlp.to_disk(tmp_path / name)
    write_records(tmp_path / "records.jsonl", RECORDS)
    arguments = [tmp_path / name for name in ("trained", "fp32", "int8", "records.jsonl")]
    options = ["--out", tmp_path / "parity.json", "--max-windows", 2, "--max-leakage-gain", 10]
    result = run(*arguments, *options, "--max-f1-loss", 10)
    assert result.exit_code == 0, result.output
    assert json.loads((tmp_path / "parity.json").read_text())["same"] == 100
    result = run(*arguments, *options, "--max-f1-loss", -100)
    assert result.exit_code == 1
    assert "points of exact F1 (at most -100.0)" in " ".join(result.stderr.split())
    assert "Anna" not in result.output


def test_joined_records_keep_their_spans_and_what_both_annotate():
    first = PiiRecord("Hi Bo", (PiiSpan(3, 5, "PERSON"),), frozenset({"PERSON", "URL"}), ignore=((0, 2),))
    joined = concatenated(first, PiiRecord("In Ulm", (PiiSpan(3, 6, "LOCATION"),), frozenset({"PERSON"}), ((0, 2),)))
    assert [joined.text[span.start : span.end] for span in joined.spans] == ["Bo", "Ulm"]
    assert [joined.text[start:end] for start, end in joined.ignore] == ["Hi", "In"]
    assert joined.annotated == {"PERSON"}


def test_pipeline_without_a_transformer_is_refused(fp32):
    with pytest.raises(PiiError, match="does not hold a transformer"):
        long_records(fp32, RECORDS, max_windows=3, seed=0)


def test_records_without_text_are_refused(trained, fp32, int8):
    with pytest.raises(PiiError, match="no text to compare on"):
        measure_parity(trained, fp32, int8, [PiiRecord(" ")])
