"""Secret keys: long enough to be none that can be guessed, and one for each purpose."""

from __future__ import annotations

import hashlib
import hmac

from ..errors import PiiError

MIN_BYTES = 16
"""Shortest secret that is taken as a key; what people can remember goes through `key_from_passphrase`."""
MIN_SALT = 8
# 32 MB and about a tenth of a second for each guess (RFC 7914).
_COST, _BLOCK, _PARALLEL = 2**15, 8, 1


def checked_key(key: str | bytes) -> bytes:
    """The bytes of a key. Raises PiiError for one that is shorter than MIN_BYTES."""
    secret = key.encode("utf8") if isinstance(key, str) else bytes(key)
    if len(secret) < MIN_BYTES:
        raise PiiError(
            f"the key has {len(secret)} bytes, at least {MIN_BYTES} are needed.",
            remedy="make one with secrets.token_bytes(32), or turn a passphrase into one with key_from_passphrase.",
        )
    return secret


def derived_key(key: str | bytes, purpose: str) -> bytes:
    """32 bytes for one purpose, HMAC-SHA256 of its name: the key of one purpose does not reveal that of another.

    Raises PiiError for a key that is too short.
    """
    return hmac.digest(checked_key(key), f"spacy-pii {purpose}".encode(), hashlib.sha256)


def key_from_passphrase(passphrase: str, salt: bytes) -> bytes:
    """A key of 32 bytes from what a person remembers, through scrypt (RFC 7914).

    salt: at least MIN_SALT bytes that are no secret; the same salt gives the same key again. Raises PiiError for a salt
    that is too short and for an empty passphrase.
    """
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

    if not passphrase:
        raise PiiError("the passphrase is empty.", remedy="give one, or make a key with secrets.token_bytes(32).")
    if len(salt) < MIN_SALT:
        raise PiiError(
            f"the salt has {len(salt)} bytes, at least {MIN_SALT} are needed.",
            remedy="make one with secrets.token_bytes(16), and keep it beside what the key protects.",
        )
    return Scrypt(salt=salt, length=32, n=_COST, r=_BLOCK, p=_PARALLEL).derive(passphrase.encode("utf8"))
