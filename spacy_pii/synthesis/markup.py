"""Text inside other text: HTML, JSON, quotes and replies."""

from __future__ import annotations

import json
from html.entities import codepoint2name
from random import Random

from ..records import PiiRecord
from .rewriting import Edit, rewrite

_BREAKS = ("<br>", "<br/>", "<br>\n", "<br />\n")
_TAGS = (
    ("<b>", "</b>"),
    ("<strong>", "</strong>"),
    ("<td>", "</td>"),
    ("<p>", "</p>"),
    ("<li>", "</li>"),
    ("<em>", "</em>"),
    ('<span class="value">', "</span>"),
    ('<a href="#">', "</a>"),
    ("<div>", "</div>"),
)
_QUOTES = (
    ('"', '"'),
    ("'", "'"),
    ("“", "”"),
    ("‘", "’"),
    ("«", "»"),
    ("`", "`"),
    ("*", "*"),
    ("**", "**"),
    ("[", "]"),
    ("(", ")"),
    ("<", ">"),
    ("_", "_"),
)
_JSON = (('{"text": "', '"}'), ('{"message":"', '"}'), ('"', '"'), ('{"id": 1, "body": "', '", "lang": "en"}'))


def html_escape(record: PiiRecord, rng: Random) -> PiiRecord:
    """Write special characters as entities, line breaks as tags and some spaces as &nbsp;."""
    line_break = rng.choice(_BREAKS)
    table = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "'": rng.choice(("&#39;", "&apos;", "&#x27;")), '"': "&quot;"}
    table["\n"] = line_break
    named = rng.random() < 0.4
    hard = rng.choice((0.0, 0.05, 0.3))
    edits: list[Edit] = []
    for i, char in enumerate(record.text):
        if char == " ":
            if hard and rng.random() < hard:
                edits.append((i, i + 1, "&nbsp;"))
        elif char in table:
            edits.append((i, i + 1, table[char]))
        elif named and char > "\x7f":
            name = codepoint2name.get(ord(char))
            edits.append((i, i + 1, f"&{name};" if name else f"&#{ord(char)};"))
    return rewrite(record, edits)


def _around_spans(record: PiiRecord, pairs: tuple[tuple[str, str], ...], rng: Random) -> PiiRecord:
    before, after = rng.choice(pairs)
    edits: list[Edit] = []
    for span in record.spans:
        if rng.random() < 0.6:
            edits += ((span.start, span.start, before), (span.end, span.end, after))
    return rewrite(record, edits)


def html_tags(record: PiiRecord, rng: Random) -> PiiRecord:
    """Put tags around values."""
    return _around_spans(record, _TAGS, rng)


def quoted_values(record: PiiRecord, rng: Random) -> PiiRecord:
    """Put quotes, brackets or marks of emphasis around values."""
    return _around_spans(record, _QUOTES, rng)


def reply_quotes(record: PiiRecord, rng: Random) -> PiiRecord:
    """Begin every line with the mark of a quoted mail."""
    mark = rng.choice(("> ", "> ", ">", ">> ", "| "))
    edits: list[Edit] = [(0, 0, mark)]
    edits += [(i, i + 1, "\n" + mark) for i, char in enumerate(record.text) if char == "\n"]
    return rewrite(record, edits)


def json_string(record: PiiRecord, rng: Random) -> PiiRecord:
    """The text as a string of a JSON document."""
    before, after = rng.choice(_JSON)
    ascii_only = rng.random() < 0.5
    edits: list[Edit] = [(0, 0, before)]
    for i, char in enumerate(record.text):
        if (escaped := json.dumps(char, ensure_ascii=ascii_only)[1:-1]) != char:
            edits.append((i, i + 1, escaped))
    end = len(record.text)
    return rewrite(record, [*edits, (end, end, after)])
