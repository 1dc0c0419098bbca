"""spacy-pii deanonymize."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import typer

from ..cli_errors import readable_errors
from ..errors import PiiError
from . import options
from .documents import Documents, open_output


@readable_errors
def deanonymize(
    text: options.Text = None,
    file: options.File = None,
    lines: options.Lines = False,
    as_json: options.AsJson = False,
    vault: options.VaultFile = None,
    key_file: options.KeyFile = None,
    output: options.Output = None,
) -> None:
    """Restore the personal data that `spacy-pii anonymize` replaced.

    With --vault, every placeholder in the text gets its value back, also where the text around it was rewritten.
    Without one, the input is what `anonymize --operator encrypt --json` wrote, one result per line.
    """
    documents = Documents(text, file, lines or vault is None and text is None, False)
    key = options.required_key(key_file)
    restore = _restorer(vault, key)
    from ..anonymize.spans import checked_text

    with open_output(output) as out:
        for document in documents.texts():
            restored, ending = checked_text(restore(document)), documents.next_ending()
            row = json.dumps({"text": restored}, ensure_ascii=False) + "\n" if as_json else None
            out.write((row or restored + ending).encode("utf8"))


def _restorer(path: Path | None, key: str) -> Callable[[str], str]:
    from ..anonymize import AnonymizedText, Anonymizer, Vault

    if path is None:
        anonymizer = Anonymizer(key=key)
        # The last line of a file may be empty.
        return lambda line: anonymizer.decrypt(AnonymizedText.from_dict(_parsed(line))) if line.strip() else line
    vault = Vault.load(path, key)

    def restore(document: str) -> str:
        if unknown := vault.count_unknown(document):
            typer.echo(f"{unknown} placeholders are not in the vault; they stay.", err=True)
        return vault.restore(document)

    return restore


def _parsed(document: str) -> dict:
    try:
        return json.loads(document)
    except json.JSONDecodeError:
        raise PiiError(
            "the input is not a JSON result.",
            remedy="give what `spacy-pii anonymize --operator encrypt --json` wrote, or --vault for placeholders.",
        ) from None
