"""Ask what is not yet answered, sort the answers, and fill what can be used with surrogate values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from itertools import accumulate
from random import Random

from ...chat import ChatModel, Journal, RefusedRequest, Reply, Request
from ...records import PiiRecord
from ..grammar import Sequence as Body
from ..grammar import render
from ..noise import add_noise
from ..pools import load_pool
from ..values import Draw
from .answers import judge
from .prompts import Prompt

# So many refusals and no answer mean that the setup is at fault, not the requests.
_PATIENCE = 30


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
    teacher: ChatModel,
    requests: Sequence[Request],
    prompts: Mapping[str, Prompt],
    journal: Journal,
    *,
    attempts: int = 2,
    workers: int = 4,
) -> Iterator[Reply]:
    """Ask every pending request until an answer is usable, and yield the answers as they arrive.

    Each one is in the journal before it is yielded; a request that the provider refuses is there as a failed attempt.
    Raises PiiError when the teacher cannot go on, or has answered none of the requests ever: what is under way is
    waited for and kept, and the same call goes on from there.
    """
    refusals = _Refusals(journal, {request.id for request in requests})
    while todo := pending(requests, prompts, journal, attempts=attempts):
        with ThreadPoolExecutor(workers) as pool:
            futures = {pool.submit(_ask, teacher, request, journal): request for request in todo}
            try:
                for future in as_completed(futures):
                    try:
                        yield future.result()
                    except RefusedRequest as error:
                        refusals.add(futures[future].id, error)
            finally:
                pool.shutdown(cancel_futures=True)
        refusals.settle()


class _Refusals:
    """Refused requests on their way to the journal.

    They count as attempts once any request has been answered: before that, the fault may be in the setup, and a run
    with other options must find them as they were.
    """

    def __init__(self, journal: Journal, ids: set[str]):
        self._journal, self._ids = journal, ids
        self._held: list[tuple[str, RefusedRequest]] = []

    def add(self, request_id: str, error: RefusedRequest) -> None:
        """Note a refusal. Raises it if there are many of them and no answer."""
        self._held.append((request_id, error))
        if self._answered() or len(self._held) >= _PATIENCE:
            self.settle()

    def settle(self) -> None:
        """Move what is held to the journal. Raises the last refusal if there is no answer yet."""
        if self._held and not self._answered():
            raise self._held[-1][1]
        for request_id, error in self._held:
            self._journal.add(request_id, Reply("", False, 0, 0, failure=error.problem.rstrip(".")))
        self._held.clear()

    def _answered(self) -> bool:
        replies = self._journal.replies
        return any(not reply.failure for id in self._ids & replies.keys() for reply in replies[id])


def _ask(teacher: ChatModel, request: Request, journal: Journal) -> Reply:
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
            for index, verdict in enumerate(judge(reply, negative=prompt.negative, language=prompt.language)):
                name = f"{request.id}-{attempt}-{index}"
                reason = "the same text as another" if verdict.text in seen else verdict.reason
                if verdict.body is None or reason:
                    result.rejected.append(Rejected(name, reason, verdict.text))
                    continue
                seen.add(verdict.text)
                result.taught.append(Taught(name, prompt, verdict.body))
    return result


def _usable(reply: Reply, prompt: Prompt) -> bool:
    return any(verdict.body is not None for verdict in judge(reply, negative=prompt.negative, language=prompt.language))


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
