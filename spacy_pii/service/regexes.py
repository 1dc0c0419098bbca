"""Regular expressions that a request brings, under one time limit for all of them.

Presidio leaves a pattern that runs out of time with a warning: what it should have found stays in the text. Here the
request is refused.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator, Sequence
from typing import Any

import regex
from presidio_analyzer import PatternRecognizer, RecognizerResult

from .responses import ApiError

MAX_PATTERN = 5_000
"""Characters of one regular expression; compiling has no time limit. Deny lists are plain words and may be longer."""


class Budget:
    """The seconds that the regular expressions of one request may take together."""

    def __init__(self, seconds: float):
        self.seconds = self._left = seconds

    def spend(self, compiled: regex.Pattern[str], text: str, *, all_matches: bool) -> list[regex.Match[str]]:
        """The matches, or the first one. Raises ApiError when the time is up."""
        start = time.monotonic()
        try:
            if self._left <= 0:
                raise TimeoutError
            if all_matches:
                return list(compiled.finditer(text, timeout=self._left))
            match = compiled.search(text, timeout=self._left)
            return [match] if match else []
        except TimeoutError:
            raise ApiError(
                400, f"The regular expressions of this request took longer than {self.seconds:g} s."
            ) from None
        finally:
            self._left -= time.monotonic() - start


class _Timed:
    """A compiled pattern with Presidio's call and our budget."""

    def __init__(self, compiled: regex.Pattern[str], budget: Budget):
        self._compiled, self._budget = compiled, budget

    def finditer(self, text: str, timeout: float | None = None) -> Iterator[regex.Match[str]]:
        return iter(self._budget.spend(self._compiled, text, all_matches=True))


def limit_recognizers(recognizers: Sequence[PatternRecognizer], budget: Budget) -> None:
    """Put the patterns of a request's recognizers under the budget."""
    for recognizer in recognizers:
        flags: Any = recognizer.global_regex_flags
        for pattern in recognizer.patterns:
            # Presidio compiles again only where the flags differ.
            pattern.compiled_regex = _Timed(compiled_regex(pattern.regex, flags), budget)
            pattern.compiled_with_flags = flags


def compiled_regex(pattern: str, flags: int) -> regex.Pattern[str]:
    """The compiled pattern. Raises ApiError for one that cannot be compiled."""
    try:
        return regex.compile(pattern, flags)
    except (regex.error, ValueError, RecursionError, MemoryError, OverflowError, TypeError):
        raise ApiError(400, "Invalid regex pattern or flags.") from None


class AllowList:
    """What a request allows to stay. match: "exact", or "regex" for expressions that are searched in the value."""

    def __init__(self, allowed: Collection[str], match: str, flags: int, budget: Budget):
        self._exact = frozenset(allowed) if match == "exact" else frozenset()
        terms = [term for term in allowed if term] if match == "regex" else []
        self._pattern = compiled_regex("|".join(terms), flags) if terms else None
        self._budget = budget

    def remaining(self, text: str, results: Sequence[RecognizerResult]) -> list[RecognizerResult]:
        """The results that the list does not allow. Raises ApiError when the time is up."""
        return [result for result in results if not self._allows(text[result.start : result.end])]

    def _allows(self, value: str) -> bool:
        if self._pattern is not None:
            return bool(self._budget.spend(self._pattern, value, all_matches=False))
        return value in self._exact
