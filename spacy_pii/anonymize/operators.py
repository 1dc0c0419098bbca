"""Operators by name: Presidio's own with defaults that anonymize, and the two of this package."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from ..errors import PiiError
from .keys import derived_key

if TYPE_CHECKING:
    from presidio_anonymizer.entities import OperatorConfig

PLACEHOLDER = "placeholder"
SURROGATE = "surrogate"
CUSTOM = "custom"
NAMED_OPERATORS = ("replace", "redact", "mask", "hash", "encrypt", "keep", SURROGATE, PLACEHOLDER)
"""Operators that a name alone describes; `custom` needs a function."""
OPERATORS = (*NAMED_OPERATORS, CUSTOM)
DEFAULT = "DEFAULT"
"""Presidio's key for the operator of all labels that have none of their own."""
# Presidio's mask wants a number of characters; this one is longer than any value.
_MASK_ALL = {"masking_char": "*", "chars_to_mask": 1_000_000_000, "from_end": False}


def operator_config(operator: str | OperatorConfig, key: str | bytes | None) -> OperatorConfig:
    """The configuration of an operator; a name gets its defaults.

    Raises PiiError for an unknown name, for `custom` without its function, or without the key that encrypting needs.
    """
    from presidio_anonymizer.entities import OperatorConfig

    if not isinstance(operator, str):
        _check_name(operator.operator_name)
        return operator
    _check_name(operator)
    if operator == CUSTOM:
        raise PiiError(
            "the operator custom needs a function.", remedy='give OperatorConfig("custom", {"lambda": function}).'
        )
    params: dict[str, Any] = {}
    if operator == "mask":
        params = dict(_MASK_ALL)
    elif operator == "hash" and key is not None:
        params = {"salt": derived_key(key, "hash")}
    elif operator == "encrypt":
        if key is None:
            raise PiiError("encrypting needs a key.", remedy="give a key, or choose another operator.")
        params = {"key": derived_key(key, "encrypt")}
    return OperatorConfig(operator, params)


def _check_name(name: str) -> None:
    if name not in OPERATORS:
        nearest = get_close_matches(str(name), OPERATORS, n=1)
        raise PiiError(
            f"there is no operator {str(name)!r}.",
            remedy=f"did you mean {nearest[0]}?" if nearest else f"choose among {', '.join(OPERATORS)}.",
        )
