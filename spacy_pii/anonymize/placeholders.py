"""How numbered placeholders such as `<PERSON_1>` are written, and how they are found in text that others rewrote."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Iterator
from dataclasses import dataclass

from .keys import derived_key

# Language models change case and spacing, escape for HTML or Markdown, or swap the brackets. Each form needs both of
# its brackets, so that no mixture of literal text and a placeholder can read as another placeholder.
# No line ends inside: a text is restored line by line as well as whole.
_SPACE = r"[^\S\r\n]"
_BODY = rf"{_SPACE}{{0,3}}[A-Za-z]{{2}}(?:[A-Za-z_\\-]|{_SPACE}){{0,60}}[0-9]{{1,9}}{_SPACE}{{0,3}}"
_STRICT_BODY = r"[A-Z]{2}[A-Z_]{0,60}_[0-9]{1,9}"
PLACEHOLDER = re.compile(
    rf"<{_BODY}>|\\<{_BODY}\\>|&lt;{_BODY}&gt;|\[{_STRICT_BODY}\]|\{{{_STRICT_BODY}\}}",
)
_MAX_NAME = 40
# What reads like a placeholder in the original text gets a placeholder of its own, so that restoring is exact.
LITERAL = "LITERAL"


@dataclass(frozen=True, slots=True)
class Literal:
    """A stretch of the text that already reads like a placeholder, as a Presidio result of score 1."""

    start: int
    end: int
    entity_type: str = LITERAL
    score: float = 1.0


class KeyedPlaceholders:
    """Placeholders that follow from a key, a label and a value alone, such as `<PERSON_MZXW6YTBOI4DQNRR>`.

    Nothing is remembered, so that machines that share a key agree, and nothing can be restored. 80 bits tell values
    apart: among a billion the odds that any two share a placeholder are 1 to 2,400,000.
    """

    def __init__(self, key: str | bytes):
        self._key = derived_key(key, "placeholder")

    def placeholder(self, label: str, value: str) -> str:
        """The placeholder of a value."""
        # The length keeps a label and a value apart, whatever they hold.
        digest = hmac.digest(self._key, f"{len(label)} {label}{value}".encode(), hashlib.sha256)
        return f"<{placeholder_name(label)}_{base64.b32encode(digest[:10]).decode()}>"


def placeholder_name(label: str) -> str:
    """A label as placeholders write it: capital ASCII letters and single underscores."""
    name = re.sub(r"[^A-Z]+", "_", label.upper())[:_MAX_NAME].strip("_")
    return name if re.match("[A-Z]{2}", name) else f"PII_{name}".rstrip("_")


def placeholder_key(text: str) -> str:
    """The letters of a placeholder or of its name: equal for all ways of writing it."""
    return re.sub(r"&[lg]t;|[^A-Za-z]", "", text).upper()


def placeholder_number(text: str) -> int:
    """The number of a placeholder."""
    return int(re.sub(r"[^0-9]", "", text))


def literal_placeholders(text: str, spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """(start, end) of everything between the spans, which are in order, that reads like a placeholder."""
    position = 0
    for start, end in [*spans, (len(text), len(text))]:
        # The stretch by itself: what a span separates now, a placeholder separates afterwards.
        for match in PLACEHOLDER.finditer(text[position:start]):
            yield position + match.start(), position + match.end()
        position = end
