"""Files that appear under their name only when they are complete."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from ..errors import PiiError


@contextmanager
def atomic_bytes(path: Path) -> Iterator[IO[bytes]]:
    """Write a file all or nothing, for its owner only; a pipe or a device is written directly.

    Raises PiiError if it cannot be opened.
    """
    path = path.resolve()
    # A pipe or a device cannot be replaced.
    direct = path.exists() and not path.is_file()
    partial = path if direct else path.with_name(path.name + ".partial")
    try:
        descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    except OSError as error:
        raise PiiError(
            f"cannot be written: {error.strerror}.", remedy="check the folder and its permissions.", path=path
        ) from None
    try:
        with os.fdopen(descriptor, "wb") as out:
            yield out
        if not direct:
            os.replace(partial, path)
    finally:
        if not direct:
            partial.unlink(missing_ok=True)
