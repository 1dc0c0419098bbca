"""Options of the anonymizing commands: operators by label, and the vault."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import PiiError
from ..labels import ALL_LABELS, check_labels

if TYPE_CHECKING:
    from ..anonymize.vault_file import OpenVault

# Those of `anonymize.operators`, which would load it.
OPERATOR_NAMES = ("replace", "redact", "mask", "hash", "encrypt", "keep", "surrogate", "placeholder")

Operators = Annotated[
    list[str] | None,
    typer.Option(
        "--operator",
        help=f"{', '.join(OPERATOR_NAMES)}; LABEL=OPERATOR for one label; may be repeated "
        "(default: replace, or placeholder with --vault)",
    ),
]


def parse_operators(given: list[str] | None, vault: Path | None) -> tuple[str, dict[str, str]]:
    """The operator of all labels, and those of single labels.

    Raises typer.BadParameter for an unknown one, and for a vault that would stay empty.
    """
    default, operators = "placeholder" if vault else "replace", {}
    for option in given or []:
        label, _, name = option.rpartition("=")
        if name not in OPERATOR_NAMES:
            raise typer.BadParameter(f"no operator {name!r}: choose among {', '.join(OPERATOR_NAMES)}")
        if label:
            operators[label.upper()] = name
        else:
            default = name
    if vault and "placeholder" not in (default, *operators.values()):
        raise typer.BadParameter("--vault keeps the values of placeholders: use --operator placeholder")
    return default, operators


def check_operator_labels(labels: Iterable[str], supported: Iterable[str]) -> None:
    """Raises typer.BadParameter for a label that nothing finds: mistyped, it would leave its values in the text."""
    try:
        check_labels(labels, ALL_LABELS.union(supported), where="--operator")
    except PiiError as error:
        raise typer.BadParameter(str(error)) from None


@contextmanager
def open_vault_file(path: Path | None, key: str | None) -> Iterator[OpenVault | None]:
    """The vault of a file, new if there is none, saved at the end, however the run ends."""
    if path is None or key is None:
        yield None
        return
    from ..anonymize.vault_file import open_vault

    # A terminated run ends like an interrupted one.
    previous = signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    try:
        with open_vault(path, key) as vault:
            yield vault
    finally:
        signal.signal(signal.SIGTERM, previous)
