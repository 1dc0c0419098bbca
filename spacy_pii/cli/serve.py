"""spacy-pii serve."""

from __future__ import annotations

import importlib.util
import os
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from ..errors import PiiError
from .program import readable_errors


class RoleOption(StrEnum):
    """Which of Presidio's services to be."""

    both = "both"
    analyzer = "analyzer"
    anonymizer = "anonymizer"


class LabelsOption(StrEnum):
    """Names of entities in /analyze."""

    presidio = "presidio"
    ours = "ours"


@readable_errors
def serve(
    model: Annotated[
        str | None,
        typer.Option("--model", "-m", help="package or folder (the most accurate installed)"),
    ] = None,
    role: Annotated[RoleOption | None, typer.Option(help="narrow it to one of Presidio's services (both)")] = None,
    labels: Annotated[LabelsOption | None, typer.Option(help="names of entities in /analyze (presidio)")] = None,
    operating_point: Annotated[str | None, typer.Option(help="one of the pipeline's (its own)")] = None,
    host: Annotated[str | None, typer.Option(help="address to listen on (127.0.0.1)")] = None,
    port: Annotated[int | None, typer.Option(help="port to listen on; $PORT (5002)")] = None,
    workers: Annotated[int | None, typer.Option(help="processes; $WORKERS (1)")] = None,
    threads: Annotated[int | None, typer.Option(help="requests at a time in a process (processors, at most 4)")] = None,
    queue: Annotated[int | None, typer.Option(help="requests that wait before others get 503 (64)")] = None,
    max_body: Annotated[int | None, typer.Option(help="bytes of a request (4000000)")] = None,
    token_file: Annotated[Path | None, typer.Option(help="file with the bearer token that requests need")] = None,
    patterns: Annotated[bool | None, typer.Option("--patterns/--no-patterns", help="Presidio's patterns, too")] = None,
) -> None:
    """Serve Presidio's REST contract, /v1/anonymize, and a page to try it on at /.

    Each option is also a variable: SPACY_PII_MODEL, SPACY_PII_MAX_BODY, ...; options come first. Defaults in brackets.
    """
    for module in ("fastapi", "uvicorn", "prometheus_client"):
        if importlib.util.find_spec(module) is None:
            raise PiiError(
                f"{module} is not installed.", remedy='install the service with `pip install "spacy-pii[service]"`.'
            )
    from ..service.server import serve as run
    from ..service.settings import Settings

    run(
        Settings.from_environment(
            os.environ,
            model=model,
            role=role and role.value,
            labels=labels and labels.value,
            operating_point=operating_point,
            host=host,
            port=port,
            workers=workers,
            threads=threads,
            queue=queue,
            max_body=max_body,
            token_file=str(token_file) if token_file else None,
            patterns=patterns,
        )
    )
