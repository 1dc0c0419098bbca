"""PatternsPipe: what `create_analyzer` finds, for users of `nlp.pipe`."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from presidio_analyzer import EntityRecognizer, RecognizerResult
from spacy.tokens import Doc, Span, SpanGroup

from ...labels import check_labels
from ..decoder import VERDICT
from ..spans import GUARANTEED, SPANS_KEY, scored_spans
from .context import LinearContextEnhancer, doc_artifacts
from .merge import merge_results
from .recognizers import THRESHOLD, pattern_recognizers

_MODEL = "model"


class PatternsPipe:
    """Rewrites `doc.ents` and `doc.spans["pii"]` with scores; raises `doc.cats["PII"]` where a pattern is surer.

    labels: what the patterns look for, None for everything. default_score: of entities that come without one. Raises
    PiiError for a label that no pattern has.
    """

    def __init__(self, labels: Collection[str] | None, default_score: float):
        every = pattern_recognizers()
        if labels is not None:
            known = {label for recognizer in every for label in recognizer.supported_entities}
            check_labels(labels, known, where="the labels of pii_patterns")
        self._recognizers: list[EntityRecognizer] = [
            recognizer
            for recognizer in every
            if labels is None or not set(labels).isdisjoint(recognizer.supported_entities)
        ]
        self._enhancer = LinearContextEnhancer()
        self._default_score = default_score

    @property
    def labels(self) -> tuple[str, ...]:
        """What the patterns look for."""
        return tuple(sorted({label for recognizer in self._recognizers for label in recognizer.supported_entities}))

    def __call__(self, doc: Doc) -> Doc:
        scored = scored_spans(doc, self._default_score)
        proposed = [_proposal(span, score) for span, score in scored]
        results = EntityRecognizer.remove_duplicates([*proposed, *self._patterns(doc)])
        promised = SPANS_KEY in doc.spans and doc.spans[SPANS_KEY].attrs.get(GUARANTEED, False)
        merged = merge_results(doc.text, results, {_MODEL}, whole_ids={_MODEL} if promised else ())
        _annotate(doc, merged, [span for span, _ in scored])
        if promised:
            doc.spans[SPANS_KEY].attrs[GUARANTEED] = True
        return doc

    def _patterns(self, doc: Doc) -> list[RecognizerResult]:
        artifacts = doc_artifacts(doc, doc.lang_)
        found = [
            result
            for recognizer in self._recognizers
            for result in recognizer.analyze(doc.text, recognizer.supported_entities, artifacts)
        ]
        found = self._enhancer.enhance_using_context(doc.text, found, artifacts, self._recognizers)
        return [result for result in found if result.score >= THRESHOLD]


def _proposal(span: Span, score: float) -> RecognizerResult:
    source = {RecognizerResult.RECOGNIZER_IDENTIFIER_KEY: _MODEL}
    return RecognizerResult(span.label_, span.start_char, span.end_char, score, recognition_metadata=source)


def _annotate(doc: Doc, results: Sequence[RecognizerResult], known: Sequence[Span]) -> None:
    """Set the results, which are in order, as spans of whole tokens; the first of two in one token has it."""
    originals = {(span.start_char, span.end_char, span.label_): span for span in known}
    spans: list[Span] = []
    scores: list[float] = []
    for result in results:
        span = originals.get((result.start, result.end, result.entity_type))
        if span is None:
            span = doc.char_span(result.start, result.end, label=result.entity_type, alignment_mode="expand")
        assert span is not None, "offsets inside the text"
        start = max(span.start, spans[-1].end if spans else 0)
        if start < span.end:
            spans.append(span if start == span.start else Span(doc, start, span.end, label=span.label))
            scores.append(float(result.score))
    doc.set_ents(spans)
    doc.spans[SPANS_KEY] = SpanGroup(doc, name=SPANS_KEY, spans=spans, attrs={"scores": scores})
    if VERDICT in doc.cats:
        doc.cats[VERDICT] = max([doc.cats[VERDICT], *scores])
