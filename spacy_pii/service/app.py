"""The app: which routes there are, and what stands around them."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, Response

from . import anonymizer_routes, page
from .auth import BearerToken
from .body import STREAMS, BodyLimits
from .metrics import CONTENT_TYPE, Metrics
from .observe import Observe, quiet_libraries
from .responses import add_error_handlers
from .settings import Settings
from .state import State, state_of
from .workers import Workers

if TYPE_CHECKING:
    from spacy.language import Language

    from .detector import Detectors

_UP = {
    "analyzer": "Presidio Analyzer service is up",
    "anonymizer": "Presidio Anonymizer service is up",
    "both": "Presidio Analyzer service is up; Presidio Anonymizer service is up",
}


def create_app(
    model: str | Path | Language | None = None, *, settings: Settings | None = None, threshold: float = 0.5
) -> FastAPI:
    """Presidio's REST contract, our own endpoint and the page.

    model: package name, folder or loaded pipeline, that of the settings if None; a loaded one serves one request at a
    time. settings: those of the environment if None. threshold: of the verdict. Texts are neither logged nor repeated
    in errors. Raises PiiError if the model cannot be loaded.
    """
    settings = settings or Settings.from_environment(os.environ)
    quiet_libraries()
    token = settings.read_token()
    parallel = settings.parallel if model is None or isinstance(model, str | Path) else 1
    detectors = None
    names: Collection[str] = ()
    if settings.role != "anonymizer":
        # spaCy and Presidio's analyzer take seconds and hundreds of megabytes, which the anonymizer can do without.
        from .analyzer_routes import names_of

        detectors = _detectors(settings.model if model is None else model, settings, parallel)
        names = names_of(detectors, settings)
    metrics = Metrics(names)
    workers = Workers(parallel, settings.queue)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        yield
        workers.close()

    # The interactive documentation would be loaded from elsewhere.
    app = FastAPI(title="spacy-pii", version=_version(detectors), docs_url=None, redoc_url=None, lifespan=lifespan)
    app.state.service = State(settings, workers, metrics, detectors, threshold)
    _add_routes(app, settings.role)
    add_error_handlers(app)
    # The last one added is the outermost.
    app.add_middleware(BodyLimits, limit=settings.max_body, seconds=settings.body_timeout, streams=STREAMS)
    if token is not None:
        app.add_middleware(BearerToken, token=token)
    paths = frozenset({*app.openapi()["paths"], "/metrics", "/openapi.json", *page.PATHS})
    app.add_middleware(Observe, metrics=metrics, routes=paths)
    return app


def _detectors(model: str | Path | Language, settings: Settings, count: int) -> Detectors:
    from .detector import Detector, Detectors
    from .regexes import keep_every_pattern

    keep_every_pattern()
    first = Detector(
        model, language=settings.language, patterns=settings.patterns, operating_point=settings.operating_point
    )
    return Detectors(first, count)


def _version(detectors: Detectors | None) -> str:
    return str(detectors.nlp.meta["version"]) if detectors else "0"


def _add_routes(app: FastAPI, role: str) -> None:
    if role != "anonymizer":
        from . import analyzer_routes, own_routes

        app.include_router(analyzer_routes.router)
        app.include_router(own_routes.router)
        app.include_router(page.router)
    if role != "analyzer":
        app.include_router(anonymizer_routes.router)

    @app.get("/health", response_class=HTMLResponse)
    async def health() -> str:
        return _UP[role]

    @app.get("/metrics", include_in_schema=False)
    async def metrics(request: Request) -> Response:
        return Response(state_of(request).metrics.text(), media_type=CONTENT_TYPE)
