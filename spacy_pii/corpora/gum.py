"""GUM: CoNLL-U with `# text`, and nested mentions in the last column (Entity=), whose fields `# global.Entity` names.

Named mentions are those with a proper noun among their minimal words; where these are not adjacent the hull is cut
after the first run of capitalized words, and at "and" unless the identity holds it. Roles and groups are no names, and
titles stay outside. Times count if they are moments; lengths of time, ages and eras are not judged.
https://github.com/amir-zeldes/gum
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from ..errors import PiiError
from ..labels import vocabulary_labels
from ..records import PiiRecord
from .kinds import is_group, is_moment
from .reading import Context, Format, Head, SourceSpan
from .rows import Row, read_lines
from .titles import title_end

VOCABULARY = "gum"

_WORD = r"[A-Z0-9][\w.'’&-]*"
_LINK = r"of|the|de|la|von|van|for|du|del|al|bin"
_RUN = re.compile(rf"{_WORD}(?:(?:\s+(?:(?:{_LINK})\s+)*|[-–]){_WORD})*")
_RUN_WITH_AND = re.compile(rf"{_WORD}(?:(?:\s+(?:(?:{_LINK}|and|&)\s+)*|[-–]){_WORD})*")
_POSSESSIVE = re.compile(r"['’]s?$")
_ROLE = re.compile(
    r"(?:of\b.*|.*\b(?:lords?|justice|president|chairman|chair|senator|minister|king|queen|speaker|court|counsel|god|petitioner"
    r"|respondent|emperor|tsar|founders|decree|match))",
    re.IGNORECASE,
)
LONGEST_TIME = 40
"""Characters of a time; longer ones are clauses."""
_KINDS = {"person": "PER", "place": "LOC", "organization": "ORG", "time": "TIME"}


_BEGIN = "# newdoc id = GUM_"
_WORD_LINE = re.compile(r"\d+\t")
"""Lines numbered 1-2 or 1.1 stand for several words, or for one that is not in the text."""
_BRACKET = re.compile(r"\((?P<opened>[^()]+)(?P<closed>\)?)|(?P<closing>[^()]+)\)")


class Word(NamedTuple):
    """A word's place in the document's text, and its universal part of speech."""

    start: int
    end: int
    upos: str


@dataclass
class Mention:
    """Words [first, last] of a document; core: numbers of its minimal words, the head first, its first word being 1."""

    group: str
    kind: str
    identity: str
    core: list[int]
    first: int
    last: int = -1


@dataclass
class Document:
    """Sentences of a paragraph with a space between them, paragraphs on lines of their own."""

    id: str
    text: str = ""
    words: list[Word] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)


def detect(head: Head) -> bool:
    return head.line.startswith(_BEGIN)


def rows(path: Path) -> Iterator[Row]:
    """Yield (first line, numbered lines of a document), or the first PiiError in it."""
    lines: list[tuple[int, str]] = []
    problem: PiiError | None = None
    for number, line in read_lines(path):
        if isinstance(line, PiiError):
            problem = problem or line
        elif line.startswith("# newdoc"):
            if lines:
                yield lines[0][0], problem or lines
            lines, problem = [(number, line)], None
        elif lines:
            lines.append((number, line))
    if lines:
        yield lines[0][0], problem or lines


def parse(lines: list[tuple[int, str]]) -> Document:
    """The document that these lines of CoNLL-U hold. Raises PiiError with the line."""
    document = Document(lines[0][1].partition("=")[2].strip())
    fields: list[str] = []
    opened: dict[str, list[Mention]] = defaultdict(list)
    new_paragraph, end = False, 0
    for number, line in lines:
        key, _, value = line.partition("=")
        if line.startswith("# newpar"):
            new_paragraph = True
        elif key == "# global.Entity ":
            fields = value.strip().split("-")
        elif key == "# text ":
            document.text += ("\n" if new_paragraph else " ") if document.text else ""
            new_paragraph, end = False, len(document.text)
            document.text += value.removeprefix(" ")
        elif _WORD_LINE.match(line):
            try:
                form, upos, misc = (line.split("\t")[column] for column in (1, 3, 9))
                start = document.text.index(form, end)
                if document.text[end:start].strip():
                    raise ValueError
                end = start + len(form)
                document.words.append(Word(start, end, upos))
                for each in misc.split("|"):
                    if each.startswith("Entity="):
                        _open_and_close(each[7:], fields, document, opened)
            except (ValueError, IndexError, KeyError):
                raise PiiError(
                    "no word of its '# text' with mentions as '# global.Entity' describes them.",
                    remedy="fetch the file again.",
                    line=number,
                ) from None
    if any(opened.values()):
        raise PiiError("a mention has no end.", remedy="fetch the file again.", line=lines[-1][0])
    return document


def _open_and_close(brackets: str, fields: list[str], document: Document, opened: dict[str, list[Mention]]) -> None:
    """Brackets at the last word: "(2-person-new-1,2-coref-Ann_Lee)" opens and closes, "(2-..." opens, "2)" closes."""
    last = len(document.words) - 1
    for bracket in _BRACKET.finditer(brackets):
        group = bracket["closing"]
        if not group:
            # The identity comes last and may hold hyphens.
            values = dict(zip(fields, bracket["opened"].split("-", len(fields) - 1), strict=False))
            group = values["GRP"]
            core = [int(number) for number in values["minspan"].split(",")]
            mention = Mention(group, values["etype"], values.get("identity", ""), core, last)
            document.mentions.append(mention)
            opened[group].append(mention)
        if bracket["closing"] or bracket["closed"]:
            mention = opened[group].pop()
            mention.last = last
            if not 1 <= min(mention.core) <= max(mention.core) <= last - mention.first + 1:
                raise ValueError


def read(lines: list[tuple[int, str]], context: Context) -> PiiRecord:
    document = parse(lines)
    text, words = document.text, document.words
    spans: list[SourceSpan] = []
    ignore: list[tuple[int, int]] = []
    cut: list[tuple[int, int]] = []
    for mention in document.mentions:
        kind = _KINDS.get(mention.kind)
        core = [words[mention.first + number - 1] for number in mention.core]
        start, end = min(core).start, max(core).end
        if kind is None:
            continue
        if kind == "TIME":
            # The minimal words of a date are its last number alone.
            whole = (words[mention.first].start, words[mention.last].end)
            if whole[1] - whole[0] <= LONGEST_TIME:
                start, end = whole
            known = is_moment(text[start:end])
        elif not any(word.upos == "PROPN" for word in core):
            continue
        else:
            hull = end
            start, end = _name(text, start, end, kind, mention.identity)
            cut += [(end, hull)] if end < hull else []
            known = not is_group(text[start:end])
            if kind == "PER":
                title = title_end(text[start:end])
                ignore += [(start, start + title)] if title else []
                start += title
                known &= core[0].upos == "PROPN" and not _ROLE.fullmatch(text[start:end])
        if start < end:
            spans.append(SourceSpan(start, end, kind if known else ""))
    kept = _outermost(spans)
    ignore += [(span.start, span.end) for span in kept if not span.label]
    # What was cut off may hold another name ("Carrano and Biewener's").
    ignore += [place for place in cut if not any(span.start < place[1] and place[0] < span.end for span in kept)]
    return context.record(
        text,
        [span for span in kept if span.label],
        VOCABULARY,
        annotated=vocabulary_labels(VOCABULARY),
        ignore=ignore,
        source="gum",
        id=document.id,
    )


def _name(text: str, start: int, end: int, kind: str, identity: str) -> tuple[int, int]:
    """The first run of capitalized words in [start, end); nothing is cut from a name without any."""
    joined = kind == "ORG" or " and " in identity.replace("_", " ")
    found = (_RUN_WITH_AND if joined else _RUN).search(text, start, end)
    if not found:
        return start, end
    return found.start(), found.start() + len(_POSSESSIVE.sub("", found[0]))


def _outermost(spans: list[SourceSpan]) -> list[SourceSpan]:
    """Mentions nest: "University of Leeds" holds "Leeds"; the longer one is the entity."""
    kept: list[SourceSpan] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept


FORMAT = Format("gum", "GUM: CoNLL-U with nested mentions", detect, rows, read)
