"""The one cipher of files that hold personal data: Fernet (AES-128-CBC with HMAC-SHA256)."""

from __future__ import annotations

from cryptography.fernet import Fernet

from .errors import PiiError

NEW_KEY = 'python -c "from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())"'


def fernet(key: str | bytes, purpose: str) -> Fernet:
    """The cipher of a key. purpose: what it is for, such as "a vault". Raises PiiError if it is no such key."""
    try:
        return Fernet(key)
    except ValueError:
        raise PiiError(f"not a key for {purpose}.", remedy=f"make one with `{NEW_KEY}`.") from None
