"""A folder of Parquet files, file by file: what is done already is not done again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ..errors import PiiError
from ..files import atomic_bytes, atomic_text
from .batches import BatchAnonymizer
from .parquet import anonymize_parquet
from .spec import AnonymizerSpec

JOURNAL = ".spacy-pii"
"""The folder, beside the results, that says from what and how each of them was made."""


def files_to_do(folder: Path, out: Path, spec: AnonymizerSpec) -> list[str]:
    """The Parquet files below a folder, in order, that have no result in `out` from this recipe and their content.

    Raises PiiError if there are no files at all, or if `out` would hold sources and results at once.
    """
    folder, out = folder.resolve(), out.resolve()
    if out == folder or folder in out.parents:
        raise PiiError("the results would lie among their sources.", remedy="choose another folder.", path=out)
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.parquet") if path.is_file())
    if not names:
        raise PiiError("there are no .parquet files here.", remedy="check the path.", path=folder)
    digest = spec.digest()
    return [name for name in names if not _is_done(folder, out, name, digest)]


def anonymize_file(folder: Path, out: Path, name: str, spec: AnonymizerSpec) -> dict[str, Any]:
    """Write the result of one file, all or nothing. Returns its name and counts. Raises PiiError."""
    journal = _journal(out, name)
    journal.unlink(missing_ok=True)
    made_from = {"digest": spec.digest(), "source": _state(folder / name)}
    worker = BatchAnonymizer.of(spec)
    with atomic_bytes(out / name) as file:
        counts = anonymize_parquet(folder / name, file, worker)
    # Last: without it the file is done again.
    with atomic_text(journal) as text:
        json.dump(made_from | {"counts": dict(counts)}, text)
    return {"file": name, "counts": dict(sorted(counts.items()))}


def _is_done(folder: Path, out: Path, name: str, digest: str) -> bool:
    try:
        found = json.loads(_journal(out, name).read_text("utf8"))
    except (OSError, ValueError):
        return False
    done = found.get("digest") == digest and found.get("source") == _state(folder / name)
    return done and (out / name).is_file()


def _journal(out: Path, name: str) -> Path:
    return out / JOURNAL / f"{name}.json"


def _state(source: Path) -> list[int]:
    try:
        found = source.stat()
    except OSError as error:
        raise PiiError(f"cannot be read: {error.strerror}.", remedy="check the path.", path=source) from None
    return [found.st_size, found.st_mtime_ns]
