"""The real server on a loopback port, as `spacy-pii serve` starts it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx


class Service:
    """A running server: its address, its process and what it has logged."""

    def __init__(self, url: str, process: subprocess.Popen[bytes], log: Path):
        self.url, self.process, self._log = url, process, log
        self.client = httpx.Client(base_url=url, timeout=60)

    def log(self) -> str:
        return self._log.read_text("utf8")

    def analyze(self, **body):
        return self.client.post("/analyze", json={"language": "en", **body})


@contextmanager
def running(folder: Path, *options: str) -> Iterator[Service]:
    """A server with these options; it is terminated at the end."""
    port = free_port()
    log = folder / f"serve-{port}.log"
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "SPACY_PII_BODY_TIMEOUT": "2"}
    command = [sys.executable, "-c", "from spacy_pii.cli import main; main()", "serve", "--port", str(port), *options]
    with log.open("wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=out, env=environment)
    service = Service(f"http://127.0.0.1:{port}", process, log)
    try:
        wait_until_up(service)
        yield service
    finally:
        service.client.close()
        process.terminate()
        process.wait(60)


def wait_until_up(service: Service) -> None:
    for _ in range(1200):
        try:
            if service.client.get("/health").status_code == 200:
                return
        except httpx.TransportError:
            assert service.process.poll() is None, service.log()
        time.sleep(0.1)
    raise AssertionError(service.log())


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
