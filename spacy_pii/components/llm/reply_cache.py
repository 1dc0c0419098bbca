"""Answers on disk, encrypted, so that the same question is paid for once. Off by default."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from dataclasses import asdict
from pathlib import Path

from cryptography.fernet import InvalidToken

from ...chat import Reply
from ...encryption import NEW_KEY, fernet
from ...errors import PiiError
from ...files import atomic_bytes


class ReplyCache:
    """A folder of encrypted answers. Their names are keyed hashes of the questions, which give away nothing either.

    key_variable: the environment variable that holds a Fernet key. Raises PiiError without one, and for a folder that
    cannot be made; a damaged file, or one of another key, counts as no answer.
    """

    def __init__(self, folder: str | Path, key_variable: str):
        key = os.environ.get(key_variable, "")
        if not key:
            raise PiiError(
                f"the cache needs a key, and the environment variable {key_variable!r} is not set.",
                remedy=f"make one with `{NEW_KEY}`.",
            )
        fernet(key, "the cache")
        self.folder, self._key = Path(folder), key
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise PiiError(
                f"the cache cannot be used: {error.strerror}.", remedy="name another folder.", path=folder
            ) from None

    def get(self, question: str) -> Reply | None:
        """The answer to a question, by the id of its request."""
        try:
            content = fernet(self._key, "the cache").decrypt(self._path(question).read_bytes())
            return Reply(**json.loads(content))
        except (OSError, InvalidToken, ValueError, TypeError):
            return None

    def put(self, question: str, reply: Reply) -> None:
        """Keep an answer. Raises PiiError if it cannot be written."""
        content = json.dumps(asdict(reply)).encode()
        with atomic_bytes(self._path(question), private=True) as out:
            out.write(fernet(self._key, "the cache").encrypt(content))

    def _path(self, question: str) -> Path:
        digest = hmac.digest(self._key.encode(), question.encode(), hashlib.sha256)
        return self.folder / f"{digest.hex()}.answer"
