"""Load on a running service: requests a second and the time of a request, by number of clients. Loopback only."""

from __future__ import annotations

import http.client
import json
import statistics
import threading
import time
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import typer

from spacy_pii.cli.program import readable_errors, run
from spacy_pii.errors import PiiError

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_SENTENCE = (
    "Hello, this is Maria Okonkwo from Redwood Dental; please send the report of {day} March to "
    "maria{day}@example.org or call me on (415) 555-01{day}, since our office at 27 Alder Street in Oakland "
    "will be closed after five on Friday and nobody else can sign it."
)


@readable_errors
def main(
    url: Annotated[str, typer.Argument(help="address of the service, on this machine")] = "http://127.0.0.1:5002",
    requests: Annotated[int, typer.Option(help="for each number of clients")] = 200,
    clients: Annotated[list[int] | None, typer.Option(help="may be repeated (1, 4, 16)")] = None,
    pid: Annotated[int, typer.Option(help="process whose memory is shown before and after")] = 0,
) -> None:
    """Send 40-word texts to /analyze and print one JSON line for each number of clients."""
    address = urlsplit(url)
    if address.hostname not in _LOOPBACK:
        raise PiiError("only a service on this machine may be put under load.", remedy="give http://127.0.0.1:PORT.")
    for count in clients or [1, 4, 16]:
        before = _memory(pid)
        started = time.perf_counter()
        seconds, refused = _load(address.hostname or "", address.port or 80, requests, count)
        total = time.perf_counter() - started
        ordered = sorted(seconds)
        row = {
            "clients": count,
            "requests": len(ordered),
            "refused": refused,
            "per_second": round(len(ordered) / total, 1),
            "p50_ms": round(1000 * statistics.median(ordered), 1),
            "p95_ms": round(1000 * ordered[int(0.95 * (len(ordered) - 1))], 1),
            "memory_mb": [before, _memory(pid)],
        }
        print(json.dumps(row), flush=True)


def _load(host: str, port: int, requests: int, clients: int) -> tuple[list[float], int]:
    """Seconds of each answered request, and how many were refused with 503."""
    numbers = iter(range(requests))
    lock = threading.Lock()
    seconds: list[float] = []
    refused = 0

    def client() -> None:
        nonlocal refused
        connection = http.client.HTTPConnection(host, port, timeout=120)
        while True:
            with lock:
                number = next(numbers, None)
            if number is None:
                return
            text = _SENTENCE.format(day=10 + number % 80)
            body = json.dumps({"text": text, "language": "en"})
            started = time.perf_counter()
            connection.request("POST", "/analyze", body, {"Content-Type": "application/json"})
            response = connection.getresponse()
            response.read()
            with lock:
                if response.status == 503:
                    refused += 1
                else:
                    seconds.append(time.perf_counter() - started)

    threads = [threading.Thread(target=client) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return seconds, refused


def _memory(pid: int) -> float | None:
    """Resident megabytes of a process (Linux)."""
    status = Path(f"/proc/{pid}/status")
    if not pid or not status.exists():
        return None
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS"))
    return round(int(line.split()[1]) / 1024, 1)


if __name__ == "__main__":
    run(main)
