"""Long streams in constant memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import TypeVar

from spacy.util import minibatch

from .analyzer import PiiAnalyzerEngine

Result = TypeVar("Result")
BATCH = 256
"""Texts of one memory zone."""
# Characters; as many new words as that may hold take some ten megabytes, and loading again takes a second.
_RELOAD_AFTER = 20_000_000


class FlatMemory:
    """Gives back the words that an analyzer's pipeline has met; spaCy would keep every new one.

    A memory zone gives them back after a batch, and loading the pipeline again now and then gives back what the zones
    leave behind. A pipeline has one zone at a time, so threads wait for each other.
    """

    def __init__(self, analyzer: PiiAnalyzerEngine, language: str):
        self._engine, self._language, self._characters = analyzer.nlp_engine, language, 0
        self._lock = Lock()

    @contextmanager
    def zone(self, characters: int) -> Iterator[None]:
        """Within it, texts of so many characters are analyzed. No Doc may leave it."""
        with self._lock:
            if self._characters > _RELOAD_AFTER:
                self._engine.reload()
                self._characters = 0
            with self._engine.get_nlp(self._language).memory_zone():
                yield
            self._characters += characters


def in_batches(
    process: Callable[[Iterable[str]], Iterable[Result]],
    texts: Iterable[str],
    analyzer: PiiAnalyzerEngine,
    language: str,
    interactive: bool,
) -> Iterator[Result]:
    """Yield what `process` makes of the texts, a batch at a time, or one text at a time in a conversation.

    Results must not hold Docs.
    """
    memory = FlatMemory(analyzer, language)
    for batch in minibatch(texts, 1 if interactive else BATCH):
        with memory.zone(sum(map(len, batch))):
            results = list(process(batch))
        yield from results
