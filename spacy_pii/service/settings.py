"""What the service is told at its start, from options or environment variables."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Literal, get_args, get_type_hints

from ..components.loading import default_model
from ..errors import PiiError

PREFIX = "SPACY_PII_"
Role = Literal["both", "analyzer", "anonymizer"]
Naming = Literal["presidio", "ours"]
# Presidio's containers have these; a value under our prefix comes first.
_ALIASES = {"port": "PORT", "workers": "WORKERS", "regex_timeout": "REGEX_TIMEOUT_SECONDS"}


@dataclass(frozen=True, slots=True)
class Settings:
    """Each is also SPACY_PII_ and its name in capitals; PORT, WORKERS and REGEX_TIMEOUT_SECONDS are read as well.

    model: package name or folder. labels: the names in `/analyze`. operating_point: one of the pipeline's, its own if
    empty. role: which of Presidio's two services to be. language: the code that requests give. workers: processes.
    threads: requests that one process works on at a time, each with a pipeline of its own; 0 for its share of the
    processors, at most 4. queue: requests that wait beyond these; further ones are answered 503. max_body: bytes.
    body_timeout: seconds in which a request has to be there; of a stream, each line. regex_timeout: seconds for all
    regular expressions of one request. grace: seconds that requests have to end after SIGTERM. token_file: holds the
    bearer token that requests must have; none if empty. patterns: look for Presidio's patterns beside the model.
    """

    model: str = field(default_factory=default_model)
    labels: str = "presidio"
    operating_point: str = ""
    role: str = "both"
    language: str = "en"
    host: str = "127.0.0.1"
    port: int = 5002
    workers: int = 1
    threads: int = 0
    queue: int = 64
    max_body: int = 4_000_000
    body_timeout: float = 20.0
    regex_timeout: float = 2.0
    grace: int = 30
    token_file: str = ""
    patterns: bool = True

    def __post_init__(self) -> None:
        for name, choices in (("role", Role), ("labels", Naming)):
            if getattr(self, name) not in get_args(choices):
                allowed = ", ".join(get_args(choices))
                raise PiiError(f"{name} is {getattr(self, name)!r}.", remedy=f"choose among {allowed}.")
        lowest = {"port": 0, "workers": 1, "threads": 0, "queue": 0, "max_body": 1, "grace": 0}
        for name, limit in lowest.items():
            if getattr(self, name) < limit:
                raise PiiError(f"{name} is {getattr(self, name)}.", remedy=f"give at least {limit}.")
        for name in ("body_timeout", "regex_timeout"):
            if not getattr(self, name) > 0:
                raise PiiError(f"{name} is {getattr(self, name)}.", remedy="give seconds.")

    @property
    def parallel(self) -> int:
        """Threads of one process."""
        processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        return self.threads or max(1, min(processors // self.workers, 4))

    @classmethod
    def from_environment(cls, environment: Mapping[str, str], **options: object) -> Settings:
        """Options that are not None, then variables, then defaults. Raises PiiError for unusable values."""
        values: dict[str, object] = {}
        kinds = get_type_hints(cls)
        for each in fields(cls):
            given = options.get(each.name)
            text = environment.get(PREFIX + each.name.upper()) or environment.get(_ALIASES.get(each.name, ""))
            if given is not None:
                values[each.name] = given
            elif text:
                values[each.name] = _parse(each.name, kinds[each.name], text)
        return cls(**values)  # type: ignore[arg-type]

    def to_environment(self) -> dict[str, str]:
        """The variables that give these settings."""
        return {PREFIX + each.name.upper(): str(getattr(self, each.name)) for each in fields(self)}

    def with_port(self, port: int) -> Settings:
        """These settings with another port."""
        return replace(self, port=port)

    def read_token(self) -> bytes | None:
        """The token in the token file. Raises PiiError if it cannot be read or is empty."""
        if not self.token_file:
            return None
        path = Path(self.token_file)
        try:
            token = path.read_bytes().strip()
        except OSError:
            raise PiiError("the token cannot be read.", remedy="check the path.", path=path) from None
        if not token:
            raise PiiError("the token file is empty.", remedy="put the token into it.", path=path)
        return token


def _parse(name: str, kind: type, text: str) -> object:
    if kind is bool:
        if text.lower() not in ("true", "false", "1", "0"):
            raise PiiError(f"{name} is neither true nor false.", remedy="set it to true or false.")
        return text.lower() in ("true", "1")
    try:
        return kind(text)
    except ValueError:
        raise PiiError(f"{name} is no number.", remedy="set it to a number, or leave it out.") from None
