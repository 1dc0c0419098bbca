"""Text out of tokens, for corpora that publish nothing else: spacing by rule, offsets exact."""

from __future__ import annotations

from collections.abc import Sequence

_CLOSING = frozenset([",", ".", ";", ":", "!", "?", "...", "…", ")", "]", "}", "%", "”", "’", "''", "-RRB-", "-RSB-"])
_OPENING = frozenset(["(", "[", "{", "$", "£", "€", "#", "“", "‘", "``", "-LRB-", "-LSB-"])
_JOINING = frozenset(["-", "–", "/"])
_SPELLED = {"``": '"', "''": '"', "-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]"}
_ENDINGS = frozenset(["'s", "’s", "n't", "n’t", "'re", "'ll", "'ve", "'d", "'m", "’re", "’ll", "’ve", "’d", "’m", "'S"])


def join_tokens(tokens: Sequence[str]) -> tuple[str, list[tuple[int, int]]]:
    """The text of a sentence as people would type it, and each token's (start, end) in it."""
    parts: list[str] = []
    offsets: list[tuple[int, int]] = []
    length, glue, quoted = 0, True, False
    for number, token in enumerate(tokens):
        straight = token == '"'
        following = tokens[number + 1] if number + 1 < len(tokens) else ""
        joins = token in _JOINING and _wordlike(tokens[number - 1] if number else "") and _wordlike(following)
        closing = token in _CLOSING or token in _ENDINGS or joins or (straight and quoted)
        if not (glue or closing):
            parts.append(" ")
            length += 1
        shown = _SPELLED.get(token, token)
        parts.append(shown)
        offsets.append((length, length + len(shown)))
        length += len(shown)
        glue = token in _OPENING or joins or (straight and not quoted)
        quoted = quoted != straight
    return "".join(parts), offsets


def _wordlike(token: str) -> bool:
    return bool(token) and token[0].isalnum() and token[-1].isalnum()
