"""One system in a process of its own, so that memory, load time and processors are its own, while systems take turns.

The parent sends a line of JSON, {"call": [texts]} or {"batch": [texts]}, and waits for a line of JSON.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from ...errors import PiiError

_TEXT = "Ms Ada Brown of 12 Mill Lane, Leeds, called from 020 7946 0958 on 3 May; her mail is ada@example.org."


@dataclass(frozen=True, slots=True)
class Start:
    """Seconds to import spaCy, to load the system after that, and of its first answer; then its resident megabytes."""

    spacy: float
    load: float
    first_call: float
    memory: float


class Worker:
    """A system in a subprocess that may use `threads` processors. Raises PiiError if it cannot be loaded.

    cpu_time: measure the time that its processors work instead of the time that passes.
    """

    def __init__(self, kind: str, model: str, threads: int, cpu_time: bool = False):
        self.name = f"{kind} over {model}"
        # A pipe that nobody reads would block a library that warns a lot.
        self._errors = tempfile.TemporaryFile("w+", encoding="utf8", errors="replace")  # noqa: SIM115
        self._process = subprocess.Popen(
            [sys.executable, "-m", __name__, kind, model, str(threads), "cpu" if cpu_time else "wall"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            text=True,
            encoding="utf8",
            # Read by the numeric libraries when they are imported.
            env={**os.environ, "OMP_NUM_THREADS": str(threads), "OPENBLAS_NUM_THREADS": str(threads)},
        )
        self.start = Start(**self._answer())

    def call(self, texts: Sequence[str]) -> list[float]:
        """Seconds of a single call on each text."""
        return self._ask(call=list(texts))["seconds"]

    def batch(self, texts: Sequence[str]) -> float:
        """Seconds for all texts together."""
        return self._ask(batch=list(texts))["seconds"]

    def memory(self) -> float:
        """Resident megabytes now."""
        return self._ask()["memory"]

    def close(self) -> None:
        """End the process."""
        self._process.communicate()
        self._errors.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _ask(self, **request: list[str]) -> dict[str, Any]:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        return self._answer()

    def _answer(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if line:
            return json.loads(line)
        self._process.wait()
        self._errors.seek(0)
        lines = [line for line in self._errors.read().splitlines() if line[:1].isalpha() and "Error" in line]
        self.close()
        raise PiiError(
            f"{self.name} does not run: {lines[-1][:200] if lines else 'it ended without a message'}.",
            remedy="install it, or leave it out of the benchmark.",
        )


def serve(kind: str, model: str, threads: int, clock: Callable[[], float]) -> None:
    """Load a system and measure it until standard input ends."""
    # Libraries print; answers go where nothing else writes.
    answers = os.fdopen(os.dup(1), "w", encoding="utf8")
    os.dup2(2, 1)
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[-threads:])
    started = clock()
    import spacy  # noqa: F401

    imported = clock()
    from .systems import TIMED_LOADERS

    system = TIMED_LOADERS[kind](model, threads)
    loaded = clock()
    system.call(_TEXT)
    answered = clock()
    start = Start(imported - started, loaded - imported, answered - loaded, resident_megabytes())
    reply: dict[str, Any] = asdict(start)
    while True:
        answers.write(json.dumps(reply) + "\n")
        answers.flush()
        line = sys.stdin.readline()
        if not line:
            return
        request = json.loads(line)
        if "call" in request:
            reply = {"seconds": [_time(clock, system.call, text) for text in request["call"]]}
        elif "batch" in request:
            reply = {"seconds": _time(clock, system.batch, request["batch"])}
        else:
            reply = {"memory": resident_megabytes()}


def _time(clock: Callable[[], float], function: Callable[[Any], Any], argument: Any) -> float:
    start = clock()
    function(argument)
    return clock() - start


def resident_megabytes() -> float:
    """Resident memory of this process; outside Linux and Windows, its peak."""
    if sys.platform == "win32":
        return _working_set() / 1e6
    # Windows has no such module.
    import resource

    statm = Path("/proc/self/statm")
    if statm.is_file():
        return int(statm.read_text().split()[1]) * resource.getpagesize() / 1e6
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1e6 if sys.platform == "darwin" else peak / 1e3


if sys.platform == "win32":

    def _working_set() -> int:
        """Bytes, as PROCESS_MEMORY_COUNTERS of the Windows API has them."""
        import ctypes
        from ctypes import wintypes

        class Counters(ctypes.Structure):
            _fields_ = [("cb", wintypes.DWORD), ("faults", wintypes.DWORD)] + [
                (name, ctypes.c_size_t) for name in ("peak", "now", "a", "b", "c", "d", "page_file", "peak_page_file")
            ]

        counters = Counters(cb=ctypes.sizeof(Counters))
        kernel = ctypes.WinDLL("kernel32")
        kernel.GetCurrentProcess.restype = wintypes.HANDLE
        kernel.K32GetProcessMemoryInfo.argtypes = [wintypes.HANDLE, ctypes.c_void_p, wintypes.DWORD]
        kernel.K32GetProcessMemoryInfo(kernel.GetCurrentProcess(), ctypes.byref(counters), counters.cb)
        return counters.now


if __name__ == "__main__":
    clocks = {"cpu": time.process_time, "wall": time.perf_counter}
    serve(sys.argv[1], sys.argv[2], int(sys.argv[3]), clocks[sys.argv[4]])
