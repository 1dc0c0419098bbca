"""spacy-pii anonymize."""

from __future__ import annotations

import json
import signal
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..cli_errors import readable_errors
from ..labels import ALL_LABELS
from . import options
from .documents import Documents, open_output

if TYPE_CHECKING:
    from ..anonymize import AnonymizedText
    from ..anonymize.vault_file import OpenVault

# "custom" needs a function.
_CHOICES = ("replace", "redact", "mask", "hash", "encrypt", "keep", "surrogate", "placeholder")


@readable_errors
def anonymize(
    text: options.Text = None,
    file: options.File = None,
    lines: options.Lines = False,
    interactive: options.Interactive = False,
    as_json: options.AsJson = False,
    include_text: options.IncludeText = False,
    operator: Annotated[
        list[str] | None,
        typer.Option(
            "--operator",
            help=f"{', '.join(_CHOICES)}; LABEL=OPERATOR for one label; may be repeated "
            "(default: replace, or placeholder with --vault)",
        ),
    ] = None,
    vault: options.VaultFile = None,
    key_file: options.KeyFile = None,
    model: options.Model = options.DEFAULT_MODEL,
    language: options.Language = "en",
    patterns: options.Patterns = True,
    output: options.Output = None,
) -> None:
    """Replace the personal data in a text.

    With --vault the values can be restored by `spacy-pii deanonymize`; a vault that exists is extended, by one run at a
    time. With a key, surrogates and hashes are the same in all documents.
    """
    documents = Documents(text, file, lines, interactive)
    mode, operators = _operators(operator or [], default="placeholder" if vault else "replace")
    if vault and "placeholder" not in (mode, *operators.values()):
        raise typer.BadParameter("--vault keeps the values of placeholders: use --operator placeholder")
    key = options.required_key(key_file) if vault else options.read_key(key_file)

    from ..anonymize import Anonymizer
    from ..presidio import create_analyzer
    from .streams import in_batches

    analyzer = create_analyzer(model, patterns=patterns, languages=[language])
    _check_labels(operators, analyzer.get_supported_entities(language))
    # The vault closes first: what --output shows can be restored.
    with open_output(output) as out, _open_vault(vault, key) as opened:
        anonymizer = Anonymizer(
            operators,
            mode=mode,
            analyzer=analyzer,
            language=language,
            key=key,
            vault=opened.vault if opened else None,
            include_text=include_text,
        )
        for result in in_batches(anonymizer.pipe, documents.texts(), analyzer, language, interactive):
            ending = documents.next_ending()
            if opened is not None:
                opened.keep()
            row = json.dumps(_row(result, ending), ensure_ascii=False) + "\n" if as_json else None
            out.write((row or result.anonymized_text + ending).encode("utf8"))
            if interactive:
                out.flush()


def _operators(given: list[str], default: str) -> tuple[str, dict[str, str]]:
    """The operator of all labels, and those of single labels. Raises typer.BadParameter for an unknown one."""
    mode, operators = default, {}
    for option in given:
        label, _, name = option.rpartition("=")
        if name not in _CHOICES:
            raise typer.BadParameter(f"no operator {name!r}: choose among {', '.join(_CHOICES)}")
        if label:
            operators[label.upper()] = name
        else:
            mode = name
    return mode, operators


def _check_labels(operators: dict[str, str], supported: Iterable[str]) -> None:
    """Raises typer.BadParameter for a label that nothing finds: mistyped, it would leave its values in the text."""
    known = ALL_LABELS.union(supported)
    if unknown := sorted(operators.keys() - known):
        raise typer.BadParameter(f"no label {', '.join(unknown)}: choose among {', '.join(sorted(known))}")


def _row(result: AnonymizedText, ending: str) -> dict[str, Any]:
    """The JSON form, with the line end that the document had, where that is not a line feed."""
    return result.to_dict() | ({} if ending == "\n" else {"ending": ending})


@contextmanager
def _open_vault(path: Path | None, key: str | None) -> Iterator[OpenVault | None]:
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
