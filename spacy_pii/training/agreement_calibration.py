"""The table of agreement of a pipeline with `pii_llm`: fitted on half of the records, judged on the rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from ..components.llm.agreement import AgreementTable, Voice, fit_agreement
from ..components.llm.annotator import LanguageModelPipe
from ..components.llm.sequence_scores import sequence_model
from ..components.spans import SPANS_KEY
from ..docbin.splits import near_duplicate_key
from ..errors import PiiError
from ..evaluation.calibration_error import Calibration, calibration_of, outcomes
from ..records import PiiRecord, PiiSpan

Heard = tuple[PiiRecord, list[tuple[PiiSpan, Voice]]]
"""A gold record, what was found in it, and by whom."""


@dataclass(frozen=True, slots=True)
class AgreementFit:
    """The fitted table, and the calibration of its scores on the records that the fit did not see."""

    table: AgreementTable
    fitted_on: int
    judged_on: int
    calibration: Calibration | None

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


def scored_by_agreement(nlp: Language) -> LanguageModelPipe | None:
    """The pipeline's `pii_llm` if its scores come from a table of agreement, None if there is none or a sequence model
    gives them."""
    for name, pipe in nlp.pipeline:
        if isinstance(pipe, LanguageModelPipe):
            return None if sequence_model(nlp, name) else pipe
    return None


def calibrate_agreement(nlp: Language, records: Iterable[PiiRecord]) -> AgreementFit:
    """Fit and set the table of agreement; the language model is asked about every record.

    Records that differ only in their personal data fall into the same half. Raises PiiError for a pipeline whose scores
    come from elsewhere, where a half is empty, and where nothing was found.
    """
    pipe = scored_by_agreement(nlp)
    if pipe is None:
        raise PiiError(
            f"the pipeline {nlp.pipe_names} needs no table of agreement.",
            remedy="it is for pii_llm without pii_onnx or pii_ner before it.",
        )
    halves: tuple[list[Heard], list[Heard]] = ([], [])
    for doc, record in nlp.pipe(((record.text, record) for record in records), as_tuples=True):
        halves[int(near_duplicate_key(record), 16) % 2].append((record, _heard(doc)))
    if not all(halves):
        raise PiiError("one half of the records is empty.", remedy="calibrate with more development records.")
    fitting, judging = halves
    silent = [bool(record.spans) for record, heard in fitting if not heard]
    pipe.agreement = table = fit_agreement(_judged(fitting), silent)
    scored = (
        (record, [replace(span, score=table(span.label, voice)) for span, voice in heard]) for record, heard in judging
    )
    return AgreementFit(table, len(fitting), len(judging), calibration_of(outcomes(scored)))


def _heard(doc: Doc) -> list[tuple[PiiSpan, Voice]]:
    group = doc.spans[SPANS_KEY]
    voices: Sequence[Voice] = group.attrs["voices"]
    return [
        (PiiSpan(span.start_char, span.end_char, span.label_), voice) for span, voice in zip(group, voices, strict=True)
    ]


def _judged(halves: Iterable[Heard]) -> Iterator[tuple[str, Voice, bool]]:
    """Label, voice and correctness of the spans that can be judged."""
    for record, heard in halves:
        for span, voice in heard:
            for _, right in outcomes([(record, [replace(span, score=0.0)])]):
                yield span.label, voice, right
