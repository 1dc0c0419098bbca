"""The exported encoder in ONNX Runtime: piece logits of windows, one window per run.

Dynamic int8 scales are per tensor, so a window's result would depend on what shares its batch; one window per run, with
several runs in parallel, does not and is as fast.
"""

from __future__ import annotations

import os
import platform
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..errors import PiiError

if TYPE_CHECKING:
    import onnxruntime

Floats = NDArray[np.floating]
Window = dict[str, NDArray[np.int64]]
"""The graph's inputs by name: `input_ids` and, for a model that sees word forms, `token_type_ids`; (pieces,) each."""

EXACT_INT8 = ("session.x64quantprecision", "1")
"""Without VNNI the default kernel saturates sums of two products at 16 bits; this entry computes exactly, as fast."""

_FORKED: list[object] = []
# One kernel in place of an addition and a normalization, and slower than both.
_SLOW_FUSIONS = ["SkipLayerNormFusion"]


class Runtime:
    """A session for a serialized graph; threads may share it. A forked process makes its own.

    A single window uses all `threads`; of several, as many run at a time. The result is the same to the last bit.
    """

    def __init__(self, graph: bytes, threads: int):
        if threads < 1:
            raise PiiError(f"threads is {threads}.", remedy="set components.pii_onnx.threads to at least 1.")
        self.graph, self.threads = graph, threads
        self._pid = 0
        self._lock = Lock()
        self._session: onnxruntime.InferenceSession | None = None
        self._pool: ThreadPoolExecutor | None = None

    def __reduce__(self) -> tuple[type[Runtime], tuple[bytes, int]]:
        """A copy, in this process or another, opens a session of its own."""
        return Runtime, (self.graph, self.threads)

    def start(self, windows: Sequence[Window]) -> Callable[[], list[Floats]]:
        """Begin with windows, special pieces included; returns what waits for their logits.

        Logits are (pieces, tags), one array for each window. With one thread, all the work is done by who waits.
        """
        if self._pid != os.getpid():
            with self._lock:
                if self._pid != os.getpid():
                    self._open()
        if self._pool is None or len(windows) == 1:
            return lambda: [self._run(window) for window in windows]
        runs = [self._pool.submit(self._run, window) for window in windows]
        return lambda: [run.result() for run in runs]

    def _run(self, window: Window) -> Floats:
        assert self._session is not None
        return self._session.run(None, {name: values[None] for name, values in window.items()})[0][0]

    def _open(self) -> None:
        import onnxruntime

        # What a fork leaves has threads that do not exist here; letting go of it would wait for them forever.
        _FORKED.extend((self._session, self._pool))
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads, options.inter_op_num_threads = self.threads, 1
        # A waiting thread that spins takes the processor from the run beside it.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.add_session_config_entry(*EXACT_INT8)
        # Warnings of the runtime can quote its input.
        options.log_severity_level = 3
        try:
            self._session = onnxruntime.InferenceSession(
                self.graph, options, providers=["CPUExecutionProvider"], disabled_optimizers=_SLOW_FUSIONS
            )
        except (onnxruntime.capi.onnxruntime_pybind11_state.Fail, RuntimeError) as error:
            raise PiiError(
                f"the model's graph cannot be loaded ({type(error).__name__}).", remedy="install the model again."
            ) from error
        self._pool = ThreadPoolExecutor(self.threads) if self.threads > 1 else None
        self._pid = os.getpid()


def int8_arithmetic() -> str:
    """How int8 products are added up here; the result is the same, whatever the processor has."""
    import onnxruntime

    return f"exact ({EXACT_INT8[0]}={EXACT_INT8[1]}, ONNX Runtime {onnxruntime.__version__}, {platform.machine()})"


def pool_pieces(
    token_starts: NDArray[np.intp],
    token_ends: NDArray[np.intp],
    piece_spans: NDArray[np.intp],
    piece_logits: Floats,
    bias: Floats,
) -> Floats:
    """Token logits (tokens, tags): the mean over every piece that touches the token, plus the bias.

    A linear head commutes with the mean, so this equals the head over mean-pooled vectors. token_starts, token_ends:
    characters, (tokens,). piece_spans: characters, (pieces, 2), of all windows, without special pieces. A token without
    pieces gets the bias alone, as spacy-transformers gives it a zero vector.
    """
    logits = np.tile(bias, (len(token_starts), 1))
    first = np.searchsorted(token_ends, piece_spans[:, 0], side="right")
    last = np.searchsorted(token_starts, piece_spans[:, 1], side="left")
    touched = np.maximum(last - first, 0)
    if not touched.any():
        return logits
    piece = np.repeat(np.arange(len(touched)), touched)
    token = first[piece] + np.arange(len(piece)) - np.repeat(np.cumsum(touched) - touched, touched)
    # Windows overlap, so a token's pieces need not lie together.
    order = np.argsort(token, kind="stable")
    token, piece = token[order], piece[order]
    borders = np.flatnonzero(np.diff(token, prepend=-1))
    sums = np.add.reduceat(piece_logits[piece], borders, axis=0)
    counts = np.diff(borders, append=len(token))
    logits[token[borders]] += sums / counts[:, None]
    return logits
