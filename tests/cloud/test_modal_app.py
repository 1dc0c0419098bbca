"""Every Modal function through `.local()`: what it does, without an account."""

import json
import socket
import sys
from pathlib import Path

import pytest
import tiny
from fastapi.testclient import TestClient
from tiny_llama import build_llama

from spacy_pii.cloud.account import CloudSettings
from spacy_pii.errors import PiiError
from spacy_pii.records import read_records, write_records
from spacy_pii.training.runs.run_folder import open_run

ROOT = Path(__file__).parents[2]
FUNCTIONS = {"train", "evaluate", "predict", "latency", "export", "archive", "generate", "retrain", "promote", "serve"}
FUNCTIONS |= {"files_to_do", "anonymize_file"}
FUNCTIONS |= {"train_lm"}
SERVER = """
import json, sys
from http.server import BaseHTTPRequestHandler, HTTPServer
class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.reply({"data": []})
    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        text = json.dumps({"texts": ["Please call ${person#1} on ${phone}."]})
        choice = {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}
        usage = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
        self.reply({"id": "c", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice],
                    "usage": usage})
    def reply(self, row):
        content = json.dumps(row).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
HTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
"""


def test_import_defines_every_function_without_credentials(modal_app):
    assert set(modal_app.app.registered_functions) == FUNCTIONS
    assert {"download", "upload", "anonymize_files"} <= set(modal_app.app.registered_entrypoints)


def test_image_is_built_from_the_pins_of_the_project(modal_app):
    pins = modal_app.pins("train", "modal", "cuda")
    assert "torch ==2.13.0" in pins
    assert "modal ==1.6.4" in pins
    assert not any(pin.startswith("#") for pin in pins)
    assert all("==" in pin for pin in pins if pin.startswith(("torch", "transformers", "peft", "cupy")))
    assert all((ROOT / part).exists() for part in (*modal_app.PARTS, *modal_app.FILES))


def test_trained_run_keeps_the_contract(volume):
    run = open_run(volume / "runs/dry")
    manifest = json.loads(run.manifest.read_text())
    assert manifest["name"] == "dry"
    assert manifest["packages"]["spacy"]
    assert manifest["git_revision"]
    assert "microsoft/deberta" not in run.config.read_text()
    assert json.loads(run.metrics("calibration").read_text())["temperature"] > 0
    assert (run.exported / "config.cfg").is_file()
    assert "keep_checkpoints" not in (run.model / "config.cfg").read_text()


def test_evaluate_and_predict_read_and_write_the_volume(modal_app, volume):
    figures = modal_app.evaluate.local(run="dry", records="runs/dry/corpus/test.jsonl")
    saved = json.loads((volume / "runs/dry/metrics/test.json").read_text())
    assert saved["leakage"] == figures["leakage"]
    count = modal_app.predict.local("runs/dry/corpus/dev.jsonl", "out.jsonl", run="dry")
    assert count == len(list(read_records(volume / "out.jsonl")))


def test_latency_is_measured_on_the_exported_pipeline(modal_app, volume):
    figures = modal_app.latency.local(run="dry", records="runs/dry/corpus/test.jsonl", calls=1)
    assert figures["words_per_second"] > 0
    assert json.loads((volume / "runs/dry/metrics/latency.json").read_text()) == figures


def test_download_stores_what_the_archive_streams(modal_app, volume, tmp_path, monkeypatch):
    # Without an account there is nothing remote to stream from.
    monkeypatch.setattr(modal_app.archive, "remote_gen", modal_app.archive.local)
    download = modal_app.download.info.raw_f
    download(run="dry", out=str(tmp_path))
    assert (tmp_path / "dry/model/config.cfg").read_bytes() == (volume / "runs/dry/model/config.cfg").read_bytes()
    assert not (tmp_path / "dry/checkpoints").exists()
    download(run="dry", out=str(tmp_path), tar=True)
    assert (tmp_path / "dry.tar").stat().st_size > 100_000


def test_generate_asks_the_teacher_behind_its_server(modal_app, tmp_path):
    (tmp_path / "server.py").write_text(SERVER)
    modal_app.generate.local(requests=1, server=f"{sys.executable} {tmp_path}/server.py {{port}}", port=free_port())
    records = list(read_records(modal_app.DATA / "records/taught.jsonl"))
    assert {span.label for record in records for span in record.spans} == {"PERSON", "PHONE_NUMBER"}


def test_student_is_fine_tuned_from_records_of_the_volume(modal_app, tmp_path):
    write_records(modal_app.DATA / "records/lm.jsonl", [tiny.record(*row) for row in tiny.TEXTS])
    model = modal_app.train_lm.local(base=str(build_llama(tmp_path)), records="records/lm.jsonl", dev="none", run="lm")
    assert model == str(modal_app.DATA / "runs/lm/model")
    assert (Path(model) / "model.safetensors").is_file()


def test_teacher_that_does_not_start_is_an_error(modal_app):
    with pytest.raises(PiiError, match="did not start"):
        modal_app.generate.local(server=f"{sys.executable} -c pass", port=free_port())


def test_retraining_without_a_champion_is_promoted_and_served(modal_app, volume):
    decision = modal_app.retrain.local(dry_run=True)
    assert decision["promote"]
    client = TestClient(modal_app.serve.local())
    name = json.loads((volume / "champion.json").read_text())["run"]
    assert client.get("/v1/model").json()["name"] == f"en_{name}"
    modal_app.promote.local(run="dry")
    assert json.loads((volume / "champion.json").read_text())["run"] == "dry"


def test_every_variable_of_the_settings_is_in_the_example():
    text = (ROOT / ".env.example").read_text()
    lines = dict(line.split("=", 1) for line in text.splitlines() if line and not line.startswith("#"))
    assert CloudSettings().to_environment() == {
        name: value for name, value in lines.items() if name.startswith("SPACY_PII")
    }
    assert {"MODAL_TOKEN_ID", "MODAL_TOKEN_SECRET"} <= set(lines)


def test_settings_come_from_the_environment():
    settings = CloudSettings.from_environment({"SPACY_PII_GPU": "A10", "SPACY_PII_HOURS": "3"})
    assert (settings.gpu, settings.hours, settings.volume) == ("A10", 3, "spacy-pii")
    with pytest.raises(PiiError, match="SPACY_PII_HOURS is no number"):
        CloudSettings.from_environment({"SPACY_PII_HOURS": "soon"})
    with pytest.raises(PiiError, match="1 to 24 hours"):
        CloudSettings.from_environment({"SPACY_PII_HOURS": "48"})


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
