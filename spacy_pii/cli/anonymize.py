"""spacy-pii anonymize."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ..text_encoding import TextEncoding
from . import options
from .documents import Documents, open_output
from .operator_options import Operators, check_operator_labels, open_vault_file, parse_operators
from .program import readable_errors

if TYPE_CHECKING:
    from ..anonymize import AnonymizedText


@readable_errors
def anonymize(
    text: options.Text = None,
    file: options.File = None,
    lines: options.Lines = False,
    encoding: options.Encoding = "utf8",
    interactive: options.Interactive = False,
    as_json: options.AsJson = False,
    include_text: options.IncludeText = False,
    operator: Operators = None,
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
    documents = Documents(text, file, lines, interactive, TextEncoding(encoding))
    default, operators = parse_operators(operator, vault)
    key = options.required_key(key_file) if vault else options.read_key(key_file)

    from ..anonymize import Anonymizer
    from ..presidio import create_analyzer
    from ..presidio.streams import in_batches

    analyzer = create_analyzer(model, patterns=patterns, languages=[language])
    check_operator_labels(operators, analyzer.get_supported_entities(language))
    # The vault closes first: what --output shows can be restored.
    with open_output(output) as out, open_vault_file(vault, key) as opened:
        anonymizer = Anonymizer(
            operators,
            operator=default,
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
            if as_json:
                out.write((json.dumps(_row(result, ending), ensure_ascii=False) + "\n").encode("utf8"))
            else:
                out.write(documents.written(result.anonymized_text + ending))
            if interactive:
                out.flush()


def _row(result: AnonymizedText, ending: str) -> dict[str, Any]:
    """The JSON form, with the line end that the document had, where that is not a line feed."""
    return result.to_dict() | ({} if ending == "\n" else {"ending": ending})
