"""A vault that is kept in its file while a run fills it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..files import locked
from .vault import Vault

# Saving writes every value again: it may take that share of a run's time.
_SHARE = 0.1


class OpenVault:
    """The vault of a file. `keep` is for callers to say that what they have replaced will now be seen."""

    def __init__(self, vault: Vault, path: Path, key: str | bytes):
        self.vault, self._path, self._key = vault, path, key
        self._saved = -1
        self._not_before = 0.0
        self.save()

    def keep(self) -> None:
        """Save new values, unless that would take a tenth of the run's time: then a kill loses the last few."""
        if len(self.vault) > self._saved and time.monotonic() >= self._not_before:
            self.save()

    def save(self) -> None:
        """Write the vault, encrypted, all or nothing. Raises PiiError for an unusable key or path."""
        start, size = time.monotonic(), len(self.vault)
        self.vault.save(self._path, self._key)
        self._saved, end = size, time.monotonic()
        self._not_before = end + (end - start) / _SHARE


@contextmanager
def open_vault(path: Path, key: str | bytes) -> Iterator[OpenVault]:
    """The vault of a file, or a new one, held against other runs and saved at the end, however the run ends.

    A new one is written at once: a key or a path that does not serve is found before any text is written. Raises
    PiiError for these, for a damaged vault, and while another run has it open.
    """
    with locked(path):
        opened = OpenVault(Vault.load(path, key) if path.exists() else Vault(), path, key)
        try:
            yield opened
        finally:
            opened.save()
