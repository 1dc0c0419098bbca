"""A folder as one stream of bytes, and back. A stream that was cut short is told apart from a whole one.

The stream is an uncompressed tar whose last member is a manifest: the size and the SHA-256 of every file before it.
"""

from __future__ import annotations

import hashlib
import json
import os
import tarfile
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from threading import Thread
from typing import IO, Any

from ..errors import PiiError
from ..files import atomic_bytes, complete_folder

CHUNK = 1 << 20
MANIFEST = ".spacy-pii-manifest.json"

Manifest = dict[str, list[Any]]
"""Size and SHA-256 by path below the folder."""


def pack(folder: Path, leave_out: Iterable[str] = ()) -> Iterator[bytes]:
    """Stream a folder, whatever its size; `leave_out` names entries at its top.

    Raises PiiError if there is no such folder, or if it cannot be read to its end.
    """
    if not folder.is_dir():
        raise PiiError("there is no such folder.", remedy="check the name of the run.", path=folder)
    left_out = frozenset(leave_out) | {MANIFEST}
    reading, writing = os.pipe()
    failures: list[Exception] = []

    def write() -> None:
        try:
            with os.fdopen(writing, "wb") as sink, tarfile.open(fileobj=sink, mode="w|") as tar:
                _write(tar, folder, left_out)
        except BrokenPipeError:
            # Whoever read has stopped, and has its own error to show.
            return
        except Exception as error:
            failures.append(error)

    thread = Thread(target=write, daemon=True)
    thread.start()
    with os.fdopen(reading, "rb") as source:
        yield from iter(lambda: source.read(CHUNK), b"")
    thread.join()
    if failures:
        raise PiiError(
            f"cannot be read to its end ({type(failures[0]).__name__}).",
            remedy="check its files, and that nothing writes them now.",
            path=folder,
        ) from failures[0]


def _write(tar: tarfile.TarFile, folder: Path, left_out: frozenset[str]) -> None:
    manifest: Manifest = {}
    for entry in sorted(folder.rglob("*")):
        name = entry.relative_to(folder).as_posix()
        if name.split("/")[0] in left_out:
            continue
        info = tar.gettarinfo(entry, f"{folder.name}/{name}")
        if entry.is_file() and not entry.is_symlink():
            # A second name of one file is sent as a file.
            info.type, info.size = tarfile.REGTYPE, entry.stat().st_size
            with entry.open("rb") as file:
                source = _Digested(file)
                tar.addfile(info, source)  # type: ignore[arg-type]
            manifest[name] = [info.size, source.digest.hexdigest()]
        else:
            tar.addfile(info)
    content = json.dumps(manifest).encode()
    last = tarfile.TarInfo(f"{folder.name}/{MANIFEST}")
    last.size = len(content)
    with tempfile.SpooledTemporaryFile(CHUNK) as file:
        file.write(content)
        file.seek(0)
        tar.addfile(last, file)


class _Digested:
    """A file whose content is digested as it is read."""

    def __init__(self, file: IO[bytes]):
        self._file, self.digest = file, hashlib.sha256()

    def read(self, size: int) -> bytes:
        content = self._file.read(size)
        self.digest.update(content)
        return content


def fetch(chunks: Iterable[bytes], name: str, out: Path, *, archive: bool = False) -> Path:
    """Store a stream of `pack` under `out`: unpacked as the folder NAME, or as the file NAME.tar.

    Raises PiiError, with what stood there untouched, if the stream is not whole.
    """
    target = out / (f"{name}.tar" if archive else name)
    if archive:
        with atomic_bytes(target) as file:
            source = _Stream(chunks, file)
            _receive(source, name, None, target)
            source.drain()
    else:
        with complete_folder(target) as partial:
            _receive(_Stream(chunks), name, partial, target)
    return target


class _Stream:
    """Chunks as a file to read from; what is read is also written to `copy`."""

    def __init__(self, chunks: Iterable[bytes], copy: IO[bytes] | None = None):
        self._chunks, self._copy, self._rest = iter(chunks), copy, b""

    def read(self, size: int) -> bytes:
        while len(self._rest) < size and (chunk := next(self._chunks, b"")):
            self._rest += chunk
        content, self._rest = self._rest[:size], self._rest[size:]
        if self._copy:
            self._copy.write(content)
        return content

    def drain(self) -> None:
        while self.read(CHUNK):
            pass


def _receive(stream: _Stream, name: str, into: Path | None, target: Path) -> None:
    """Read a stream, into a folder if there is one, and compare it with its manifest. Raises PiiError."""
    found: Manifest = {}
    manifest: Manifest | None = None
    try:
        with tarfile.open(fileobj=stream, mode="r|") as source:  # type: ignore[call-overload]
            # Python 3.11 knows the safe filter from 3.11.4 on.
            source.extraction_filter = getattr(tarfile, "data_filter", None)
            for member in source:
                path = _below(member.name, name)
                if path == MANIFEST:
                    manifest = json.loads(_content(source, member).read())
                    continue
                member.name = path
                if into is not None:
                    source.extract(member, into)
                if member.isreg():
                    with _content(source, member) if into is None else (into / path).open("rb") as file:
                        found[path] = [member.size, hashlib.file_digest(file, "sha256").hexdigest()]  # type: ignore[arg-type]
    except PiiError:
        # The sender's own.
        raise
    except (tarfile.TarError, EOFError, ValueError) as error:
        raise _not_whole(type(error).__name__, target) from None
    if manifest is None:
        raise _not_whole("its end is missing", target)
    if found != manifest:
        raise _not_whole(f"{len(found)} files, of which not all are the {len(manifest)} that were sent", target)


def _below(member: str, name: str) -> str:
    path = member.removeprefix(f"{name}/")
    if path == member or path.startswith("/") or ".." in path.split("/"):
        raise ValueError("a member lies outside of the folder")
    return path


def _content(source: tarfile.TarFile, member: tarfile.TarInfo) -> IO[bytes]:
    file = source.extractfile(member)
    if file is None:
        raise ValueError("a file is none")
    return file


def _not_whole(reason: str, target: Path) -> PiiError:
    return PiiError(f"what was received is not whole: {reason}.", remedy="fetch it again.", path=target)
