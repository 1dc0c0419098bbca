"""What an analyzer found, checked and free of overlaps; and the streaming way to ask an analyzer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Protocol

from ..errors import PiiError

if TYPE_CHECKING:
    from presidio_analyzer import AnalyzerEngine, RecognizerResult


class Result(Protocol):
    """What is needed of a Presidio result; offsets are code points, 0-based, end-exclusive."""

    @property
    def entity_type(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def score(self) -> float: ...


def checked_text(text: str) -> str:
    """The text itself. Raises PiiError if it holds half of a surrogate pair, which UTF-8 and spaCy cannot hold."""
    try:
        text.encode("utf8")
    except UnicodeEncodeError:
        raise PiiError("the text holds half of a surrogate pair.", remedy="repair the source's encoding.") from None
    return text


def ordered_results(text: str, results: Sequence[Result]) -> list[Result]:
    """The results in the order of the text; where some overlap, side by side. Raises PiiError if one lies outside."""
    for result in results:
        if not (0 <= result.start < result.end <= len(text) and result.entity_type):
            raise PiiError(
                f"a result [{result.start}, {result.end}) is empty, nameless or outside the text "
                f"of {len(text)} characters.",
                remedy="offsets are code points, 0-based, end-exclusive.",
            )
    ordered = sorted(results, key=lambda result: result.start)
    if any(left.end > right.start for left, right in pairwise(ordered)):
        from presidio_analyzer import RecognizerResult

        from ..components.patterns.overlaps import resolve_overlaps

        return resolve_overlaps([RecognizerResult(r.entity_type, r.start, r.end, r.score) for r in ordered])
    return ordered


def analyze_stream(
    analyzer: AnalyzerEngine, texts: Iterable[str], language: str, batch_size: int = 32
) -> Iterator[tuple[str, list[RecognizerResult]]]:
    """Yield (text, results) lazily; at most one batch of texts is read ahead."""
    batches = analyzer.nlp_engine.process_batch(map(checked_text, texts), language=language, batch_size=batch_size)
    for text, artifacts in batches:
        yield text, analyzer.analyze(text, language=language, nlp_artifacts=artifacts)
