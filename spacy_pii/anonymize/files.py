"""Files that appear under their name only when they are complete, and that one process writes at a time."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from filelock import FileLock, Timeout

from ..errors import PiiError


@contextmanager
def atomic_bytes(path: Path) -> Iterator[IO[bytes]]:
    """Write a file all or nothing, for its owner only; a pipe or a device is written directly.

    Raises PiiError if it cannot be opened, or the disk is full.
    """
    path = path.resolve()
    # A pipe or a device cannot be replaced.
    direct = path.exists() and not path.is_file()
    with _readable(path):
        descriptor, partial = (os.open(path, os.O_WRONLY), path) if direct else _partial(path)
    try:
        with os.fdopen(descriptor, "wb") as out:
            yield out
            with _readable(path):
                out.flush()
                if not direct:
                    # Or the name could outlive the content in a power cut.
                    os.fsync(descriptor)
        if not direct:
            with _readable(path):
                os.replace(partial, path)
    finally:
        if not direct:
            partial.unlink(missing_ok=True)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold a file against other processes, through `NAME.lock` beside it. Raises PiiError if another one holds it."""
    with _readable(path):
        lock = FileLock(path.with_name(path.name + ".lock"))
        try:
            lock.acquire(timeout=0)
        except Timeout:
            raise PiiError(
                "another run is using this file.", remedy="wait until it is over, or give each run its own.", path=path
            ) from None
    try:
        yield
    finally:
        lock.release()


def _partial(path: Path) -> tuple[int, Path]:
    descriptor, name = tempfile.mkstemp(prefix=f"{path.name}.", suffix=".partial", dir=path.parent)
    return descriptor, Path(name)


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise PiiError(
            f"cannot be written: {error.strerror}.",
            remedy="check the folder, its permissions and the space on the disk.",
            path=path,
        ) from None
