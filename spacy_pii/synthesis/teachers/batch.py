"""Batch files, which providers answer within a day at a lower price: write the requests, read the responses."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Protocol

from ...chat import ChatModel, Journal, Reply, Request
from ...errors import PiiError
from ...files import atomic_text
from ...records import read_json_lines


class Teacher(ChatModel, Protocol):
    """A model of a provider that takes batch files, too."""

    def batch_request(self, request: Request) -> dict[str, Any]:
        """The line of the provider's batch file that asks for this."""

    def batch_reply(self, row: Mapping[str, Any]) -> tuple[str, Reply | str]:
        """The request's id and its reply, or else the error's code, from a line that the provider wrote.

        Raises KeyError or TypeError if the line is none of this provider's.
        """


def write_batch(path: Path, teacher: Teacher, requests: Iterable[Request]) -> int:
    """Write the requests as the teacher's provider takes them; returns how many."""
    count = 0
    with atomic_text(path) as out:
        for request in requests:
            out.write(json.dumps(teacher.batch_request(request), ensure_ascii=False) + "\n")
            count += 1
    return count


def read_batch(path: Path, teacher: Teacher, journal: Journal) -> Counter[str]:
    """Add the responses to the journal, each once however often it is read; returns the error codes of the others.

    Raises PiiError for a line in another format.
    """
    errors: Counter[str] = Counter()
    for number, row in read_json_lines(path):
        try:
            request_id, reply = teacher.batch_reply(row)
        except (KeyError, TypeError, IndexError, AttributeError):
            raise PiiError(
                "not a response of this provider's batches.", remedy="check --provider.", path=path, line=number
            ) from None
        if isinstance(reply, str):
            errors[reply] += 1
        elif reply not in journal.replies.get(request_id, ()):
            journal.add(request_id, reply)
    return errors
