"""A bounded number of threads with a bounded queue before them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from .responses import ApiError

Result = TypeVar("Result")
RETRY_AFTER = 1
"""Seconds."""


class Workers:
    """Runs functions in threads. threads: how many at a time. queue: how many may wait."""

    def __init__(self, threads: int, queue: int):
        self._executor = ThreadPoolExecutor(threads, thread_name_prefix="spacy-pii")
        self._limit, self.pending = threads + queue, 0
        self._patient = asyncio.Semaphore(threads)

    async def run(self, work: Callable[[], Result]) -> Result:
        """The function's result. Raises ApiError 503 if the queue is full, and whatever the function raises."""
        if self.pending >= self._limit:
            raise ApiError(503, "Too many requests are waiting; try again.", {"Retry-After": str(RETRY_AFTER)})
        loop = asyncio.get_running_loop()
        self.pending += 1
        future: Future[Result] = self._executor.submit(work)
        # A caller that went away does not free its thread.
        future.add_done_callback(lambda _: loop.call_soon_threadsafe(self._done))
        return await asyncio.wrap_future(future)

    async def run_patiently(self, work: Callable[[], Result]) -> Result:
        """The same for a caller that waits for its turn; it takes no place in the queue before that."""
        async with self._patient:
            while self.pending >= self._limit:
                await asyncio.sleep(0.05)
            return await self.run(work)

    def _done(self) -> None:
        self.pending -= 1

    def close(self) -> None:
        """Let what runs end."""
        self._executor.shutdown(wait=True)
