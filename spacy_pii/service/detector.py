"""A pipeline with its analyzers, for one thread at a time, in memory that does not grow."""

from __future__ import annotations

import copy
import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import LifoQueue
from typing import TypeVar

from presidio_analyzer import RecognizerResult
from spacy.language import Language

from ..components.decoder import VERDICT
from ..components.drift import decoders_of
from ..components.loading import load_pipeline
from ..components.onnx_runtime import Runtime
from ..components.pii_onnx import OnnxTagger
from ..errors import PiiError
from ..presidio import PiiAnalyzerEngine, create_analyzer

Result = TypeVar("Result")
# Characters; as many new words as that may hold take some ten megabytes, and loading again takes a second.
_RELOAD_AFTER = 20_000_000
_WARM_UP = "Ann Lee's passport is 191280342, her bank account 954567876544."


@dataclass(frozen=True)
class Finding:
    """What was found in a text under our labels. verdict: probability that there is any personal data."""

    results: Sequence[RecognizerResult]
    verdict: float


class Detector:
    """Loads the pipeline, and loads it again when spaCy's tables have seen much text.

    model: package name, folder or loaded pipeline; the last is never loaded again. operating_point: one of the
    pipeline's, its own if empty. Raises PiiError if the pipeline or the operating point is missing.
    """

    def __init__(self, model: str | Path | Language, *, language: str, patterns: bool, operating_point: str = ""):
        self._model, self._language, self._patterns, self._point = model, language, patterns, operating_point
        self._characters = 0
        self._runtimes: list[Runtime] = []
        self._load()

    def another(self) -> Detector:
        """One for another thread, which runs in the same sessions of ONNX Runtime: their weights are in memory once."""
        other = copy.copy(self)
        other._load()
        return other

    def _load(self) -> None:
        self.nlp = self._model if isinstance(self._model, Language) else load_pipeline(str(self._model))
        self._decoders = decoders_of(self.nlp)
        taggers = [pipe for _, pipe in self.nlp.pipeline if isinstance(pipe, OnnxTagger)]
        for tagger, runtime in zip(taggers, self._runtimes, strict=False):
            tagger.run_in(runtime)
        self._runtimes = [tagger.runtime for tagger in taggers if tagger.runtime is not None]
        if self._point:
            self._set_points(self._point)
        self.ours: PiiAnalyzerEngine = create_analyzer(
            self.nlp, patterns=self._patterns, languages=[self._language], labels="ours"
        )
        self.presidio = copy.copy(self.ours)
        self.presidio.naming = "presidio"

    @property
    def operating_points(self) -> tuple[str, ...]:
        """Names, from those that find most to those that find least."""
        points = self._decoders[0].points if self._decoders else {}

        def misses(name: str) -> tuple[float, float, bool]:
            return points[name].threshold, points[name].outside_bias, points[name].marginal_threshold is None

        return tuple(sorted(points, key=misses))

    @property
    def operating_point(self) -> str:
        """The one in use."""
        return self._decoders[0].operating_point if self._decoders else ""

    def find(self, text: str, operating_point: str | None = None) -> Finding:
        """One pass of the pipeline and the patterns. Raises PiiError for an unknown operating point."""
        with self._at(operating_point):
            artifacts = self.ours.nlp_engine.process_text(text, self._language)
            results = self.ours.analyze(text, self._language, nlp_artifacts=artifacts)
        verdict = float(artifacts.tokens.cats.get(VERDICT, 0.0))
        return Finding(results, max([verdict, *(float(result.score) for result in results)]))

    def zoned(self, work: Callable[[Detector], Result], characters: int) -> Result:
        """What `work` returns; the words that spaCy learns meanwhile are forgotten. It must not return Docs."""
        if self._characters > _RELOAD_AFTER and not isinstance(self._model, Language):
            # A pipeline refers to itself, and the collector is in no hurry.
            del self.nlp, self.ours, self.presidio, self._decoders
            gc.collect()
            self._load()
            self._characters = 0
        self._characters += characters
        failure: BaseException | None = None
        # An exception inside would leave the zone open.
        with self.nlp.memory_zone():
            try:
                result = work(self)
            except BaseException as error:
                failure = error.with_traceback(None)
        if failure is not None:
            raise failure
        return result

    @contextmanager
    def _at(self, operating_point: str | None) -> Iterator[None]:
        previous = self.operating_point
        if operating_point and operating_point != previous:
            try:
                self._set_points(operating_point)
                yield
            finally:
                self._set_points(previous)
        else:
            yield

    def _set_points(self, name: str) -> None:
        if name not in self.operating_points:
            points = ", ".join(self.operating_points) or "none"
            raise PiiError("this pipeline has no such operating point.", remedy=f"it has {points}.")
        for decoder in self._decoders:
            decoder.operating_point = name


def _warm_up(detector: Detector) -> None:
    detector.presidio.analyze(_WARM_UP, detector.ours.supported_languages[0])


class Detectors:
    """As many detectors as there are threads; each is lent to one at a time."""

    def __init__(self, first: Detector, count: int):
        # The one that was used last has warm caches.
        self._free: LifoQueue[Detector] = LifoQueue()
        self.nlp, self.labels = first.nlp, tuple(sorted(first.ours.get_supported_entities()))
        self.operating_points, self.operating_point = first.operating_points, first.operating_point
        self.recognizers = tuple(sorted({recognizer.name for recognizer in first.ours.get_recognizers()}))
        self.languages = tuple(first.ours.supported_languages)
        for detector in (first, *(first.another() for _ in range(count - 1))):
            # Sessions and recognizers that are made on first use are made now, and not while somebody waits.
            detector.zoned(_warm_up, len(_WARM_UP))
            self._free.put(detector)

    def use(self, work: Callable[[Detector], Result], characters: int) -> Result:
        """Run `work` with a detector of its own."""
        detector = self._free.get()
        try:
            return detector.zoned(work, characters)
        finally:
            self._free.put(detector)
