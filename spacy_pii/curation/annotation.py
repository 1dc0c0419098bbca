"""A corpus annotated by a language model: every answer is in a journal the moment it arrives, and paid for once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Lock
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from ..chat import ChatModel, Journal, RefusedRequest, Reply, Request, Usage
from ..components.llm.annotator import LanguageModelPipe
from ..components.llm.asking import UnusableAnswer
from ..components.spans import predicted_spans
from ..errors import PiiError
from ..records import PiiRecord


class JournaledChat:
    """Asks a model what the journal does not hold. usage: of what was asked."""

    def __init__(self, model: ChatModel, path: Path):
        self.usage = Usage()
        self._model, self._journal, self._lock = model, Journal(path), Lock()

    def knows(self, request: Request) -> bool:
        """Whether the journal holds an answer."""
        return request.id in self._journal.replies

    def ask(self, request: Request) -> Reply:
        """The answer in the journal, or else the model's, which is in it when this returns."""
        if self.knows(request):
            return self._journal.replies[request.id][-1]
        reply = self._model.ask(request)
        self._journal.add(request.id, reply)
        with self._lock:
            self.usage += Usage.of([reply])
        return reply


@dataclass
class AnnotationReport:
    """records: annotated ones. failed: those without a usable answer, by reason; they are left out."""

    records: int = 0
    failed: Counter[str] = field(default_factory=Counter)


def language_model(nlp: Language) -> LanguageModelPipe:
    """The pipeline's one `pii_llm`. Raises PiiError if it has none or several."""
    found = [pipe for _, pipe in nlp.pipeline if isinstance(pipe, LanguageModelPipe)]
    if len(found) != 1:
        raise PiiError(f"the pipeline {nlp.pipe_names} does not hold one pii_llm.", remedy="add it, or name another.")
    return found[0]


def expected_usage(nlp: Language, chat: JournaledChat, records: Iterable[PiiRecord]) -> Usage:
    """About what annotating the records would send, and the most that it would get back, in one attempt each."""
    asker = language_model(nlp).asker
    asked = (question for record in records for question in asker.questions(record.text))
    return Usage.expected(question for question in asked if not chat.knows(question))


def annotate_records(
    nlp: Language, records: Iterable[PiiRecord], report: AnnotationReport, *, source: str, batch_size: int = 32
) -> Iterator[tuple[PiiRecord, PiiRecord]]:
    """Stream records through a pipeline with `pii_llm`; yields each with the same one that has what was found.

    That one says which labels were asked for, and `source`. A record whose answers cannot be used is left out and
    counted in `report`. Raises PiiError when the model cannot be asked at all; the same call goes on from there.
    """
    labels = frozenset(language_model(nlp).asker.labels)

    def handle(name: str, pipe: Any, docs: list[Doc], error: Exception) -> None:
        if not isinstance(error, UnusableAnswer | RefusedRequest):
            raise error
        report.failed[error.problem] += len(docs)

    nlp.set_error_handler(handle)  # type: ignore[arg-type]
    pairs = ((record.text, record) for record in records)
    for doc, record in nlp.pipe(pairs, as_tuples=True, batch_size=batch_size):
        report.records += 1
        yield record, replace(record, spans=predicted_spans(doc), annotated=labels, ignore=(), source=source)
