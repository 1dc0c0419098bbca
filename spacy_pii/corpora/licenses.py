"""Licences that keep a source out of released models; reading them stays possible for those who have the right."""

from __future__ import annotations

import warnings
from pathlib import Path

from ..errors import LicenseWarning

_SMALL_USERS = "free for individuals and firms of up to three people, no redistribution of derivatives"
_RESEARCH = "academic and non-commercial use only, no derivatives without a written licence"

_NOTES = {
    "ai4privacy-43k": _SMALL_USERS,
    "ai4privacy-65k": _SMALL_USERS,
    "ai4privacy-200k": _SMALL_USERS,
    "ai4privacy-300k": _RESEARCH,
    "ai4privacy-400k": _RESEARCH,
    "ai4privacy-open": "openpii-1m and -1.5m are CC BY 4.0; 500k, which looks the same, has conflicting terms",
}


def license_note(source: str) -> str | None:
    """What to know before a model trained on records of `source` is released; None where nothing stands against it."""
    return _NOTES.get(source)


def warn_of_license(path: Path, source: str) -> None:
    """Warn with LicenseWarning if something stands against releasing a model trained on the records of a source."""
    if note := license_note(source):
        warnings.warn(
            f"{path} looks like {source}: {note}. Do not release a model trained on it without that right.",
            LicenseWarning,
            stacklevel=3,
        )
