"""Overlapping windows over long documents, counted in wordpieces, so that the encoder cuts nothing silently."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import Any

from spacy.tokens import Doc, Span

from ..errors import PiiError

Offsets = Sequence[tuple[int, int]]
SPECIAL_PIECES = 2
"""The [CLS] and [SEP] around every window."""


def pieces_per_token(doc: Doc, offsets: Offsets) -> list[int]:
    """How many wordpieces touch each token; offsets: (start, end) characters of each piece, ascending."""
    counts = [0] * len(doc)
    starts, lengths = doc.to_array(["IDX", "LENGTH"]).astype(int).T.tolist()
    token = 0
    for start, end in offsets:
        while token < len(doc) - 1 and starts[token] + lengths[token] <= start:
            token += 1
        reach = token
        while reach < len(doc) and starts[reach] < end:
            counts[reach] += 1
            reach += 1
    return counts


def plan_windows(counts: Sequence[int], window: int, overlap: int) -> list[tuple[int, int]]:
    """Token ranges that hold at most `window` wordpieces each and share about `overlap` with the one before.

    A token with more pieces than a window gets one of its own.
    """
    total = [0, *accumulate(counts)]
    ranges: list[tuple[int, int]] = []
    start = 0
    while True:
        end = start + 1
        while end < len(counts) and total[end + 1] - total[start] <= window:
            end += 1
        ranges.append((start, end))
        if end >= len(counts):
            return ranges
        back = end
        while back - 1 > start and total[end] - total[back - 1] <= overlap:
            back -= 1
        start = back


def doc_windows(doc: Doc, window: int, overlap: int, get_offsets: Callable[[str], Offsets]) -> list[tuple[int, int]]:
    """Token ranges of a document's windows; none for a document without tokens.

    get_offsets: piece offsets of a text, without special pieces. A window's own text can have a few pieces more than
    its share of the document's, where it starts inside a word; it is shortened until it fits.
    """
    text = doc.text
    # No piece is shorter than a byte, except for one that stands for the start.
    if len(text.encode("utf8")) < window or len(offsets := get_offsets(text)) <= window:
        return [(0, len(doc))] if len(doc) else []
    ranges = []
    for start, end in plan_windows(pieces_per_token(doc, offsets), window, overlap):
        while end - start > 1 and len(get_offsets(doc[start:end].text)) > window:
            middle = (start + end) // 2
            ranges.append((start, middle))
            start = middle
        ranges.append((start, end))
    return ranges


class WordpieceWindows:
    """A span getter that asks the encoder's own tokenizer; `TransformerModel.v1` gives it the model."""

    def __init__(self, window: int, overlap: int):
        if not 0 <= overlap < window:
            raise PiiError(
                f"overlap {overlap} does not fit a window of {window} wordpieces.",
                remedy="choose an overlap of at least 0 and below the window.",
            )
        self.window, self.overlap = window, overlap
        self.model: Any = None

    def __call__(self, docs: Sequence[Doc]) -> list[list[Span]]:
        """The windows of each document as Spans. Raises PiiError if the encoder cannot take such a window."""
        check_window(self.window, self.model.transformer.config.max_position_embeddings)
        return [
            [doc[start:end] for start, end in doc_windows(doc, self.window, self.overlap, self._offsets)]
            for doc in docs
        ]

    def _offsets(self, text: str) -> Offsets:
        encoding = self.model.tokenizer(text, add_special_tokens=False, return_offsets_mapping=True, verbose=False)
        return encoding["offset_mapping"]


def check_window(window: int, positions: int) -> None:
    """Raise PiiError if a window with its special pieces exceeds the encoder's positions."""
    if window + SPECIAL_PIECES > positions:
        raise PiiError(
            f"a window of {window} wordpieces is larger than the encoder allows ({positions - SPECIAL_PIECES}).",
            remedy="lower components.transformer.model.get_spans.window.",
        )


def create_windows(window: int = 192, overlap: int = 64) -> WordpieceWindows:
    """`spacy_pii.wordpiece_windows.v1`: windows of at most `window` wordpieces that share about `overlap`."""
    return WordpieceWindows(window, overlap)
