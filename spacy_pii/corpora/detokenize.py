"""Text out of tokens, for corpora that publish nothing else: spacing by rule, offsets exact."""

from __future__ import annotations

import re
from collections.abc import Sequence

_CLOSING = frozenset([",", ".", ";", ":", "!", "?", "...", "…", ")", "]", "}", "%", "”", "''", "-RRB-", "-RSB-"])
_OPENING = frozenset(["(", "[", "{", "$", "£", "€", "#", "“", "‘", "``", "-LRB-", "-LSB-"])
_JOINING = frozenset(["-", "–", "/"])
_SPELLED = {"``": '"', "''": '"', "-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]"}
_ENDINGS = re.compile(r"['’](?:s|S|re|ll|ve|d|m|t)|n['’]t")
_AFTER_APOSTROPHE = frozenset(["s", "S", "t", "m", "d", "re", "ve", "ll"])
_TAIL = re.compile(r"-[A-Za-z]{2,}")
_QUOTES = frozenset(['"', "'", "’", "_"])
"""Marks that open and close alike; an apostrophe that stands alone is one of them unless it ends a word."""


def join_tokens(tokens: Sequence[str]) -> tuple[str, list[tuple[int, int]]]:
    """The text of a sentence as people would type it, and each token's (start, end) in it."""
    parts: list[str] = []
    offsets: list[tuple[int, int]] = []
    length, glue = 0, True
    quoted: set[str] = set()
    for number, token in enumerate(tokens):
        before = tokens[number - 1] if number else ""
        following = tokens[number + 1] if number + 1 < len(tokens) else ""
        joins = token in _JOINING and _wordlike(before) and _wordlike(following)
        possessive = token in ("'", "’") and _ends_word(before, following, token in quoted)
        quote = token in _QUOTES and not possessive
        closes = quote and (token in quoted or token == "’")
        if not (glue or joins or possessive or closes or _continues(token, before)):
            parts.append(" ")
            length += 1
        shown = _SPELLED.get(token, token)
        parts.append(shown)
        offsets.append((length, length + len(shown)))
        length += len(shown)
        glue = token in _OPENING or joins or (quote and not closes) or (possessive and following in _AFTER_APOSTROPHE)
        quoted ^= {token} if quote and token != "’" else set()
    return "".join(parts), offsets


def _continues(token: str, before: str) -> bool:
    """Does a token belong to the one before it: closing marks, endings that were split off, "O" and "'Brien"?"""
    if token in _CLOSING or _ENDINGS.fullmatch(token):
        return True
    if token.startswith(("'", "’")) and len(token) > 1:
        return bool(re.fullmatch(r"[dDlLO]", before))
    return bool(_TAIL.fullmatch(token)) and _wordlike(before)


def _ends_word(before: str, following: str, quoted: bool) -> bool:
    if not _wordlike(before):
        return False
    return following in _AFTER_APOSTROPHE or (before[-1] in "sSzx" and not quoted)


def _wordlike(token: str) -> bool:
    return bool(token) and token[0].isalnum() and token[-1].isalnum()
