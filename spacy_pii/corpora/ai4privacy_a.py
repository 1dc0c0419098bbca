"""ai4privacy A: pii-masking-43k, a CSV without offsets.

`Tokens` holds the BIO labels of the word pieces in `Tokenised Filled Template`, both as Python lists. The file holds
NUL bytes near its end, and rows whose unescaped commas shift the columns: these are bad records.
https://huggingface.co/datasets/ai4privacy/pii-masking-43k
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..errors import PiiError
from ..records import PiiRecord
from .ai4privacy import ANNOTATED_43K, VOCABULARY, parse_strings
from .bio import piece_spans
from .reading import Context, Format, Head
from .rows import Row, open_bytes

COLUMNS = {"Template", "Filled Template", "Tokenised Filled Template", "Tokens"}


def detect(head: Head) -> bool:
    return set(next(csv.reader([head.line]), [])) >= COLUMNS


def rows(path: Path) -> Iterator[Row]:
    """Yield (last line of the row, its columns by name)."""
    with open_bytes(path) as file:
        lines = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
        reader = csv.DictReader(line.replace("\0", "") for line in lines)
        try:
            for row in reader:
                yield reader.line_num, row
        except (csv.Error, UnicodeDecodeError) as error:
            problem = "not UTF-8" if isinstance(error, UnicodeDecodeError) else "not CSV"
            line = reader.line_num + 1
            raise PiiError(f"{problem} from here on.", remedy="fetch it again.", path=path, line=line) from None


def read(row: dict[str, Any], context: Context) -> PiiRecord:
    if None in row or None in row.values():
        raise PiiError("more or fewer columns than the header.", remedy="quote the commas in this row.")
    text = row["Filled Template"]
    pieces = parse_strings(row["Tokenised Filled Template"], "Tokenised Filled Template")
    spans = piece_spans(text, pieces, parse_strings(row["Tokens"], "Tokens"))
    return context.record(text, spans, VOCABULARY, annotated=ANNOTATED_43K, source="ai4privacy-43k")


FORMAT = Format("ai4privacy-a", "ai4privacy 43k", detect, rows, read)
