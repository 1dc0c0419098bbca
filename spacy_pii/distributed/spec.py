"""AnonymizerSpec: what a worker needs to know, small enough to travel."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from ..anonymize.keys import checked_key, derived_key
from ..components.loading import RELEASED, default_model
from ..errors import PiiError
from ..labels import ALL_LABELS, check_labels

if TYPE_CHECKING:
    from presidio_anonymizer.entities import OperatorConfig

    from ..anonymize import Anonymizer
    from ..presidio.streams import FlatMemory

_SOURCES = ("env:", "file:")
_NEED_A_KEY = ("surrogate", "hash", "encrypt")


@dataclass(frozen=True, kw_only=True, repr=False)
class AnonymizerSpec:
    """A recipe that can be pickled: workers load the model by its name, once per process.

    columns: name -> label of columns whose cells are one value each, or None for running text; a list of names means
    running text. Where there is no column "user.name", it is the field of the struct in the column "user", or of the
    structs in a list there. operators: label -> operator, by name or as Presidio's OperatorConfig; `operator` is that
    of all others. key: bytes, or where each worker finds them: "env:NAME" or "file:PATH"; a key that is given as bytes
    travels inside the pickled recipe. Under a key, what becomes of a cell follows from the key and the cell alone.
    model, patterns, language, locale: as for `Anonymizer` and `create_analyzer`. threads: windows that one process
    works on at a time. on_error: "raise" stops at a row that cannot be read, "null" empties its chosen cells.

    Raises PiiError for unknown names, and for an operator that would give other results in each process, as it needs a
    key and there is none.
    """

    columns: Mapping[str, str | None] | Sequence[str]
    model: str = field(default_factory=default_model)
    operators: Mapping[str, str | OperatorConfig] = field(default_factory=dict)
    operator: str | OperatorConfig = "replace"
    key: bytes | str | None = None
    language: str = "en"
    locale: str = "en_US"
    patterns: bool = True
    threads: int = 1
    on_error: Literal["raise", "null"] = "raise"

    def __post_init__(self) -> None:
        if isinstance(self.columns, str) or not self.columns:
            raise PiiError("no columns are chosen.", remedy="give a list of names, or a dict of names and labels.")
        if self.threads < 1:
            raise PiiError(f"threads is {self.threads}.", remedy="give at least 1.")
        if self.on_error not in ("raise", "null"):
            raise PiiError(f"on_error is {self.on_error!r}.", remedy='choose "raise" or "null".')
        if isinstance(self.key, bytes):
            checked_key(self.key)
        elif self.key is not None and not self.key.startswith(_SOURCES):
            # It might be the key itself: not quoted.
            raise PiiError("the key is a text.", remedy='give bytes, "env:NAME" or "file:PATH".')
        self._check_operators()
        if self.model in RELEASED:
            labels = {label for label in (*self.labels.values(), *self.operators) if label}
            check_labels(labels, ALL_LABELS | _pattern_labels(), where="columns and operators")

    def _check_operators(self) -> None:
        from ..anonymize.operators import operator_config

        for each in (self.operator, *self.operators.values()):
            # Whatever key the workers will find; its length is checked there.
            name = operator_config(each, None if self.key is None else bytes(32)).operator_name
            if self.key is None and isinstance(each, str) and name in _NEED_A_KEY:
                raise PiiError(
                    f"the operator {name} needs a key, or every process and every retry would write other texts.",
                    remedy='give key="env:NAME", and the workers that variable.',
                )

    def __repr__(self) -> str:
        """Everything but what may be secret: a key, and the parameters of operators."""
        operators = {label: _operator_name(each) for label, each in self.operators.items()}
        key = self.key if isinstance(self.key, str) else None if self.key is None else "..."
        return (
            f"AnonymizerSpec(columns={self.labels}, model={self.model!r}, operators={operators}, "
            f"operator={_operator_name(self.operator)!r}, key={key!r}, language={self.language!r}, "
            f"locale={self.locale!r}, patterns={self.patterns}, threads={self.threads}, on_error={self.on_error!r})"
        )

    @property
    def labels(self) -> dict[str, str | None]:
        """The columns by name."""
        return dict(self.columns) if isinstance(self.columns, Mapping) else dict.fromkeys(self.columns)

    def secret(self) -> bytes | None:
        """The key itself, as this process finds it. Raises PiiError if it is missing or too short."""
        if self.key is None or isinstance(self.key, bytes):
            return self.key
        source, _, name = self.key.partition(":")
        try:
            found = os.environ[name] if source == "env" else Path(name).read_text("utf8").strip()
        except (KeyError, OSError, UnicodeDecodeError):
            raise PiiError(
                f"this process finds no key under {self.key}.",
                remedy="every worker needs it: see docs/scale.md for how Spark, Ray and Modal hand on secrets.",
            ) from None
        return checked_key(found)

    def anonymizer(self) -> tuple[Anonymizer, FlatMemory | None]:
        """What does the work in this process. The model is loaded, once, if there is running text.

        Raises PiiError if the model is not installed here, or the key is missing.
        """
        from ..anonymize import Anonymizer

        analyzer, memory = None, None
        if None in self.labels.values():
            analyzer, memory = _loaded(self.model, self.language, self.patterns, self.threads)
        anonymizer = Anonymizer(
            self.operators,
            operator=self.operator,
            labels=[label for label in self.labels.values() if label],
            analyzer=analyzer,
            language=self.language,
            key=self.secret(),
            locale=self.locale,
        )
        return anonymizer, memory

    def digest(self) -> str:
        """Equal for recipes that write the same; of the key it holds 64 bits that another key would not give.

        Raises PiiError for an operator with a function, which cannot be compared.
        """
        secret = self.secret()
        parts = {
            "columns": self.labels,
            "operators": {label: _comparable(each) for label, each in self.operators.items()},
            "operator": _comparable(self.operator),
            "key": None if secret is None else derived_key(secret, "digest")[:8].hex(),
            **{name: getattr(self, name) for name in ("model", "language", "locale", "patterns", "on_error")},
            "version": _version(self.model),
        }
        digest = json.dumps(parts, sort_keys=True).encode()
        # The parameters of an operator may be a key.
        return hmac.digest(secret or b"spacy-pii", digest, hashlib.sha256).hex()


@cache
def _loaded(model: str, language: str, patterns: bool, threads: int) -> tuple[object, FlatMemory]:
    from ..presidio import create_analyzer
    from ..presidio.streams import FlatMemory

    analyzer = create_analyzer(model, patterns=patterns, languages=[language], threads=threads)
    return analyzer, FlatMemory(analyzer, language)


@cache
def _pattern_labels() -> frozenset[str]:
    from ..components.patterns.recognizers import pattern_recognizers

    return frozenset(label for recognizer in pattern_recognizers() for label in recognizer.supported_entities)


def _operator_name(operator: str | OperatorConfig) -> str:
    return operator if isinstance(operator, str) else operator.operator_name


def _comparable(operator: str | OperatorConfig) -> object:
    if isinstance(operator, str):
        return operator
    if any(callable(value) for value in operator.params.values()):
        raise PiiError(
            "an operator with a function cannot be compared with that of an earlier run.",
            remedy="choose operators by name.",
        )
    return [operator.operator_name, {name: repr(value) for name, value in operator.params.items()}]


def _version(model: str) -> str:
    from importlib import metadata

    try:
        return metadata.version(model)
    except (metadata.PackageNotFoundError, ValueError):
        return ""
