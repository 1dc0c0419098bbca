"""Operators by name: Presidio's own with defaults that anonymize, and the two of this package."""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING, Any

from ..errors import PiiError

if TYPE_CHECKING:
    from presidio_anonymizer.entities import OperatorConfig

PLACEHOLDER = "placeholder"
SURROGATE = "surrogate"
OPERATORS = ("replace", "redact", "mask", "hash", "encrypt", "keep", "custom", SURROGATE, PLACEHOLDER)
# Presidio's mask wants a number of characters; this one is longer than any value.
_MASK_ALL = {"masking_char": "*", "chars_to_mask": 1_000_000_000, "from_end": False}


def derived_key(key: str | bytes, purpose: str) -> bytes:
    """32 bytes for one purpose; one secret serves all of them without their outputs revealing each other's key."""
    secret = key.encode("utf8") if isinstance(key, str) else key
    return hmac.digest(secret, f"spacy-pii {purpose}".encode(), hashlib.sha256)


def operator_config(operator: str | OperatorConfig, key: str | bytes | None) -> OperatorConfig:
    """The configuration of an operator; a name gets its defaults.

    Raises PiiError for an unknown name, or without the key that encrypting needs.
    """
    from presidio_anonymizer.entities import OperatorConfig

    if not isinstance(operator, str):
        _check_name(operator.operator_name)
        return operator
    _check_name(operator)
    params: dict[str, Any] = {}
    if operator == "mask":
        params = dict(_MASK_ALL)
    elif operator == "hash" and key is not None:
        params = {"salt": derived_key(key, "hash")}
    elif operator == "encrypt":
        if not key:
            raise PiiError("encrypting needs a key.", remedy="give a key, or choose another operator.")
        params = {"key": derived_key(key, "encrypt")}
    return OperatorConfig(operator, params)


def _check_name(name: str) -> None:
    if name not in OPERATORS:
        raise PiiError("there is no such operator.", remedy=f"choose among {', '.join(OPERATORS)}.")
