"""Serving the app with uvicorn: slow headers time out, SIGTERM lets what runs end, several processes share a port."""

from __future__ import annotations

import asyncio
import logging
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI
from uvicorn.config import STARTUP_FAILURE, Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.supervisors import Multiprocess

from ..errors import PiiError
from .body import MAX_HEADERS
from .metrics import MULTIPROCESS
from .settings import Settings

LOGGER = logging.getLogger("spacy_pii.service")
FACTORY = "spacy_pii.service.server:worker_app"
_HEADER_SECONDS = 10.0
_FORMAT = {"format": "%(asctime)s %(levelname)s %(process)d %(name)s %(message)s"}
_LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": _FORMAT},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "loggers": {
        "uvicorn": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        "spacy_pii.service": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
    },
}


class PatientProtocol(H11Protocol):
    """uvicorn's protocol, which waits ten seconds for the headers of a request, and reads no endless ones."""

    _headers_due: asyncio.TimerHandle | None = None
    _unfinished = 0

    def connection_made(self, transport: Any) -> None:
        """Start the clock."""
        super().connection_made(transport)
        self._start()

    def data_received(self, data: bytes) -> None:
        """Stop the clock where a request has come, and start it where only a part of one has."""
        super().data_received(data)
        cycle = getattr(self, "cycle", None)
        if cycle is not None and not cycle.response_complete:
            self._stop()
            return
        self._unfinished += len(data)
        if self._unfinished > 2 * MAX_HEADERS and not self.transport.is_closing():
            self.transport.close()
        elif self._headers_due is None:
            self._start()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop the clock."""
        self._stop()
        super().connection_lost(exc)

    def _start(self) -> None:
        self._headers_due = asyncio.get_running_loop().call_later(_HEADER_SECONDS, self._late)

    def _stop(self) -> None:
        self._unfinished = 0
        if self._headers_due is not None:
            self._headers_due.cancel()
            self._headers_due = None

    def _late(self) -> None:
        self._headers_due = None
        cycle = getattr(self, "cycle", None)
        if (cycle is None or cycle.response_complete) and not self.transport.is_closing():
            self.transport.close()


def serve(settings: Settings) -> None:
    """Serve until SIGTERM or SIGINT. Raises PiiError before that for settings that cannot be used."""
    settings.read_token()
    os.environ.update(settings.to_environment())
    # Presidio would leave out patterns of its own that take longer.
    os.environ.pop("REGEX_TIMEOUT_SECONDS", None)
    metrics_folder = None
    if settings.workers > 1 and not os.environ.get(MULTIPROCESS):
        metrics_folder = os.environ[MULTIPROCESS] = tempfile.mkdtemp(prefix="spacy-pii-metrics-")
    elif folder := os.environ.get(MULTIPROCESS):
        # Without it requests would fail, and not the start.
        Path(folder).mkdir(parents=True, exist_ok=True)
    try:
        if settings.workers == 1:
            # Before the port is open, so that what is wrong is said without a traceback.
            uvicorn.Server(Config(_app(settings), **_options(settings))).run()
        else:
            _serve_with_workers(settings)
    finally:
        if metrics_folder:
            shutil.rmtree(metrics_folder, ignore_errors=True)


def _serve_with_workers(settings: Settings) -> None:
    config = Config(FACTORY, **_options(settings), factory=True, workers=settings.workers)
    supervisor = Multiprocess(config, sockets=[config.bind_socket()])
    supervisor.run()
    if any(process.exitcode == STARTUP_FAILURE for process in supervisor.processes):
        raise PiiError("a worker could not start.", remedy="its own message stands above.")


def worker_app() -> FastAPI:
    """The app of one of several processes, set up by the environment.

    Exits with the code that tells uvicorn not to try again if it cannot be made.
    """
    try:
        return _app(Settings.from_environment(os.environ))
    except PiiError as error:
        LOGGER.error("%s", error)
    except Exception:
        LOGGER.exception("the app cannot be made")
    raise SystemExit(STARTUP_FAILURE)


def _app(settings: Settings) -> FastAPI:
    from .app import create_app

    return create_app(settings=settings)


def _options(settings: Settings) -> dict[str, Any]:
    return {
        "host": settings.host,
        "port": settings.port,
        "http": PatientProtocol,
        "ws": "none",
        "log_config": _LOGGING,
        "log_level": _level(),
        # Ours holds routes; uvicorn's would hold query strings.
        "access_log": False,
        "server_header": False,
        "timeout_keep_alive": 15,
        "timeout_graceful_shutdown": settings.grace,
        # A worker that is still importing on a busy machine is not dead.
        "timeout_worker_healthcheck": 120,
        "h11_max_incomplete_event_size": 32_768,
        "backlog": 512,
    }


def _level() -> int:
    name = os.environ.get("LOG_LEVEL", "info").upper()
    level = logging.getLevelNamesMapping().get(name, logging.INFO)
    # Beyond that, libraries would write what passes through them.
    return max(level, logging.INFO)
