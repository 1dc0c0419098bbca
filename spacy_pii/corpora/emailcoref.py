"""Seed corpus of entity coreference in e-mail: Enron threads, one token a line (token, speaker, mention, coreference).

Pronouns and nouns are mentions too: names are those with a capital letter or an `@`. Addresses in angle brackets and
paths carry no mention although they are personal: they are not judged. https://github.com/paragdakle/emailcoref
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ..errors import PiiError
from ..labels import vocabulary_labels
from ..records import PiiRecord
from .detokenize import join_tokens
from .reading import Context, Format, Head, SourceSpan
from .rows import Row, read_lines
from .titles import title_end

VOCABULARY = "emailcoref"

_BEGIN = "#begin document"
_NO_NAME = re.compile(
    r"i|you|we|he|she|it|they|me|him|her|us|them|my|your|our|his|their|its|th(?:is|at|ese|ose)|the|an?|all|both|wh(?:o|om|ose)"
    r"|which|(?:every|some|any)one|one|mr|mrs|ms|dr|thanks|team|guys|folks|group|company",
    re.IGNORECASE,
)
_UNMARKED = re.compile(r"<[^<>\n]*>|\S*[\\/]\S*[\\/]\S*|\S*@\S*")
_PERSON = re.compile(r"(?!The\b|A\b)[A-Z].*?(?:\s[a-z]\.)?(?<!group)(?<!team)")
"""Not "the gas group", "2 SME", "all you fans"."""
LONGEST = 7
"""Tokens of a name; longer mentions are clauses around one, and are not judged."""


@dataclass
class Thread:
    """Lines of (token, mention) pairs of one thread."""

    name: str
    lines: list[list[tuple[str, str]]] = field(default_factory=lambda: [[]])


def detect(head: Head) -> bool:
    return head.line.startswith(_BEGIN)


def rows(path: Path) -> Iterator[Row]:
    """Yield (first line, Thread), or the first PiiError in it."""
    thread, first = None, 0
    for number, line in read_lines(path):
        if isinstance(line, PiiError):
            yield number, line
            return
        if line.startswith(_BEGIN):
            thread, first = Thread(line[len(_BEGIN) :].strip(" ()")), number
        elif line.startswith("#end"):
            if thread:
                yield first, thread
            thread = None
        elif thread and not line.strip():
            thread.lines.append([])
        elif thread:
            columns = line.split("\t")
            if len(columns) < 3:
                yield number, PiiError("no token with a mention on this line.", line=number)
                return
            thread.lines[-1].append((columns[0], columns[2]))
    if thread:
        yield first, thread


def read(thread: Thread, context: Context) -> PiiRecord:
    text = ""
    spans: list[SourceSpan] = []
    ignore: list[tuple[int, int]] = []
    for line in filter(None, thread.lines):
        words = [word for word, _ in line]
        sentence, offsets = join_tokens(words)
        start = len(text) + 1 if text else 0
        text = f"{text}\n{sentence}" if text else sentence
        for kind, first, last in _mentions([mark for _, mark in line]):
            place = (start + offsets[first][0], start + offsets[last][1])
            names = [word for word in words[first : last + 1] if _named(word)]
            if not names:
                continue
            if kind == "D" or last - first >= LONGEST:
                ignore.append(place)
            elif any("@" in word for word in names):
                # Of a company too, where the mailbox is the company's.
                spans.append(SourceSpan(*place, "EMAIL"))
            elif kind == "P":
                title = title_end(text[place[0] : place[1]])
                name = text[place[0] + title : place[1]]
                if _PERSON.fullmatch(name):
                    spans.append(SourceSpan(place[0] + title, place[1], kind))
                else:
                    ignore.append(place)
            else:
                spans.append(SourceSpan(*place, kind))
    covered = [(span.start, span.end) for span in spans]
    for match in _UNMARKED.finditer(text):
        if not any(a < match.end() and match.start() < b for a, b in covered):
            ignore.append(match.span())
    return context.record(
        text,
        spans,
        VOCABULARY,
        annotated=vocabulary_labels(VOCABULARY),
        ignore=ignore,
        source="emailcoref",
        id=thread.name,
    )


def _mentions(marks: list[str]) -> Iterator[tuple[str, int, int]]:
    """(kind, first token, last token) of each outermost mention of a line."""
    opened: list[tuple[str, int]] = []
    for number, mark in enumerate(marks):
        for part in mark.split("|"):
            part = part.strip()
            if part.startswith("("):
                opened.append((part[1], number))
            if part.endswith(")") and opened:
                kind, first = opened.pop()
                if not opened:
                    yield kind, first, number


def _named(word: str) -> bool:
    return "@" in word or (word[:1].isupper() and not _NO_NAME.fullmatch(word.strip(".")))


FORMAT = Format("emailcoref", "Enron threads with entity coreference", detect, rows, read)
