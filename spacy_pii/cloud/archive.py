"""A folder as one stream of bytes, and back."""

from __future__ import annotations

import os
import tarfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from threading import Thread

from ..errors import PiiError
from ..records import complete_folder

CHUNK = 1 << 20


def pack(folder: Path, leave_out: Iterable[str] = ()) -> Iterator[bytes]:
    """Stream a folder as an uncompressed tar, whatever its size; `leave_out` names entries at its top.

    Raises PiiError if there is no such folder.
    """
    if not folder.is_dir():
        raise PiiError("there is no such folder.", remedy="check the name of the run.", path=folder)
    left_out = frozenset(leave_out)
    reading, writing = os.pipe()

    def write() -> None:
        try:
            with os.fdopen(writing, "wb") as sink, tarfile.open(fileobj=sink, mode="w|") as tar:
                for entry in sorted(folder.iterdir()):
                    if entry.name not in left_out:
                        tar.add(entry, f"{folder.name}/{entry.name}")
        except BrokenPipeError:
            # Whoever read has stopped, and has its own error to show.
            return

    thread = Thread(target=write, daemon=True)
    thread.start()
    with os.fdopen(reading, "rb") as source:
        yield from iter(lambda: source.read(CHUNK), b"")
    thread.join()


def save(chunks: Iterable[bytes], path: Path) -> Path:
    """Write a stream to a file that appears when it is complete."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + ".partial")
    try:
        with partial.open("wb") as file:
            file.writelines(chunks)
        os.replace(partial, path)
    finally:
        partial.unlink(missing_ok=True)
    return path


def fetch(chunks: Iterable[bytes], name: str, out: Path, *, archive: bool = False) -> Path:
    """Store a stream of `pack` under `out`: unpacked as the folder NAME, or as the file NAME.tar."""
    if archive:
        return save(chunks, out / f"{name}.tar")
    tar = save(chunks, out / f"{name}.tar.partial")
    try:
        with complete_folder(out / name) as partial, tarfile.open(tar) as source:
            # Python 3.11 knows the safe filter from 3.11.4 on.
            source.extraction_filter = getattr(tarfile, "data_filter", None)
            source.extractall(partial)
            for entry in (partial / name).iterdir():
                entry.rename(partial / entry.name)
            (partial / name).rmdir()
    finally:
        tar.unlink()
    return out / name
