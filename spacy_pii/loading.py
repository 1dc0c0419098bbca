"""Loading a pipeline, with errors that say what to do about one that is missing or damaged."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from .errors import PiiError

if TYPE_CHECKING:
    from spacy.language import Language


def load_model(model: str | Path) -> Language:
    """Load a pipeline by package name or folder. Raises PiiError if there is none or it is damaged.

    Nothing is ever downloaded.
    """
    import spacy

    name = str(model)
    if not (spacy.util.is_package(name) or Path(name).exists()):
        raise PiiError(
            f"there is no installed model package and no folder named {name!r}.",
            remedy=f"install its wheel with `pip install packages/{name}-<version>-py3-none-any.whl` from a clone "
            "of the spacy-pii repository, or train a model: `make demo` builds the wheel of `en_pii_demo`.",
        )
    try:
        return spacy.load(name)
    except PiiError:
        raise
    except (OSError, ValueError, EOFError, KeyError, ImportError) as error:
        # What a truncated or foreign file raises depends on the format that the reader expects there.
        reason = " ".join(f"{type(error).__name__}: {error}".split())
        raise PiiError(
            f"the pipeline {name!r} is damaged or made for other versions ({reason}).",
            remedy="install its wheel again with `pip install --force-reinstall`, or train it again.",
        ) from error
