"""The one way to write a file or a folder: it appears under its name when it is complete, and not before.

What is being written lies beside it under a name of its own, `NAME.1f0c9d2e.partial`: two writers of one file never
mix, and no pattern such as `*.jsonl*` takes it for the file. The last to finish wins.
"""

from __future__ import annotations

import errno
import glob
import gzip
import io
import os
import secrets
import shutil
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from .errors import PiiError

PARTIAL = ".partial"
_ABANDONED = 24 * 3600.0
"""Seconds after which what a killed run has left is deleted."""
_DISK_FULL = frozenset({errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)})
_TAKEN = frozenset({errno.ENOTEMPTY, errno.EEXIST})


@contextmanager
def atomic_bytes(path: Path, *, private: bool = False) -> Iterator[IO[bytes]]:
    """Write a file all or nothing. A link stays a link; a pipe or a device is written directly.

    private: for its owner only, into a folder that is there; otherwise the folder is made, and a file that stood there
    hands on its permissions. Raises PiiError if it cannot be opened, or the disk is full.
    """
    path = path.resolve()
    # A pipe or a device cannot be replaced.
    direct = path.exists() and not path.is_file()
    with _readable(path):
        if not (direct or private):
            path.parent.mkdir(parents=True, exist_ok=True)
        partial = path if direct else _new_name(path)
        descriptor = _open(partial, direct=direct, private=private)
    try:
        with os.fdopen(descriptor, "wb") as out:
            with _readable(path, _DISK_FULL):
                yield out
            with _readable(path):
                out.flush()
                if not direct:
                    # Or the name could outlive the content in a power cut.
                    os.fsync(descriptor)
        if not direct:
            with _readable(path):
                if not private and path.exists():
                    os.chmod(partial, stat.S_IMODE(path.stat().st_mode))
                os.replace(partial, path)
    finally:
        if not direct:
            partial.unlink(missing_ok=True)


@contextmanager
def atomic_text(path: Path, *, private: bool = False) -> Iterator[IO[str]]:
    """As `atomic_bytes`, in UTF-8, with line ends as they are written; gzip by the suffix `.gz`."""
    with atomic_bytes(path, private=private) as file:
        # Without a time, equal content is an equal file.
        out = gzip.GzipFile(fileobj=file, mode="wb", mtime=0) if path.suffix == ".gz" else file
        text = io.TextIOWrapper(out, encoding="utf8", newline="")
        try:
            yield text
        finally:
            text.detach()
            if out is not file:
                out.close()


@contextmanager
def complete_folder(path: Path) -> Iterator[Path]:
    """A scratch folder that takes the place of the folder `path` when the block ends well. Raises PiiError."""
    path = path.resolve()
    with _readable(path):
        partial = _new_name(path)
        partial.mkdir(parents=True)
    try:
        with _readable(path, _DISK_FULL):
            yield partial
        with _readable(path):
            for file in partial.rglob("*"):
                if file.is_file():
                    _sync(file)
            _put(partial, path)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold a file against other processes, through `NAME.lock` beside it. Raises PiiError if another one holds it."""
    from filelock import FileLock, Timeout

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


def _open(path: Path, *, direct: bool, private: bool) -> int:
    # Windows would translate line ends.
    binary = getattr(os, "O_BINARY", 0)
    if direct:
        return os.open(path, os.O_WRONLY | binary)
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | binary, 0o600 if private else 0o666)


def _new_name(path: Path) -> Path:
    """A name beside `path` that nobody else has; what killed runs have left under such names is deleted."""
    stem = path.name.split(".")[0]
    for left in path.parent.glob(f"{glob.escape(stem)}.*{PARTIAL}"):
        # Another process may delete it at the same time, or finish it.
        with suppress(OSError):
            if time.time() - left.stat().st_mtime > _ABANDONED:
                shutil.rmtree(left) if left.is_dir() else left.unlink()
    return path.with_name(f"{stem}.{secrets.token_hex(8)}{PARTIAL}")


def _put(new: Path, path: Path) -> None:
    """Give a folder its name. What stood there moves aside first: a kill in between leaves both."""
    while True:
        aside = path.with_name(f"{path.name.split('.')[0]}.{secrets.token_hex(8)}{PARTIAL}")
        with suppress(FileNotFoundError):
            os.replace(path, aside)
        try:
            os.replace(new, path)
        except OSError as error:
            # Another writer was faster: its folder is a complete one, too.
            if error.errno in _TAKEN:
                continue
            with suppress(OSError):
                os.replace(aside, path)
            raise
        finally:
            shutil.rmtree(aside, ignore_errors=True)
        return


def _sync(file: Path) -> None:
    # Windows asks for the right to write, elsewhere files may be read-only.
    descriptor = os.open(file, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _readable(path: Path, numbers: frozenset[int] | None = None) -> Iterator[None]:
    """Turn what the system says into a PiiError: all of it, or the errors with these numbers."""
    try:
        yield
    except OSError as error:
        if numbers is not None and error.errno not in numbers:
            raise
        raise PiiError(
            f"cannot be written: {error.strerror}.",
            remedy="check the folder, its permissions and the space on the disk.",
            path=path,
        ) from None
