"""spacy-pii presidio-config."""

from __future__ import annotations

from typing import Annotated

import typer

from . import options
from .documents import open_output
from .program import readable_errors


@readable_errors
def presidio_config(
    model: Annotated[str, typer.Argument(help="package name or folder of a spaCy pipeline")],
    language: options.Language = "en",
    output: options.Output = None,
) -> None:
    """Write a YAML configuration for Presidio's AnalyzerEngineProvider.

    It works after `import spacy_pii.presidio`. Its first lines say what YAML cannot do.
    """
    from ..presidio.configuration import presidio_configuration

    configuration = presidio_configuration(model, languages=[language])
    with open_output(output) as out:
        out.write(configuration.encode("utf8"))
