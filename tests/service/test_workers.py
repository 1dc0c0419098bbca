"""Several processes on one port: all of them serve, count together, and end together."""

import os
import re
import signal
import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from serving import running
from uvicorn.config import STARTUP_FAILURE

from spacy_pii.service.server import worker_app

SLOW = {
    "text": "a" * 60 + "!",
    "language": "en",
    "ad_hoc_recognizers": [
        {"supported_entity": "X", "patterns": [{"name": "b", "regex": r"(a|aa)+$", "score": 0.5}]},
    ],
}


@pytest.fixture
def service(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    with running(tmp_path, "--workers", "2", "--threads", "1") as up:
        yield up


def analyzed(service):
    """Fresh connections, since one that is kept stays with its process."""

    def one(_):
        response = httpx.post(f"{service.url}/analyze", json={"text": "Mail a@b.com", "language": "en"}, timeout=60)
        assert [row["entity_type"] for row in response.json()] == ["EMAIL_ADDRESS"]

    with ThreadPoolExecutor(4) as pool:
        return len(list(pool.map(one, range(8))))


def serving_pids(service):
    return {int(pid) for pid in re.findall(r" (\d+) spacy_pii.service POST /analyze 200", service.log())}


def counted(service):
    """Answered requests of /analyze, and e-mail addresses, as any of the processes says."""
    samples = [
        sample
        for family in text_string_to_metric_families(httpx.get(f"{service.url}/metrics", timeout=60).text)
        for sample in family.samples
    ]
    requests = [s.value for s in samples if s.name == "spacy_pii_requests_total" and s.labels["route"] == "/analyze"]
    found = [s.value for s in samples if s.labels.get("label") == "EMAIL_ADDRESS"]
    return sum(requests), sum(found)


def test_two_workers_serve_count_together_and_end_with_what_they_do(service, tmp_path):
    sent = 0
    while len(serving_pids(service)) < 2 and sent < 400:
        sent += analyzed(service)
    pids = serving_pids(service)
    assert len(pids) == 2
    assert service.process.pid not in pids
    # A request is counted just after its answer.
    for _ in range(100):
        if counted(service)[0] >= sent:
            break
        time.sleep(0.05)
    assert {counted(service) for _ in range(10)} == {(sent, sent)}
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(httpx.post, f"{service.url}/analyze", json=SLOW, timeout=60)
        time.sleep(0.5)
        service.process.send_signal(signal.SIGTERM)
        assert answer.result().json()["error"].startswith("The regular expressions")
    assert service.process.wait(60) == 0
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)
    assert not list(tmp_path.glob("spacy-pii-metrics-*"))


def test_a_worker_without_a_model_says_so_and_is_not_started_again(tmp_path, monkeypatch, caplog):
    monkeypatch.setenv("SPACY_PII_MODEL", str(tmp_path / "nowhere"))
    with pytest.raises(SystemExit) as stopped:
        worker_app()
    assert stopped.value.code == STARTUP_FAILURE
    assert "there is no installed model package" in caplog.text
    assert "Traceback" not in caplog.text


def test_the_anonymizer_alone_ends_what_it_does_on_sigterm(tmp_path):
    """It loads neither spaCy nor a model."""
    result = {"start": 0, "end": 1, "score": 1, "entity_type": "A"}
    with running(tmp_path, "--role", "anonymizer") as service:
        assert service.client.post("/analyze", json={"text": "a", "language": "en"}).status_code == 404
        with ThreadPoolExecutor(1) as pool:
            body = {"text": "a", "analyzer_results": [{**result, "entity_type": f"A{n}"} for n in range(3000)]}
            answer = pool.submit(service.client.post, "/anonymize", json=body)
            time.sleep(0.3)
            service.process.send_signal(signal.SIGTERM)
            assert answer.result().status_code == 200
        assert service.process.wait(60) in (0, -signal.SIGTERM)
