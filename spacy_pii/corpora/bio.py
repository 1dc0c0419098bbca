"""Spans out of BIO tags (also BILOU and BIOES), and out of BERT's word pieces, which come without offsets."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache

from ..errors import PiiError
from .reading import SourceSpan

SPECIAL = frozenset(["[CLS]", "[SEP]", "[PAD]"])


def bio_spans(offsets: Iterable[tuple[int, int]], tags: Sequence[str]) -> list[SourceSpan]:
    """The spans that tags give tokens at `offsets`; an I- that continues nothing starts a span."""
    spans: list[SourceSpan] = []
    open_label = ""
    for (start, end), tag in zip(offsets, tags, strict=True):
        if tag == "O":
            open_label = ""
            continue
        label = tag[2:]
        if label and label == open_label and tag[0] in "IEL":
            spans[-1] = spans[-1]._replace(end=end)
        elif label:
            spans.append(SourceSpan(start, end, label))
        open_label = label
    return spans


def piece_spans(text: str, pieces: Sequence[str], tags: Sequence[str]) -> list[SourceSpan]:
    """The spans of word pieces with BIO tags. Raises PiiError if the pieces are not those of the text.

    A B- inside a word continues the span before it if the label is the same: nothing starts in the middle of a word
    except a thing of another kind (`12Main Road` is a number and a street).
    """
    if len(pieces) != len(tags):
        raise PiiError(f"{len(pieces)} tokens, but {len(tags)} labels.", remedy="fetch the file again.")
    tags = list(tags)
    for i in range(1, len(tags)):
        if pieces[i].startswith("##") and tags[i][2:] == tags[i - 1][2:]:
            tags[i] = tags[i].replace("B-", "I-", 1)
    return bio_spans(align_pieces(text, pieces), tags)


def align_pieces(text: str, pieces: Iterable[str]) -> list[tuple[int, int]]:
    """Code point offsets of word pieces in `text`, whatever their case and accents. Raises PiiError."""
    plain = [_uncased(char) for char in text]
    chars, origins = "".join(plain), [i for i, form in enumerate(plain) for _ in form]
    offsets, position = [], 0
    for piece in pieces:
        while position < len(chars) and chars[position].isspace():
            position += 1
        end = _piece_end(chars, position, piece)
        if end == position:
            offsets.append((0, 0))
            continue
        offsets.append((origins[position], _with_marks(text, origins[end - 1] + 1)))
        position = end
    if chars[position:].strip():
        raise PiiError("the tokens end before the text does.", remedy="the source cut them; use a later release.")
    return offsets


def _piece_end(chars: str, position: int, piece: str) -> int:
    if piece == "[UNK]":
        return _word_end(chars, position)
    if piece in SPECIAL:
        return position + (len(piece) if chars.startswith(piece.lower(), position) else 0)
    wanted = _uncased_piece(piece)
    if not wanted or not chars.startswith(wanted, position):
        raise PiiError(
            "the tokens are not those of the text.", remedy="the tokens come from another tokenizer or text."
        )
    return position + len(wanted)


def _word_end(chars: str, position: int) -> int:
    """The end of BERT's word at `position`: one mark or CJK character, or all up to the next mark or space."""
    if position >= len(chars):
        raise PiiError("more tokens than text.", remedy="the tokens come from another tokenizer or text.")
    end = position + 1
    while not _is_mark(chars[position]) and end < len(chars) and not (_is_mark(chars[end]) or chars[end].isspace()):
        end += 1
    return end


def _is_mark(char: str) -> bool:
    is_ascii_symbol = char < "\x7f" and not char.isalnum() and not char.isspace()
    return is_ascii_symbol or unicodedata.category(char)[0] == "P" or "\u4e00" <= char <= "\u9fff"


@cache
def _uncased(char: str) -> str:
    """What BERT's uncased tokenizer makes of a character: lower case, no accents, no control characters."""
    if char in "\t\n\r":
        return " "
    if char == "ς":
        # Its capital is that of σ: which of the two a lower-cased Σ becomes depends on the tokenizer.
        return "σ"
    decomposed = unicodedata.normalize("NFD", char.lower())
    return "".join(c for c in decomposed if c != "\ufffd" and unicodedata.category(c) not in ("Mn", "Cc", "Cf"))


@lru_cache(maxsize=1 << 16)
def _uncased_piece(piece: str) -> str:
    """The letters of a word piece, as they stand in an uncased text."""
    return "".join(map(_uncased, piece[2:] if piece.startswith("##") and len(piece) > 2 else piece))


def _with_marks(text: str, end: int) -> int:
    # No character below U+0300 is a mark.
    while end < len(text) and text[end] > "\u02ff" and unicodedata.category(text[end]) == "Mn":
        end += 1
    return end
