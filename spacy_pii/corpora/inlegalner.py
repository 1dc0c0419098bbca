"""InLegalNER: sentences and preambles of Indian court judgements, one token and its tag per line with a tab between.

Preambles mark parties, judges, lawyers and courts only: what else is in them is unknown. A party is a company or a
state as often as a person: where the words do not say which, it is not judged. Statutes, provisions and precedents are
not judged. https://github.com/Legal-NLP-EkStep/legal_NER
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from ..errors import PiiError
from ..labels import vocabulary_labels
from ..records import PiiRecord
from .bio import bio_spans
from .conll import Sentence
from .reading import Context, Format, Head, SourceSpan, need
from .rows import Row, read_lines, read_objects

VOCABULARY = "inlegalner"

_TAGS = re.compile(
    r"[BI]-(?:OTHER_PERSON|WITNESS|JUDGE|LAWYER|PETITIONER|RESPONDENT|COURT|ORG|GPE|DATE|STATUTE|PROVISION"
    r"|PRECEDENT|CASE_NUMBER)"
)
_PARTIES = frozenset(["PETITIONER", "RESPONDENT"])
_UNJUDGED = frozenset(["STATUTE", "PROVISION", "PRECEDENT", "CASE_NUMBER"])
_BODY = re.compile(
    r"\b(?:state|union|india|ltd|limited|co|company|corporation|corpn|bank|board|council|committee|commissioner"
    r"|commission|government|govt|municipal\w*|association|society|trust|department|authority|university|college"
    r"|school|institute|office|officer|director\w*|collector|secretary|ministry|insurance|pvt|private|industries"
    r"|enterprises|mills|works|sons|bros|brothers|traders|and ors|superintendent|magistrate|tribunal|panchayat"
    r"|samiti|sangh|federation|nigam|parishad|police|registrar|general|chief|court|workers|union|employees|m/s"
    r"|hospital|railway\w*|administration|tahsildar|estate)\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?:[A-Z][\w'.-]*|@|alias|[A-Z]\.)(?:\s+(?:[A-Z][\w'.-]*|@|alias)){0,5}")
LABELS_OF_PREAMBLES = frozenset(["ORGANIZATION", "PERSON"])
LABELS_OF_JUDGEMENTS = vocabulary_labels(VOCABULARY) - {"DATE_TIME"}
"""One date in eight carries no label: those that do are learned, the others are unknown."""


def detect(head: Head) -> bool:
    return head.name.endswith((".bio.txt", ".bio.txt.gz"))


def rows(path: Path) -> Iterator[Row]:
    """Yield (line of the first token, Sentence), or the first PiiError in it."""
    sentence, first = Sentence(), 0
    for number, line in read_lines(path):
        if isinstance(line, PiiError):
            yield number, line
            return
        if not line.strip():
            if sentence.tokens:
                yield first, sentence
            sentence, first = Sentence(), 0
            continue
        token, tag = re.split(r"[ \t](?=\S+$)", line) if re.search(r"\S[ \t]\S+$", line) else (line, "")
        if tag != "O" and not _TAGS.fullmatch(tag):
            yield number, PiiError("no token with a tag of InLegalNER on this line.", line=number)
            return
        sentence.tokens.append(token)
        sentence.tags.append(tag)
        first = first or number
    if sentence.tokens:
        yield first, sentence


def read(sentence: Sentence, context: Context) -> PiiRecord:
    text, offsets = _join(sentence.tokens)
    return _record(text, bio_spans(offsets, sentence.tags), context)


def read_published(row: dict[str, Any], context: Context) -> PiiRecord:
    """The published form, {"data": {"text"}, "annotations": [{"result": [{"value": {"start", "end", "labels"}}]}]}."""
    text = need(need(row, "data", dict), "text", str)
    results = [result["value"] for each in need(row, "annotations", list) for result in each.get("result", ())]
    return _record(text, [SourceSpan(value["start"], value["end"], value["labels"][0]) for value in results], context)


def _record(text: str, marked_spans: Iterable[SourceSpan], context: Context) -> PiiRecord:
    preamble = "preamble" in context.path.name
    spans: list[SourceSpan] = []
    ignore: list[tuple[int, int]] = []
    for span in marked_spans:
        label, value = str(span.label), text[span.start : span.end]
        if label in _UNJUDGED:
            ignore.append((span.start, span.end))
        elif label in _PARTIES:
            if _BODY.search(value):
                spans.append(span._replace(label="ORG"))
            elif _NAME.fullmatch(value):
                spans.append(span._replace(label="OTHER_PERSON"))
            else:
                ignore.append((span.start, span.end))
        else:
            spans.append(span)
    if preamble:
        # Only what is marked is known: the rest counts neither way.
        marked = sorted((span.start, span.end) for span in spans)
        ignore += _gaps(marked, len(text))
    return context.record(
        text,
        spans,
        VOCABULARY,
        annotated=LABELS_OF_PREAMBLES if preamble else LABELS_OF_JUDGEMENTS,
        ignore=ignore,
        source="inlegalner:preamble" if preamble else "inlegalner:judgement",
    )


def _join(tokens: list[str]) -> tuple[str, list[tuple[int, int]]]:
    """Tokens were split at white space and at span ends: what cannot start a word is glued to what precedes it."""
    text, offsets = "", []
    for token in tokens:
        if text and not re.match(r"[,.;:)\]'’”\"]", token):
            text += " "
        offsets.append((len(text), len(text) + len(token)))
        text += token
    return text, offsets


def _gaps(marked: list[tuple[int, int]], length: int) -> list[tuple[int, int]]:
    gaps, position = [], 0
    for start, end in marked:
        if position < start:
            gaps.append((position, start))
        position = max(position, end)
    return [*gaps, (position, length)] if position < length else gaps


FORMATS = (
    Format("inlegalner", "InLegalNER: Indian court judgements", detect, rows, read),
    Format(
        "inlegalner-json",
        "InLegalNER as published",
        lambda head: "annotations" in head.row and isinstance(head.row.get("data"), dict),
        read_objects,
        read_published,
    ),
)
