"""From a text to proposals: the questions about it, their answers, and what all of it came to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import Any

from ...chat import ChatModel, RejectedAnswer, Reply, Request, Usage, read_json
from ...errors import PiiError
from .excerpts import excerpts
from .formats import AnswerFormat, Proposals
from .instructions import request_about
from .locate import Place, locate, occurrences
from .reply_cache import ReplyCache


class UnusableAnswer(PiiError):
    """The model's answers about one document cannot be used; other documents may fare better."""


@dataclass(frozen=True, slots=True)
class Findings:
    """What the model found in a text: places, ascending, which may overlap.

    not_found: values that are not in the text. unknown: entries under labels that the table lacks, and entries without
    a value.
    """

    places: list[Place]
    not_found: int = 0
    unknown: int = 0


class Tally:
    """What asking came to: usage, and counts such as answers and rejected ones. Threads may share it."""

    def __init__(self) -> None:
        self.usage = Usage()
        self.counts: Counter[str] = Counter()
        self._lock = Lock()

    def __getstate__(self) -> dict[str, Any]:
        return {**vars(self), "_lock": None}

    def __setstate__(self, state: dict[str, Any]) -> None:
        vars(self).update(state, _lock=Lock())

    def add(self, **counts: int) -> None:
        """Count events by name."""
        with self._lock:
            self.counts.update(counts)

    def pay(self, reply: Reply) -> None:
        """Count an answer and what it used."""
        with self._lock:
            self.usage += Usage.of([reply])
            self.counts["answers"] += 1


@dataclass
class Asker:
    """Asks a model about texts. labels: what it is asked for; whatever else it reports is left out.

    size, overlap: of excerpts, in characters. attempts: how often a question without a usable answer is asked. The
    counts in `tally`: answers, rejected (with `rejected: REASON` each), cached, not_found, unknown.
    """

    client: ChatModel
    model: str
    labels: Collection[str]
    answer: AnswerFormat
    size: int
    overlap: int
    max_tokens: int
    temperature: float
    attempts: int
    cache: ReplyCache | None = None
    tally: Tally = field(default_factory=Tally)

    def questions(self, text: str) -> list[Request]:
        """What would be asked about a text, at first."""
        return [self._question(excerpt, 0) for _, excerpt in self._excerpts(text)]

    def find(self, text: str) -> Findings:
        """What the model finds in a text. Raises UnusableAnswer, and PiiError where the model cannot be asked."""
        places: list[Place] = []
        values: dict[str, str] = {}
        not_found = unknown = 0
        parts = self._excerpts(text)
        for start, excerpt in parts:
            proposals = self._ask(excerpt)
            wanted = [each for each in proposals.found if each.label in self.labels]
            found, missing = locate(excerpt, wanted)
            places += [replace(place, start=place.start + start, end=place.end + start) for place in found]
            values |= {excerpt[place.start : place.end]: place.label for place in reversed(found)}
            not_found += missing
            unknown += proposals.unknown + proposals.unusable + len(proposals.found) - len(wanted)
        if len(parts) > 1:
            # What one excerpt gives away holds in all of them.
            known = {(place.start, place.end) for place in places}
            for value, label in values.items():
                places += [Place(*each, label) for each in occurrences(text, value) if each not in known]
        self.tally.add(not_found=not_found, unknown=unknown)
        return Findings(sorted(set(places)), not_found, unknown)

    def _excerpts(self, text: str) -> list[tuple[int, str]]:
        """Where each excerpt with a word starts, and its text."""
        parts = [(start, text[start:end]) for start, end in excerpts(text, self.size, self.overlap)]
        return [(start, part) for start, part in parts if part.strip()]

    def _question(self, excerpt: str, attempt: int) -> Request:
        return request_about(
            excerpt,
            self.labels,
            self.answer,
            model=self.model,
            max_tokens=self.max_tokens,
            temperature=self.temperature,
            attempt=attempt,
        )

    def _ask(self, excerpt: str) -> Proposals:
        problem = ""
        for attempt in range(self.attempts):
            request = self._question(excerpt, attempt)
            reply = self._reply(request)
            try:
                answer = read_json(reply, self.answer.accepted())
            except RejectedAnswer as error:
                problem = error.problem
                self.tally.add(rejected=1, **{f"rejected: {problem}": 1})
                continue
            if self.cache is not None:
                self.cache.put(request.id, reply)
            return self.answer.read(answer)
        raise UnusableAnswer(
            f"the language model gave no usable answer in {self.attempts} attempts (the last one: {problem}).",
            remedy="raise max_tokens if answers are cut off, switch `structured` on, or take another model.",
        )

    def _reply(self, request: Request) -> Reply:
        cached = None if self.cache is None else self.cache.get(request.id)
        if cached is not None:
            self.tally.add(cached=1)
            return cached
        reply = self.client.ask(request)
        self.tally.pay(reply)
        return reply
