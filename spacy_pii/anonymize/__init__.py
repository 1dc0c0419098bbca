"""Anonymizing: Presidio's operators, consistent surrogates, and placeholders that a vault turns back."""

from .anonymizer import OPERATORS, Anonymizer
from .keys import key_from_passphrase
from .result import AnonymizedText, ReplacedToken, json_schema
from .structured import anonymize_frame, anonymize_records
from .vault import Vault
from .vault_file import open_vault

__all__ = [
    "OPERATORS",
    "AnonymizedText",
    "Anonymizer",
    "ReplacedToken",
    "Vault",
    "anonymize_frame",
    "anonymize_records",
    "json_schema",
    "key_from_passphrase",
    "open_vault",
]
