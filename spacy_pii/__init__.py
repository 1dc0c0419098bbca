"""Find personal data in text, for spaCy and Presidio."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

from .errors import PiiError

if TYPE_CHECKING:
    from .anonymize import Anonymizer
    from .presidio import create_analyzer

__all__ = ["Anonymizer", "PiiError", "__version__", "create_analyzer"]

try:
    __version__ = version("spacy-pii")
except PackageNotFoundError:  # a checkout that is on the path without being installed
    __version__ = "0+unknown"


def __getattr__(name: str) -> Any:
    # Presidio takes a second to import, and every spacy.load imports this package.
    if name == "create_analyzer":
        from .presidio import create_analyzer

        return create_analyzer
    if name == "Anonymizer":
        from .anonymize import Anonymizer

        return Anonymizer
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
