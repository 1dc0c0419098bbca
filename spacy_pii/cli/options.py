"""Options that the commands share, and the secret key."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from ..components.loading import default_model
from ..errors import PiiError

KEY_VARIABLE = "SPACY_PII_KEY"

Text = Annotated[str | None, typer.Argument(help="the text; left out, it is read from --file or standard input")]
File = Annotated[Path | None, typer.Option("--file", "-f", help="read one document from FILE")]
Encoding = Annotated[
    str,
    typer.Option(
        "--encoding",
        help="of the text, such as cp1252, latin-1 or utf-16; what is written keeps it, and JSON results are UTF-8",
    ),
]
Lines = Annotated[bool, typer.Option("--lines", help="every line is a document; they are streamed")]
Interactive = Annotated[bool, typer.Option("--interactive", "-i", help="ask for texts, line by line")]
AsJson = Annotated[bool, typer.Option("--json", help="write one JSON object per document")]
Model = Annotated[str, typer.Option("--model", "-m", help="package name or folder of a spaCy pipeline")]
Language = Annotated[str, typer.Option("--language", "-l", help="language code under which Presidio is asked")]
Patterns = Annotated[
    bool, typer.Option("--patterns/--no-patterns", help="look for Presidio's patterns beside the model, or not")
]
Output = Annotated[Path | None, typer.Option("--output", "-o", help="write to FILE, all or nothing")]
IncludeText = Annotated[bool, typer.Option("--include-text", help="show the values that were found")]
VaultFile = Annotated[Path | None, typer.Option("--vault", help="encrypted file that keeps the values of placeholders")]
KeyFile = Annotated[
    Path | None, typer.Option("--key-file", help=f"file with the secret key (default: ${KEY_VARIABLE})")
]
DEFAULT_MODEL = default_model()


def read_key(key_file: Path | None) -> str | None:
    """The key in the file, else in the environment, else None. Raises PiiError for a file that cannot be read."""
    if key_file is None:
        return os.environ.get(KEY_VARIABLE) or None
    try:
        key = key_file.read_text("utf8").strip()
    except (OSError, UnicodeDecodeError):
        raise PiiError("the key cannot be read.", remedy="check the path and its permissions.", path=key_file) from None
    if not key:
        raise PiiError("the key file is empty.", remedy="put the key into it.", path=key_file)
    return key


def required_key(key_file: Path | None) -> str:
    """As `read_key`. Raises PiiError if there is none."""
    key = read_key(key_file)
    if key is None:
        from ..encryption import NEW_KEY

        raise PiiError(
            "a key is needed.", remedy=f"make one with `{NEW_KEY}`, and give it in --key-file or ${KEY_VARIABLE}."
        )
    return key
