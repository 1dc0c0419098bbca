"""spacy-pii anonymize-table."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated

import typer

from ..errors import PiiError
from ..text_encoding import TextEncoding
from . import options
from .documents import open_output
from .operator_options import Operators, check_operator_labels, open_vault_file, parse_operators
from .program import readable_errors

if TYPE_CHECKING:
    from ..anonymize import Anonymizer
    from ..anonymize.structured import Cell, RecordAnonymizer
    from ..anonymize.tables import Record
    from ..anonymize.vault_file import OpenVault
    from ..presidio import PiiAnalyzerEngine

_PARQUET = "parquet"
_FORMATS = {
    ".csv": "csv",
    ".tsv": "tsv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
    ".parquet": _PARQUET,
    ".pq": _PARQUET,
}
_TABULATOR = {"tab": "\t", "\\t": "\t"}
_LABEL = re.compile("[A-Z][A-Z0-9_]*")


@readable_errors
def anonymize_table(
    file: Annotated[Path, typer.Argument(help="a table: .csv, .tsv, .jsonl, .json or .parquet; - is standard input")],
    columns: Annotated[
        list[str],
        typer.Option(
            "--columns",
            "-c",
            help="NAME of a column of running text, or NAME=LABEL if each cell is one value of that label; may be "
            "repeated; user.name is a field of a JSON object; end a name that holds = with another =",
        ),
    ],
    kind: Annotated[
        str | None,
        typer.Option("--format", help="csv, tsv, jsonl, json (an array of objects) or parquet; default: by suffix"),
    ] = None,
    delimiter: Annotated[
        str | None, typer.Option("--delimiter", help="of a CSV file (default: that of , ; | tab which fits the header)")
    ] = None,
    encoding: options.Encoding = "utf8",
    operator: Operators = None,
    vault: options.VaultFile = None,
    key_file: options.KeyFile = None,
    model: options.Model = options.DEFAULT_MODEL,
    language: options.Language = "en",
    patterns: options.Patterns = True,
    output: options.Output = None,
) -> None:
    """Replace the personal data in chosen columns of a table, row by row; all else stays as it is.

    Of CSV and JSON every other byte stays, of Parquet the schema, its metadata and all other columns. A row is one
    document, and surrogates agree in all of them. The model is loaded only for columns of running text.
    """
    labels = _columns(columns)
    kind, delimiter = _format(file, kind), _delimiter(delimiter)
    written = TextEncoding(encoding)
    if kind == _PARQUET and (file == Path("-") or not written.is_utf8):
        raise typer.BadParameter("a Parquet file is read from its path, and has no --encoding")
    default, operators = parse_operators(operator, vault)
    key = options.required_key(key_file) if vault else options.read_key(key_file)

    from ..anonymize import Anonymizer
    from ..anonymize.structured import RecordAnonymizer
    from ..anonymize.tables import read_table
    from ..components.patterns.recognizers import pattern_recognizers
    from ..presidio import create_analyzer

    with _opened(file) as stream:
        analyzer = None
        supported = {label for recognizer in pattern_recognizers() for label in recognizer.supported_entities}
        if None in labels.values():
            analyzer = create_analyzer(model, patterns=patterns, languages=[language])
            supported.update(analyzer.get_supported_entities(language))
        # A mistyped label of a column would escape the operator that was meant for it.
        check_operator_labels({**dict.fromkeys(filter(None, labels.values()), default), **operators}, supported)
        # The vault closes first: what --output shows can be restored.
        with open_output(output) as out, open_vault_file(vault, key) as opened:
            anonymizer = Anonymizer(
                operators,
                operator=default,
                analyzer=analyzer,
                language=language,
                key=key,
                vault=opened.vault if opened else None,
            )
            if kind == _PARQUET:
                _write_parquet(file, out, labels, anonymizer, opened)
                return
            rewriter = _Rewriter(RecordAnonymizer(labels, anonymizer), file)
            with closing(_with_progress(read_table(stream, kind, labels, delimiter, written), file)) as records:
                for text in rewriter.texts(records, analyzer, language):
                    if opened is not None:
                        opened.keep()
                    out.write(written.encode(text, json=kind.startswith("json")))


def _write_parquet(
    file: Path, out: IO[bytes], labels: dict[str, str | None], anonymizer: Anonymizer, opened: OpenVault | None
) -> None:
    """Write the Parquet file with other texts. Raises PiiError with the file and the row."""
    try:
        from ..distributed.parquet import anonymize_parquet
    except ModuleNotFoundError:
        raise PiiError("pyarrow is not installed.", remedy="pip install spacy-pii[arrow]") from None
    from tqdm import tqdm

    from ..distributed.batches import BatchAnonymizer
    from ..presidio.streams import FlatMemory

    memory = FlatMemory(anonymizer.analyzer, anonymizer.language) if None in labels.values() else None
    # None: only on a terminal.
    with tqdm(unit=" rows", disable=None) as bar:

        def before_write(rows: int) -> None:
            bar.update(rows)
            if opened is not None:
                opened.keep()

        anonymize_parquet(file, out, BatchAnonymizer(labels, anonymizer, memory), before_write=before_write)


def _columns(given: list[str]) -> dict[str, str | None]:
    """Name -> label, or None. Raises typer.BadParameter for a column without a name or given twice."""
    labels: dict[str, str | None] = {}
    for option in given:
        name, separator, label = option.rpartition("=") if "=" in option else (option, "", "")
        if not name or (label and not _LABEL.fullmatch(label.upper())):
            raise typer.BadParameter(f"not a column: {option!r}; expected NAME or NAME=LABEL")
        if name in labels:
            raise typer.BadParameter(f"the column {name!r} is given twice")
        labels[name] = label.upper() or None
    return labels


def _format(file: Path, given: str | None) -> str:
    kind = given or _FORMATS.get(file.suffix.lower(), "")
    if kind not in _FORMATS.values():
        raise typer.BadParameter(f"give one of --format {', '.join(sorted(set(_FORMATS.values())))}")
    return kind


def _delimiter(given: str | None) -> str | None:
    if given is None:
        return None
    delimiter = _TABULATOR.get(given, given)
    if len(delimiter) != 1 or delimiter in '"\r\n':
        raise typer.BadParameter("--delimiter is one character, or tab")
    return delimiter


@contextmanager
def _opened(file: Path) -> Iterator[IO[bytes]]:
    if file == Path("-"):
        yield typer.get_binary_stream("stdin")
        return
    try:
        stream = file.open("rb")
    except OSError as error:
        raise PiiError(f"cannot be read: {error.strerror}.", remedy="check the path.", path=file) from None
    with stream:
        yield stream


def _with_progress(records: Iterator[Record], file: Path) -> Generator[Record, None, None]:
    """The records, with a bar that counts their bytes on a terminal. Errors get the name of the file."""
    from tqdm import tqdm

    size = file.stat().st_size if file.is_file() else None
    # None: only on a terminal.
    with tqdm(total=size, unit="B", unit_scale=True, disable=None) as bar:
        try:
            for record in records:
                yield record
                bar.update(len(record.text.encode("utf8")))
        except PiiError as error:
            raise error.at(_shown(file)) from None


def _shown(file: Path) -> str | Path:
    return "standard input" if file == Path("-") else file


class _Rewriter:
    """Turns records into their new texts. What is read ahead of the batches waits here."""

    def __init__(self, anonymizer: RecordAnonymizer, file: Path):
        self._anonymizer, self._file = anonymizer, file
        self._waiting: deque[tuple[Record, list[Cell]]] = deque()

    def texts(self, records: Iterable[Record], analyzer: PiiAnalyzerEngine | None, language: str) -> Iterator[str]:
        """Yield the new texts, in order. Raises PiiError with the file and the line."""
        from ..presidio.streams import in_batches

        originals = self._read(records)
        if analyzer is None:
            return self._rewritten(originals)
        return in_batches(self._rewritten, originals, analyzer, language, False)

    def _read(self, records: Iterable[Record]) -> Iterator[str]:
        for record in records:
            try:
                cells = [] if record.row is None else self._anonymizer.cells(record.row)
            except PiiError as error:
                raise error.at(_shown(self._file), record.line) from None
            self._waiting.append((record, cells))
            yield record.text

    def _rewritten(self, originals: Iterable[str]) -> Iterator[str]:
        from ..anonymize.structured import batches

        for batch in batches(originals):
            taken = [self._waiting.popleft() for _ in batch]
            replaced = self._anonymizer.replacements([cells for _, cells in taken])
            for (record, _), new in zip(taken, replaced, strict=True):
                yield record.rewritten(new)
