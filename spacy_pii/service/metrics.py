"""Counters for Prometheus, by route, method, status and entity label of ours: never by what was sent."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
OTHER = "OTHER"
MULTIPROCESS = "PROMETHEUS_MULTIPROC_DIR"
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class Metrics:
    """The counters of one app; of several processes, those of all where PROMETHEUS_MULTIPROC_DIR is set."""

    def __init__(self, labels: Collection[str]):
        self._labels = frozenset(labels)
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "spacy_pii_requests", "Requests.", ("route", "method", "status"), registry=self._registry
        )
        self._seconds = Histogram(
            "spacy_pii_request_seconds",
            "Seconds to the end of the answer.",
            ("route",),
            registry=self._registry,
            buckets=_SECONDS,
        )
        self._entities = Counter("spacy_pii_entities", "Entities found.", ("label",), registry=self._registry)

    def request(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count a request that has been answered."""
        self._requests.labels(route, method, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def entities(self, labels: Iterable[str]) -> None:
        """Count entities; labels that a request brought along count as OTHER."""
        for label in labels:
            self._entities.labels(label if label in self._labels else OTHER).inc()

    def text(self) -> bytes:
        """In Prometheus's text format."""
        if os.environ.get(MULTIPROCESS):
            together = CollectorRegistry()
            MultiProcessCollector(together)
            return generate_latest(together)
        return generate_latest(self._registry)
