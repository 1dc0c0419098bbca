"""Presidio's context words, in time that grows with the text and not with its square."""

from __future__ import annotations

from bisect import bisect_right

from presidio_analyzer.context_aware_enhancers import LemmaContextAwareEnhancer
from spacy.tokens import Doc


class LinearContextEnhancer(LemmaContextAwareEnhancer):
    """Presidio's enhancer walks through all tokens for every result, and quotes the value when it finds none."""

    @staticmethod
    def _find_index_of_match_token(word: str, start: int, tokens: Doc, tokens_indices: list[int]) -> int:
        """The token at a character, or the next one; the last token if none follows."""
        index = max(bisect_right(tokens_indices, start) - 1, 0)
        inside = start < tokens_indices[index] + len(tokens[index])
        return index if inside else min(index + 1, len(tokens_indices) - 1)
