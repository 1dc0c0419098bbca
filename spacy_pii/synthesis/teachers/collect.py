"""Ask what is not yet answered, sort the answers, and fill what can be used with surrogate values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from itertools import accumulate
from random import Random

from ...records import PiiRecord
from ..grammar import Sequence as Body
from ..grammar import render
from ..noise import add_noise
from ..pools import load_pool
from ..values import Draw
from .answers import judge
from .base import Reply, Request, Teacher
from .journal import Journal
from .prompts import Prompt


@dataclass(frozen=True, slots=True)
class Taught:
    """A template that a teacher wrote. id: of its request, the attempt and its place in the answer."""

    id: str
    prompt: Prompt
    body: Body


@dataclass(frozen=True, slots=True)
class Rejected:
    """A text, or a whole answer, that cannot be used, and why."""

    id: str
    reason: str
    text: str


@dataclass(slots=True)
class Harvest:
    """What the answers in a journal come to."""

    taught: list[Taught] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)


def pending(
    requests: Sequence[Request], prompts: Mapping[str, Prompt], journal: Journal, *, attempts: int = 2
) -> list[Request]:
    """The requests that have no usable answer yet and not been asked `attempts` times."""
    return [
        request
        for request in requests
        if len(replies := journal.replies.get(request.id, [])) < attempts
        and not any(_usable(reply, prompts[request.prompt]) for reply in replies)
    ]


def collect(
    teacher: Teacher,
    requests: Sequence[Request],
    prompts: Mapping[str, Prompt],
    journal: Journal,
    *,
    attempts: int = 2,
    workers: int = 4,
) -> Iterator[Reply]:
    """Ask every pending request until an answer is usable, and yield the answers as they arrive.

    Each one is in the journal before it is yielded. Raises PiiError when the teacher cannot go on: what is under way
    is waited for and kept, and the same call goes on from there.
    """
    while todo := pending(requests, prompts, journal, attempts=attempts):
        with ThreadPoolExecutor(workers) as pool:
            futures = [pool.submit(_ask, teacher, request, journal) for request in todo]
            try:
                for future in as_completed(futures):
                    yield future.result()
            finally:
                pool.shutdown(cancel_futures=True)


def _ask(teacher: Teacher, request: Request, journal: Journal) -> Reply:
    reply = teacher.ask(request)
    # Here and not in the caller: when another request fails, this answer has still been paid for.
    journal.add(request.id, reply)
    return reply


def harvest(requests: Iterable[Request], prompts: Mapping[str, Prompt], journal: Journal) -> Harvest:
    """Sort the answers to the requests into templates and rejections; a text counts once."""
    result, seen = Harvest(), set[str]()
    for request in requests:
        prompt = prompts[request.prompt]
        for attempt, reply in enumerate(journal.replies.get(request.id, ())):
            for index, verdict in enumerate(judge(reply, negative=prompt.negative)):
                name = f"{request.id}-{attempt}-{index}"
                reason = "the same text as another" if verdict.text in seen else verdict.reason
                if verdict.body is None or reason:
                    result.rejected.append(Rejected(name, reason, verdict.text))
                    continue
                seen.add(verdict.text)
                result.taught.append(Taught(name, prompt, verdict.body))
    return result


def _usable(reply: Reply, prompt: Prompt) -> bool:
    return any(verdict.body is not None for verdict in judge(reply, negative=prompt.negative))


def fill(taught: Iterable[Taught], *, copies: int, seed: int, noise: float = 0.0) -> Iterator[PiiRecord]:
    """Write every template `copies` times with other values. noise: the share of texts with random transforms."""
    for template in taught:
        locales = template.prompt.locales
        weights = list(accumulate(locales.values()))
        for copy in range(copies):
            rng = Random(f"{seed}:{template.id}:{copy}")
            draw = Draw(rng, load_pool(rng.choices(list(locales), cum_weights=weights)[0]))
            text, spans = render(template.body, draw)
            record = PiiRecord(
                text,
                spans,
                language=template.prompt.language,
                source=f"teacher:{template.prompt.name}",
                id=f"{template.id}-{copy}",
            )
            yield add_noise(record, rng) if rng.random() < noise else record
