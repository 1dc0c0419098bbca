"""CoNLL and IOB2: one token and its tag per line, sentences apart by blank lines.

Columns: token, ..., tag (BTC, WNUT-17), or number, token, tag, ... (Universal NER). Where `# text` gives the sentence,
the tokens are found in it and the spacing is exact; elsewhere tokens are joined by one space. Corpora of tweets that
split `@` from the handle tag both with B-: there, a lone `@` is glued to the next token, and the two are one span.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ..errors import PiiError
from ..records import PiiRecord
from .bio import bio_spans
from .reading import Context, Format, Head
from .rows import Row, read_lines

VOCABULARY = "conll"

_COMMENT = re.compile(r"# (?:\w+(?: \w+)* ?=|newdoc|newpar)")
_TAG = re.compile(r"O|[BIESLU]-\S+")
_NO_TOKEN = re.compile(r"\d+[-.]\d+\t[^\t]*\t")
"""Lines numbered 1-2 or 1.1 stand for several tokens, or for one that is not in the text."""
_NO_ENTITY = frozenset(["O", "B-O", "I-O", "B-OTH", "I-OTH"])
"""B-O and OTH are leftovers of annotation in Universal NER files."""


@dataclass
class Sentence:
    """Tokens and tags of one sentence; `text` is the sentence itself where the file gives it."""

    tokens: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    text: str | None = None
    id: str = ""


def detect(head: Head) -> bool:
    return bool(_COMMENT.match(head.line)) or _columns(head.line, 1) is not None


def rows(path: Path) -> Iterator[Row]:
    """Yield (line of the first token or comment, Sentence), or the first PiiError in it."""
    glue = _splits_handles(path)
    for number, sentence in _sentences(path):
        if glue and isinstance(sentence, Sentence) and sentence.text is None:
            _glue_handles(sentence)
        yield number, sentence


def _sentences(path: Path) -> Iterator[tuple[int, Sentence | PiiError]]:
    sentence, first, problem = Sentence(), 0, None
    for number, line in read_lines(path):
        if isinstance(line, PiiError):
            problem = problem or line
        elif not line.strip():
            if problem or sentence.tokens or sentence.text is not None:
                yield first, problem or sentence
            sentence, first, problem = Sentence(), 0, None
            continue
        elif _COMMENT.match(line):
            key, _, value = line[1:].partition("=")
            if key.strip() == "text":
                sentence.text = value.removeprefix(" ")
            elif key.strip() == "sent_id":
                sentence.id = value.strip()
        elif columns := _columns(line, len(sentence.tokens) + 1):
            sentence.tokens.append(columns[0])
            sentence.tags.append(columns[1])
        elif not _NO_TOKEN.match(line):
            problem = problem or PiiError("no token with a BIO tag on this line.", line=number)
        first = first or number
    if problem or sentence.tokens or sentence.text is not None:
        yield first, problem or sentence


def _columns(line: str, number: int) -> tuple[str, str] | None:
    """Token and tag of a line, None if it holds none; `number` is the token's place in the sentence.

    A token may be empty: tweets hold characters that got lost.
    """
    columns = line.split("\t") if "\t" in line else line.split()
    if len(columns) < 2 or _NO_TOKEN.match(line):
        return None
    if columns[0] == str(number) and len(columns) >= 3 and _TAG.fullmatch(columns[2]):
        return columns[1], columns[2]
    return (columns[0], columns[-1]) if _TAG.fullmatch(columns[-1]) else None


def _splits_handles(path: Path) -> bool:
    """Does the file tag `@` and the handle after it with B- both? Reads up to the first such pair."""
    for _, sentence in _sentences(path):
        if isinstance(sentence, Sentence) and sentence.text is None:
            pairs = zip(sentence.tokens, sentence.tags, sentence.tags[1:], strict=False)
            if any(token == "@" and tag == after and tag.startswith("B-") for token, tag, after in pairs):
                return True
    return False


def _glue_handles(sentence: Sentence) -> None:
    tokens, tags = sentence.tokens, sentence.tags
    for i in range(len(tokens) - 2, -1, -1):
        if tokens[i] == "@":
            tokens[i : i + 2] = ["@" + tokens[i + 1]]
            # An I- at the handle belongs to the "@" before it, not to the token before that.
            tags[i : i + 2] = [tags[i] if tags[i + 1][2:] == tags[i][2:] else tags[i + 1]]


def read(sentence: Sentence, context: Context) -> PiiRecord:
    text = " ".join(sentence.tokens) if sentence.text is None else sentence.text
    tags = ["O" if tag in _NO_ENTITY else tag for tag in sentence.tags]
    spans = bio_spans(_offsets(text, sentence.tokens), tags)
    return context.record(text, spans, VOCABULARY, source=context.path.name.split(".")[0], id=sentence.id)


def _offsets(text: str, tokens: list[str]) -> Iterator[tuple[int, int]]:
    end = 0
    for token in tokens:
        start = text.find(token, end)
        if start < 0 or text[end:start].strip():
            raise PiiError("the tokens are not those of its '# text'.", remedy="repair the sentence or drop '# text'.")
        end = start + len(token)
        yield start, end


def labels(sentence: Sentence) -> Iterator[str]:
    return (tag[2:] for tag in sentence.tags if tag not in _NO_ENTITY)


FORMAT = Format("conll", "CoNLL and IOB2: token, tag", detect, rows, read, VOCABULARY, labels)
