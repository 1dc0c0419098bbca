"""Vault: which value each placeholder stands for, and its encrypted file."""

from __future__ import annotations

import json
from pathlib import Path
from threading import Lock
from typing import Any

from cryptography.fernet import InvalidToken

from ..encryption import fernet
from ..errors import PiiError
from ..files import atomic_bytes
from .placeholders import PLACEHOLDER, placeholder_key, placeholder_name, placeholder_number

_VERSION = 1


class Vault:
    """Numbers values per label and restores them. Threads may share one; every distinct value stays in memory."""

    def __init__(self) -> None:
        self._values: dict[str, list[str]] = {}
        self._numbers: dict[tuple[str, str], int] = {}
        self._lock = Lock()

    def __getstate__(self) -> dict[str, Any]:
        return {**vars(self), "_lock": None}

    def __setstate__(self, state: dict[str, Any]) -> None:
        vars(self).update(state, _lock=Lock())

    def __len__(self) -> int:
        return len(self._numbers)

    def placeholder(self, label: str, value: str) -> str:
        """The placeholder of a value, e.g. `<PERSON_1>`; the same for the same label and value."""
        name = placeholder_name(label)
        # Labels that differ in separators only share their numbers, as a reader may lose the separators.
        key = placeholder_key(name)
        with self._lock:
            if (key, value) not in self._numbers:
                values = self._values.setdefault(key, [])
                values.append(value)
                self._numbers[key, value] = len(values)
            return f"<{name}_{self._numbers[key, value]}>"

    def restore(self, text: str) -> str:
        """The text with every placeholder that the vault knows replaced by its value; all others stay."""
        return PLACEHOLDER.sub(lambda match: self._value(match[0]) or match[0], text)

    def count_unknown(self, text: str) -> int:
        """How many placeholders of a text the vault does not know."""
        return sum(self._value(match[0]) is None for match in PLACEHOLDER.finditer(text))

    def _value(self, placeholder: str) -> str | None:
        values = self._values.get(placeholder_key(placeholder), [])
        number = placeholder_number(placeholder)
        return values[number - 1] if 0 < number <= len(values) else None

    def save(self, path: str | Path, key: str | bytes) -> None:
        """Write the vault, encrypted, all or nothing. Raises PiiError for a key that is not Fernet's."""
        content = json.dumps({"version": _VERSION, "values": self._values}, ensure_ascii=False)
        token = fernet(key, "a vault").encrypt(content.encode("utf8"))
        with atomic_bytes(Path(path), private=True) as out:
            out.write(token)

    @classmethod
    def load(cls, path: str | Path, key: str | bytes) -> Vault:
        """Read a vault. Raises PiiError if it is missing or damaged, or the key is wrong."""
        cipher = fernet(key, "a vault")
        if not Path(path).is_file():
            raise PiiError(
                "there is no vault.", remedy="give the file that `spacy-pii anonymize --vault` wrote.", path=path
            )
        try:
            content = json.loads(cipher.decrypt(Path(path).read_bytes()))
        except InvalidToken:
            raise PiiError(
                "the key does not open this vault, or the vault is damaged.",
                remedy="give the key that wrote it, or restore the file from a backup.",
                path=path,
            ) from None
        if content.get("version") != _VERSION:
            raise PiiError("the vault has an unknown version.", remedy="update spacy-pii.", path=path)
        vault = cls()
        vault._values = content["values"]
        vault._numbers = {
            (name, value): number for name, values in vault._values.items() for number, value in enumerate(values, 1)
        }
        return vault
