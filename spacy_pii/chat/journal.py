"""Every attempt, appended to a file the moment its answer arrives: what is in it is never paid for twice."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from pathlib import Path
from threading import Lock

from ..errors import PiiError
from ..records import read_json_lines
from .base import Reply


def journal_paths(out: Path) -> tuple[Path, Path]:
    """Where the answers and the rejections of the records `out` are: in a folder of their own, since whatever lies
    beside records may be read as records, and rejected texts are full of names without spans.

    What an earlier version left beside them is moved there.
    """
    folder, name = out.parent / "journals", out.name.split(".")[0]
    paths = folder / f"{name}.answers.jsonl", folder / f"{name}.rejected.jsonl"
    for path in paths:
        beside = out.parent / path.name
        if beside.is_file() and not path.exists():
            folder.mkdir(exist_ok=True)
            beside.rename(path)
    return paths


class Journal:
    """The answers in a JSON Lines file, by the id of their request, in the order of attempts; safe among threads."""

    def __init__(self, path: Path):
        self.path = path
        self.replies: dict[str, list[Reply]] = {}
        self._lock = Lock()
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
        _drop_torn_line(path)
        for number, row in read_json_lines(path):
            try:
                self.replies.setdefault(row.pop("id"), []).append(Reply(**row))
            except (KeyError, TypeError):
                raise PiiError(
                    "not an answer.", remedy="move the file away to start afresh.", path=path, line=number
                ) from None

    def add(self, request_id: str, reply: Reply) -> None:
        """Append an answer; it is on the disk when this returns."""
        # In ASCII: an answer may hold half of a surrogate pair, which UTF-8 cannot.
        line = json.dumps({"id": request_id, **asdict(reply)}) + "\n"
        with self._lock:
            with self.path.open("a", encoding="utf8") as file:
                file.write(line)
                file.flush()
                os.fsync(file.fileno())
            self.replies.setdefault(request_id, []).append(reply)


def _drop_torn_line(path: Path) -> None:
    """A crash while writing leaves a last line without an end."""
    content = path.read_bytes()
    if content and not content.endswith(b"\n"):
        os.truncate(path, content.rfind(b"\n") + 1)
