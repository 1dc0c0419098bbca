"""From a teacher's answer to templates: what cannot be used is refused with a reason."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ...chat import RejectedAnswer, Reply, read_json
from ...errors import PiiError
from ..grammar import Sequence, compile_template
from .personal import looks_personal

SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {"texts": {"type": "array", "items": {"type": "string"}}},
    "required": ["texts"],
    "additionalProperties": False,
}
"""The JSON schema of an answer."""

_PLACEHOLDER = re.compile(r"\$\{\w+(?:#\d+)?(?:\.\w+)?\}")
# Other ways in which models write placeholders: {name}, {{name}}, [NAME], [Your Name], <NAME>, XXXX, ____.
_FOREIGN = re.compile(r"\$\{|\{\{?\s?\w+\s?\}|\[[A-Z][\w' /]{1,30}\]|<[A-Z_]{2,}\d*>|\bX{3,}|_{3,}")
# A value that continues a word, an amount or an address would be labelled only in part.
_GLUED = re.compile(r"[^\W_]\0|\0[^\W_]|[@$€£+]\0|\+\d{1,3}[\s-]?\0|\0@|\0\0")
# JSON can hold one; no record can.
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Verdict:
    """A text and its template, or the reason why it has none; where the answer has no texts, the whole of it."""

    text: str
    body: Sequence | None
    reason: str = ""


def judge(reply: Reply, *, negative: bool = False, language: str = "en") -> Iterator[Verdict]:
    """Judge the texts of an answer, in order. negative: they need hold no placeholder."""
    try:
        texts = _read(reply)
    except RejectedAnswer as error:
        yield Verdict(reply.text, None, error.problem)
        return
    for text in texts:
        try:
            yield Verdict(text, compile_text(text, negative=negative, language=language))
        except RejectedAnswer as error:
            yield Verdict(text, None, error.problem)


def _read(reply: Reply) -> list[str]:
    answer = read_json(reply, SCHEMA)
    if not answer["texts"]:
        raise RejectedAnswer("no text in it")
    return answer["texts"]


def compile_text(text: str, *, negative: bool = False, language: str = "en") -> Sequence:
    """Compile a text as a template whose only special parts are slots. Raises RejectedAnswer."""
    placeholders = _PLACEHOLDER.findall(text)
    literals = _PLACEHOLDER.split(text)
    bare = "\0".join(literals)
    if not text.strip() or "\0" in text:
        raise RejectedAnswer("no text in it")
    if _LONE_SURROGATE.search(text):
        raise RejectedAnswer("half of a surrogate pair in it")
    if _FOREIGN.search(bare):
        raise RejectedAnswer("malformed placeholder")
    if not placeholders and not negative:
        raise RejectedAnswer("no placeholder in it")
    if _GLUED.search(bare):
        raise RejectedAnswer("placeholder joined to other text")
    if kind := looks_personal(bare, language=language):
        raise RejectedAnswer(f"{kind} outside the placeholders")
    escaped = [literal.replace("$", "$$") for literal in literals]
    template = "".join(part for pair in zip(escaped, [*placeholders, ""], strict=True) for part in pair)
    try:
        return compile_template(template.strip(), {})
    except PiiError:
        raise RejectedAnswer("unknown placeholder") from None
