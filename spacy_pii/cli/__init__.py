"""The command `spacy-pii`: a thin layer over `spacy_pii.anonymize` and `spacy_pii.presidio`."""

from __future__ import annotations

from .analyze import analyze
from .anonymize import anonymize
from .deanonymize import deanonymize
from .guarantee import guarantee
from .presidio_config import presidio_config
from .program import new_app
from .serve import serve
from .tables import anonymize_table

__all__ = ["app", "main"]

app = new_app(name="spacy-pii", no_args_is_help=True)
for _command in (analyze, anonymize, anonymize_table, deanonymize, guarantee, presidio_config, serve):
    app.command()(_command)


@app.callback()
def _about() -> None:
    """Find personal data in text, replace it, and restore it; configure Presidio.

    Exit codes: 0 done, 1 unusable input, 2 wrong usage.
    """


def main() -> None:
    """Entry point of the console script."""
    app()
