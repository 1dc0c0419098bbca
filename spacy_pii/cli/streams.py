"""Long streams in constant memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from ..presidio import PiiAnalyzerEngine

Result = TypeVar("Result")
_BATCH = 256
# Characters; as many new words as that may hold take some ten megabytes, and loading again takes a second.
_RELOAD_AFTER = 20_000_000


def in_batches(
    process: Callable[[Iterable[str]], Iterable[Result]],
    texts: Iterable[str],
    analyzer: PiiAnalyzerEngine,
    language: str,
    interactive: bool,
) -> Iterator[Result]:
    """Yield what `process` makes of the texts, a batch at a time, or one text at a time in a conversation.

    spaCy keeps every new word of a stream. A memory zone gives the words back after a batch, and loading the pipeline
    again now and then gives back what the zones leave behind. Results must not hold Docs.
    """
    from spacy.util import minibatch

    engine, characters = analyzer.nlp_engine, 0
    for batch in minibatch(texts, 1 if interactive else _BATCH):
        if characters > _RELOAD_AFTER:
            engine.reload()
            characters = 0
        with engine.get_nlp(language).memory_zone():
            results = list(process(batch))
        characters += sum(map(len, batch))
        yield from results
