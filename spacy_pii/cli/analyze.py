"""spacy-pii analyze."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, Any

from ..text_encoding import TextEncoding
from . import options
from .documents import Documents, open_output
from .program import readable_errors

if TYPE_CHECKING:
    from presidio_analyzer import RecognizerResult


@readable_errors
def analyze(
    text: options.Text = None,
    file: options.File = None,
    lines: options.Lines = False,
    encoding: options.Encoding = "utf8",
    interactive: options.Interactive = False,
    as_json: options.AsJson = False,
    include_text: options.IncludeText = False,
    model: options.Model = options.DEFAULT_MODEL,
    language: options.Language = "en",
    patterns: options.Patterns = True,
    output: options.Output = None,
) -> None:
    """List the personal data in a text: where it is, what it is, and how sure the model is."""
    documents = Documents(text, file, lines, interactive, TextEncoding(encoding))

    from ..anonymize.analyzer_results import analyze_stream
    from ..presidio import create_analyzer
    from ..presidio.streams import in_batches

    analyzer = create_analyzer(model, patterns=patterns, languages=[language])
    stream = partial(analyze_stream, analyzer, language=language)
    with open_output(output) as out:
        if not as_json:
            out.write(_HEADER.encode())
        found = in_batches(stream, documents.texts(), analyzer, language, interactive)
        for number, (document, results) in enumerate(found, 1):
            documents.next_ending()
            rows = [_row(document, result, include_text) for result in sorted(results, key=lambda r: r.start)]
            shown = json.dumps({"entities": rows}, ensure_ascii=False) + "\n" if as_json else _table(number, rows)
            out.write(shown.encode("utf8"))
            if interactive:
                out.flush()


_HEADER = f"{'document':>8} {'start':>8} {'end':>8}  {'label':<20} {'identifier':<10} score\n"


def _row(text: str, result: RecognizerResult, include_text: bool) -> dict[str, Any]:
    from ..anonymize.result import identifier_of

    row = {
        "start": result.start,
        "end": result.end,
        "label": result.entity_type,
        "identifier": identifier_of(result.entity_type),
        "score": round(float(result.score), 6),
    }
    return {**row, "text": text[result.start : result.end]} if include_text else row


def _table(number: int, rows: Iterable[dict[str, Any]]) -> str:
    lines = []
    for row in rows:
        shown = "  " + json.dumps(row["text"], ensure_ascii=False) if "text" in row else ""
        lines.append(
            f"{number:>8} {row['start']:>8} {row['end']:>8}  {row['label']:<20} {row['identifier']:<10} "
            f"{row['score']:.3f}{shown}\n"
        )
    return "".join(lines)
