"""Prompts: one YAML file each, and the requests that are drawn from them, seeded.

    system: text             what the teacher is told first
    request: text            one question; {{count}}, {{placeholders}}, {{examples}} and the names under `vary`
                             are replaced
    examples: text           goes in for {{examples}} where there are some; its own {{examples}} are the texts
    vary: {name: [choice]}   one choice is drawn for every request
    placeholders: {name: meaning}
    per_request: [3, 8]      how many placeholders a request names, at least and at most
    negative: true           the texts need hold no personal data
    language: en             of the records
    locales: {en_US: 2}      whose values fill the texts, with weights

What `_shared.yml` in the same folder says holds for every file that does not say otherwise, under `vary` name by name.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import cycle, islice
from pathlib import Path
from random import Random
from typing import Any

import yaml

from ...chat import RejectedAnswer, Request
from ...errors import PiiError
from ..value_tables import value_tables
from .answers import SCHEMA, compile_text
from .examples import Example

_SHARED = "_shared.yml"
_SLOT = re.compile(r"\{\{(\w+)\}\}")


@dataclass(frozen=True)
class Prompt:
    """A prompt file; see the module's docstring."""

    name: str
    system: str
    request: str
    examples: str = ""
    vary: Mapping[str, Sequence[str]] = field(default_factory=dict)
    placeholders: Mapping[str, str] = field(default_factory=dict)
    per_request: tuple[int, int] = (3, 8)
    negative: bool = False
    language: str = "en"
    locales: Mapping[str, float] = field(default_factory=lambda: value_tables().locales.weights)


def load_prompts(folder: Path) -> dict[str, Prompt]:
    """Every prompt in a folder by its name, the file's. Raises PiiError naming the file."""
    shared = _read(folder / _SHARED) if (folder / _SHARED).is_file() else {}
    paths = [path for path in sorted(folder.glob("*.yml")) if path.name != _SHARED]
    if not paths:
        raise PiiError("no prompts found.", remedy="a folder with one .yml file per prompt is expected.", path=folder)
    return {path.stem: _prompt(path, shared, _read(path)) for path in paths}


def _read(path: Path) -> dict[str, Any]:
    try:
        data = yaml.safe_load(path.read_text(encoding="utf8"))
    except yaml.YAMLError:
        raise PiiError("not valid YAML.", remedy="check the indentation.", path=path) from None
    if not isinstance(data, dict):
        raise PiiError("not a prompt file.", remedy="it maps keys to values.", path=path)
    return data


def _prompt(path: Path, shared: dict[str, Any], own: dict[str, Any]) -> Prompt:
    try:
        vary = {**shared.get("vary", {}), **own.get("vary", {})}
        prompt = Prompt(path.stem, **{**shared, **own, "vary": vary})
        known = {"count", "placeholders", "examples", *prompt.vary}
        unknown = {name for text in (prompt.system, prompt.request) for name in _SLOT.findall(text)} - known
        low, high = prompt.per_request
    except (TypeError, ValueError):
        raise PiiError(
            "not a prompt file.", remedy="see the docstring of spacy_pii/synthesis/teachers/prompts.py.", path=path
        ) from None
    if unknown or not 0 <= low <= high <= len(prompt.placeholders):
        problem = f"unknown name {sorted(unknown)[0]!r}." if unknown else "per_request exceeds the placeholders."
        raise PiiError(problem, remedy="name it under `vary`, or change per_request.", path=path)
    for name in prompt.placeholders:
        try:
            compile_text(f"${{{name}}}")
        except RejectedAnswer:
            raise PiiError(
                f"unknown placeholder {name!r}.", remedy="spacy_pii/synthesis/slots.py lists the slots.", path=path
            ) from None
    return prompt


def plan_requests(
    prompts: Sequence[Prompt],
    n: int,
    *,
    seed: int,
    model: str,
    texts: int = 5,
    examples: Sequence[Example] = (),
    shots: int = 3,
    max_tokens: int = 4000,
    temperature: float = 1.0,
) -> list[Request]:
    """Draw n requests for `texts` texts each, taking the prompts in turn; the first k of them do not depend on n."""
    requests = []
    for index, prompt in enumerate(islice(cycle(prompts), n)):
        user = _user(prompt, Random(f"{seed}:{prompt.name}:{index}"), texts, examples, shots)
        identity = json.dumps([model, seed, index, prompt.system, user, max_tokens, temperature])
        digest = sha256(identity.encode()).hexdigest()[:16]
        requests.append(Request(digest, prompt.name, prompt.system, user, max_tokens, temperature, SCHEMA))
    return requests


def _user(prompt: Prompt, rng: Random, texts: int, examples: Sequence[Example], shots: int) -> str:
    names = rng.sample(list(prompt.placeholders), rng.randint(*prompt.per_request))
    shown = [example.show(rng) for example in rng.sample(examples, min(shots, len(examples)))]
    values = {
        **{name: rng.choice(choices) for name, choices in prompt.vary.items()},
        "count": str(texts),
        "placeholders": "\n".join(f"${{{name}}}: {prompt.placeholders[name]}" for name in names),
        "examples": prompt.examples.replace("{{examples}}", "\n\n".join(shown)) if shown else "",
    }
    return _SLOT.sub(lambda slot: values[slot[1]], prompt.request).strip()
