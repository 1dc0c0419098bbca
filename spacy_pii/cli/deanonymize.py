"""spacy-pii deanonymize."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import typer

from ..errors import PiiError
from ..text_encoding import TextEncoding
from . import options
from .documents import Documents, open_output
from .program import readable_errors


@readable_errors
def deanonymize(
    text: options.Text = None,
    file: options.File = None,
    lines: options.Lines = False,
    encoding: options.Encoding = "utf8",
    interactive: options.Interactive = False,
    as_json: options.AsJson = False,
    vault: options.VaultFile = None,
    key_file: options.KeyFile = None,
    output: options.Output = None,
) -> None:
    """Restore the personal data that `spacy-pii anonymize` replaced.

    With --vault, every placeholder in the text gets its value back, also where the text around it was rewritten.
    Without one, the input is what `anonymize --operator encrypt --json` wrote, one result per line.
    """
    # JSON results are UTF-8, whatever the text was.
    texts = TextEncoding(encoding)
    results = vault is None and text is None and not interactive
    documents = Documents(text, file, lines or results, interactive, TextEncoding() if results else texts)
    key = options.required_key(key_file)
    restore = _decrypter(key) if vault is None else _restorer(vault, key)
    from ..anonymize.analyzer_results import checked_text

    with open_output(output) as out:
        for document in documents.texts():
            restored, ending = restore(document, documents.next_ending())
            if as_json:
                out.write((json.dumps({"text": checked_text(restored)}, ensure_ascii=False) + "\n").encode("utf8"))
            else:
                text = checked_text(restored) + ending
                out.write(texts.encode(text) if results else documents.written(text))
            if interactive:
                out.flush()


Restore = Callable[[str, str], tuple[str, str]]
"""From a document and its line end to the original and the line end that it had."""


def _decrypter(key: str) -> Restore:
    from ..anonymize import AnonymizedText, Anonymizer

    anonymizer = Anonymizer(key=key)

    def restore(document: str, ending: str) -> tuple[str, str]:
        if not document.strip():
            # The last line of a file may be empty.
            return document, ending
        row = _parsed(document)
        return anonymizer.decrypt(AnonymizedText.from_dict(row)), str(row.get("ending", "\n"))

    return restore


def _restorer(path: Path, key: str) -> Restore:
    from ..anonymize import Vault

    vault = Vault.load(path, key)

    def restore(document: str, ending: str) -> tuple[str, str]:
        if unknown := vault.count_unknown(document):
            typer.echo(f"{unknown} placeholders are not in the vault; they stay.", err=True)
        return vault.restore(document), ending

    return restore


def _parsed(document: str) -> dict[str, Any]:
    try:
        row = json.loads(document)
    except json.JSONDecodeError:
        row = None
    if not isinstance(row, dict):
        raise PiiError(
            "the input is not a JSON result.",
            remedy="give what `spacy-pii anonymize --operator encrypt --json` wrote, or --vault for placeholders.",
        )
    return row
