"""spacy-pii anonymize."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..cli_errors import readable_errors
from . import options
from .documents import Documents, open_output

if TYPE_CHECKING:
    from ..anonymize import Vault

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

    With --vault the values can be restored by `spacy-pii deanonymize`; a vault that exists is extended. With a key,
    surrogates and hashes are the same in all documents.
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
    with _open_vault(vault, key) as opened, open_output(output) as out:
        anonymizer = Anonymizer(
            operators,
            mode=mode,
            analyzer=analyzer,
            language=language,
            key=key,
            vault=opened,
            include_text=include_text,
        )
        for result in in_batches(anonymizer.pipe, documents.texts(), analyzer, language, interactive):
            ending = documents.next_ending()
            row = json.dumps(result.to_dict(), ensure_ascii=False) + "\n" if as_json else None
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


@contextmanager
def _open_vault(path: Path | None, key: str | None) -> Iterator[Vault | None]:
    """The vault of a file, new if there is none, saved at the end, however the run ends.

    A new one is written at once: a key or a path that does not serve is found before any text is written.
    """
    if path is None or key is None:
        yield None
        return
    from ..anonymize import Vault

    vault = Vault.load(path, key) if path.exists() else Vault()
    vault.save(path, key)
    try:
        yield vault
    finally:
        vault.save(path, key)
