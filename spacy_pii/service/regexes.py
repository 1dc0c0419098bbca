"""Regular expressions that a request brings, under one limit of processor time for all of them.

Presidio leaves a pattern that runs out of time with a warning: what it should have found stays in the text. Here the
request is refused. Nothing of a request's expressions is kept: `regex` would cache them.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import regex
from presidio_analyzer import PatternRecognizer, RecognizerResult, analyzer_engine, pattern_recognizer
from presidio_analyzer.predefined_recognizers.generic import iban_recognizer

from .responses import ApiError

MAX_PATTERN = 5_000
"""Characters of one regular expression."""
MAX_EXPRESSIONS = 200_000
"""Characters of all expressions and listed words of a request; compiling them takes seconds and cannot be stopped."""
_NEVER = 10**6


class Budget:
    """Seconds of processor time that the regular expressions of one request may take together.

    What counts is the time of the thread that works on the request. A single expression is interrupted by `regex`,
    whose clock is the processor time of the whole process: it has less while other threads work.
    """

    def __init__(self, seconds: float):
        self.seconds = self._left = seconds

    def compile(self, pattern: str, flags: int) -> regex.Pattern[str]:
        """The compiled pattern. Raises ApiError for one that cannot be compiled."""
        with self._charged():
            try:
                return regex.compile(pattern, flags, cache_pattern=False)
            except (regex.error, ValueError, RecursionError, MemoryError, OverflowError, TypeError):
                raise ApiError(400, "Invalid regex pattern or flags.") from None

    def spend(self, compiled: regex.Pattern[str], text: str, *, all_matches: bool) -> list[regex.Match[str]]:
        """The matches, or the first one. Raises ApiError when the time is up."""
        with self._charged():
            if all_matches:
                return list(compiled.finditer(text, timeout=self._left))
            match = compiled.search(text, timeout=self._left)
            return [match] if match else []

    @contextmanager
    def _charged(self) -> Iterator[None]:
        start = time.thread_time()
        try:
            if self._left <= 0:
                raise TimeoutError
            yield
        except TimeoutError:
            raise ApiError(
                400, f"The regular expressions of this request took longer than {self.seconds:g} s."
            ) from None
        finally:
            self._left -= time.thread_time() - start


class _Timed:
    """A compiled pattern with Presidio's call and our budget."""

    def __init__(self, compiled: regex.Pattern[str], budget: Budget):
        self._compiled, self._budget = compiled, budget

    def finditer(self, text: str, timeout: float | None = None) -> Iterator[regex.Match[str]]:
        return iter(self._budget.spend(self._compiled, text, all_matches=True))


def check_length(recognizers: Sequence[Mapping[str, Any]], allowed: Collection[str]) -> None:
    """Raises ApiError for expressions and listed words of a request that are too long, before they are compiled.

    recognizers: as the request gives them. allowed: the expressions of its allow-list.
    """
    words = [word for recognizer in recognizers for word in recognizer.get("deny_list") or ()]
    patterns = [pattern.get("regex") for recognizer in recognizers for pattern in recognizer.get("patterns") or ()]
    if any(len(str(pattern)) > MAX_PATTERN for pattern in patterns):
        raise ApiError(400, f"A regex has more than {MAX_PATTERN} characters.")
    if sum(len(str(expression)) + 1 for expression in (*words, *patterns, *allowed)) > MAX_EXPRESSIONS:
        raise ApiError(413, f"Patterns and lists of a request may have {MAX_EXPRESSIONS} characters together.")


def limit_recognizers(recognizers: Sequence[PatternRecognizer], budget: Budget) -> None:
    """Put the patterns of a request's recognizers under the budget."""
    for recognizer in recognizers:
        flags: Any = recognizer.global_regex_flags
        for pattern in recognizer.patterns:
            # Presidio compiles again only where the flags differ.
            pattern.compiled_regex = _Timed(budget.compile(pattern.regex, flags), budget)
            pattern.compiled_with_flags = flags


def keep_every_pattern() -> None:
    """Let Presidio never leave out one of its own patterns for lack of time, and cache none of a request's."""
    # Read from REGEX_TIMEOUT_SECONDS, which is the limit of a request here.
    for module in (pattern_recognizer, analyzer_engine, iban_recognizer):
        module.REGEX_TIMEOUT_SECONDS = _NEVER
    regex.cache_all(False)


class AllowList:
    """What a request allows to stay. match: "exact", or "regex" for expressions that are searched in the value."""

    def __init__(self, allowed: Collection[str], match: str, flags: int, budget: Budget):
        self._exact = frozenset(allowed) if match == "exact" else frozenset()
        terms = [term for term in allowed if term] if match == "regex" else []
        self._pattern = budget.compile("|".join(terms), flags) if terms else None
        self._budget = budget

    def remaining(self, text: str, results: Sequence[RecognizerResult]) -> list[RecognizerResult]:
        """The results that the list does not allow. Raises ApiError when the time is up."""
        return [result for result in results if not self._allows(text[result.start : result.end])]

    def _allows(self, value: str) -> bool:
        if self._pattern is not None:
            return bool(self._budget.spend(self._pattern, value, all_matches=False))
        return value in self._exact
