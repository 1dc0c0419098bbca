"""`pii_onnx`: the tagger of an exported pipeline. Inference only; needs ONNX Runtime and tokenizers, no torch."""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any

import numpy as np
import srsly
from spacy.language import Language
from spacy.pipeline import Pipe
from spacy.tokens import Doc
from spacy.util import from_bytes, from_disk, minibatch, to_bytes, to_disk
from spacy.vocab import Vocab

from ..errors import PiiError
from .decoder import DEFAULT_POINTS, MAX_LENGTH, Decoder, make_decoder
from .forms import UNKNOWN, piece_types
from .lattice import Floats
from .model_format import check_format, check_tags, format_of
from .onnx_runtime import Runtime, Window, pool_pieces
from .saving import save_without_words
from .score_map import ScoreMap
from .shapes import shape_rows
from .windows import Offsets, doc_windows

BATCH = 32
"""Documents that are decoded together: enough to keep four threads busy and to share the cost of numpy's calls."""
Waiter = Callable[[], list[Floats]]

FILES = ("cfg", "graph", "tokenizer", "arrays")
"""What the component stores: settings and checksums, the ONNX graph, tokenizer.json, and the bias and shape table."""


class OnnxTagger(Pipe):
    """Sets the same as `pii_ner`: `doc.ents`, `doc.spans["pii"]` with scores, `doc.cats["PII"]`."""

    def __init__(
        self,
        vocab: Vocab,
        name: str = "pii_onnx",
        *,
        decoder: Decoder,
        threads: int = 1,
        scorer: Callable | None = None,
    ):
        self.vocab = vocab
        self.name = name
        self.decoder = decoder
        self.threads = threads
        self.scorer = scorer
        self.parts: dict[str, bytes] = {}
        self.cfg: dict[str, Any] = {}
        self._runtime: Runtime | None = None

    @property
    def labels(self) -> tuple[str, ...]:
        """Labels in the order of the tags."""
        return tuple(self.cfg.get("labels", ()))

    def set_parts(self, cfg: dict[str, Any], graph: bytes, tokenizer: bytes, arrays: bytes) -> None:
        """Take over an exported tagger; cfg: labels, temperature, score_map, window, overlap, word_forms."""
        parts = {"graph": graph, "tokenizer": tokenizer, "arrays": arrays}
        checksums = {name: hashlib.sha256(part).hexdigest() for name, part in parts.items()}
        self.parts = {
            "cfg": srsly.json_dumps({"format": format_of(cfg), **cfg, "sha256": checksums}, indent=1).encode(),
            **parts,
        }
        self._load()

    def _load(self) -> None:
        """Check the parts and make them ready. Raises PiiError if one is missing or not what was exported."""
        self.cfg = srsly.json_loads(self.parts["cfg"].decode("utf8"))
        check_format(self.cfg, self.name)
        for name, checksum in self.cfg["sha256"].items():
            if hashlib.sha256(self.parts.get(name, b"")).hexdigest() != checksum:
                raise PiiError(
                    f"the {name} of the component {self.name!r} is damaged or was changed (sha256 differs).",
                    remedy="install the model again.",
                )
        from tokenizers import Tokenizer

        self._tokenizer = Tokenizer.from_buffer(self.parts["tokenizer"])
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        with np.load(io.BytesIO(self.parts["arrays"]), allow_pickle=False) as arrays:
            self._bias = arrays["bias"]
            self._shapes = arrays.get("shapes")
        for array in (self._bias, self._shapes):
            if array is not None:
                check_tags(len(self.labels), array.shape[-1], self.name)
        self._runtime = Runtime(self.parts["graph"], self.threads)
        self.decoder.labels = self.labels
        self.decoder.temperature = self.cfg["temperature"]
        self.decoder.score_map = ScoreMap(**self.cfg.get("score_map", {}))
        self.decoder.check()
        for label in self.labels:
            self.vocab.strings.add(label)

    def use_threads(self, threads: int) -> None:
        """Run as many windows in parallel from now on. Raises PiiError for a number below 1."""
        self.threads = threads
        if self._runtime is not None:
            self._runtime = Runtime(self.parts["graph"], threads)

    @property
    def runtime(self) -> Runtime | None:
        """Where the graph runs; None before something is loaded."""
        return self._runtime

    def run_in(self, runtime: Runtime) -> None:
        """Run where another tagger of the same graph runs, so that the weights are in memory once.

        Raises PiiError for another graph.
        """
        if runtime.graph != self.parts.get("graph"):
            raise PiiError("the graphs of the two pipelines differ.", remedy="load both from the same model.")
        self.parts["graph"], self._runtime = runtime.graph, runtime

    def __call__(self, doc: Doc) -> Doc:
        self.decoder.annotate([doc], self.predict([doc]))
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = BATCH) -> Iterator[Doc]:
        """Annotate a stream lazily, at most `batch_size` documents at a time.

        With several threads one batch is decoded while the graph runs on the next, so batches are small whatever spaCy
        asks for. Who asks for single documents gets each before the next is read.
        """
        ahead = self.threads > 1 and batch_size > 1
        running: list[tuple[list[Doc], Waiter]] = []
        for batch in minibatch(stream, min(batch_size, BATCH)):
            docs = list(batch)
            try:
                running.append((docs, self._start(docs)))
            except (PiiError, RuntimeError) as error:
                self.get_error_handler()(self.name, self, docs, error)
            if len(running) > ahead:
                yield from self._finish(*running.pop(0))
        for last in running:
            yield from self._finish(*last)

    def _finish(self, docs: list[Doc], wait: Waiter) -> list[Doc]:
        try:
            self.decoder.annotate(docs, wait())
        except (PiiError, RuntimeError) as error:
            self.get_error_handler()(self.name, self, docs, error)
            return []
        return docs

    def predict(self, docs: Sequence[Doc]) -> list[Floats]:
        """Tag logits of each document, (tokens, tags). Raises PiiError if nothing has been loaded."""
        return self._start(docs)()

    def _start(self, docs: Sequence[Doc]) -> Waiter:
        """Begin to predict; returns what waits for the logits."""
        if self._runtime is None:
            raise PiiError(
                f"the component {self.name!r} is empty.",
                remedy="export a trained pipeline with scripts/export_onnx.py.",
            )
        spans: list[list[np.ndarray]] = [[] for _ in docs]
        owners: list[int] = []
        windows: list[Window] = []
        for number, doc in enumerate(docs):
            for start, text, encoding in self._encodings(doc):
                offsets = np.array(encoding.offsets[1:-1], dtype=np.intp).reshape(-1, 2)
                spans[number].append(offsets + start)
                windows.append(self._window(text, encoding.ids, offsets))
                owners.append(number)
        wait = self._runtime.start(windows)

        def finish() -> list[Floats]:
            logits: list[list[Floats]] = [[] for _ in docs]
            for number, rows in zip(owners, wait(), strict=True):
                check_tags(len(self.labels), rows.shape[-1], self.name)
                logits[number].append(rows[1:-1])
            return [self._pool(doc, *parts) for doc, *parts in zip(docs, spans, logits, strict=True)]

        return finish

    def _window(self, text: str, ids: list[int], offsets: np.ndarray) -> Window:
        window = {"input_ids": np.array(ids, dtype=np.int64)}
        # Models exported before there were word forms say nothing of them.
        if self.cfg.get("word_forms", False):
            # The special pieces at both ends are no words: their form is unknown.
            window["token_type_ids"] = np.pad(piece_types(text, offsets), 1, constant_values=UNKNOWN)
        return window

    def _encodings(self, doc: Doc) -> Iterator[tuple[int, str, Any]]:
        """The character at which each window starts, its text, and its encoding."""
        # Most documents are one window, whose pieces have been counted already.
        encode = cache(self._tokenizer.encode)

        def offsets(text: str) -> Offsets:
            return encode(text).offsets[1:-1]

        for start, end in doc_windows(doc, self.cfg["window"], self.cfg["overlap"], offsets):
            text = doc[start:end].text
            yield doc[start].idx, text, encode(text)

    def _pool(self, doc: Doc, spans: list[np.ndarray], logits: list[Floats]) -> Floats:
        if not len(doc):
            return np.zeros((0, len(self._bias)), dtype=self._bias.dtype)
        starts, lengths, spaces = doc.to_array(["IDX", "LENGTH", "SPACY"]).astype(np.intp).T
        # Like spacy-transformers: some tokenizers put the space before a word into its piece, which then touches both.
        pooled = pool_pieces(
            starts, starts + lengths + spaces, np.concatenate(spans), np.concatenate(logits), self._bias
        )
        return pooled if self._shapes is None else pooled + self._shapes[shape_rows(doc)].sum(axis=1)

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        return to_bytes({name: partial(self.parts.__getitem__, name) for name in FILES}, exclude)

    def from_bytes(self, bytes_data: bytes, *, exclude: Iterable[str] = ()) -> OnnxTagger:
        from_bytes(bytes_data, {name: partial(self.parts.__setitem__, name) for name in FILES}, exclude)
        self._load()
        return self

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        to_disk(path, {name: partial(self._write, name) for name in FILES}, exclude)

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> OnnxTagger:
        from_disk(path, {name: partial(self._read, name) for name in FILES}, exclude)
        self._load()
        return self

    def _write(self, name: str, path: Path) -> None:
        path.write_bytes(self.parts[name])

    def _read(self, name: str, path: Path) -> None:
        if not path.is_file():
            raise PiiError("a file of the model is missing.", remedy="install the model again.", path=path)
        self.parts[name] = path.read_bytes()


def default_threads() -> int:
    """As many runs in parallel as this process may use processors, at most four."""
    return min(4, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)


@Language.factory(
    "pii_onnx",
    assigns=["doc.ents", "doc.spans", "doc.cats", "token.ent_iob", "token.ent_type"],
    default_config={
        "operating_point": "balanced",
        "operating_points": DEFAULT_POINTS,
        "thresholds": {},
        "threads": 0,
        "scorer": {"@scorers": "spacy_pii.scorer.v1"},
    },
    default_score_weights={"pii_f": 0.5, "pii_covered": 0.5},
)
def make_onnx_tagger(
    nlp: Language,
    name: str,
    operating_point: str,
    operating_points: dict[str, dict[str, Any]],
    thresholds: dict[str, float],
    threads: int,
    scorer: Callable | None,
) -> OnnxTagger:
    """Create an empty component; its content comes from `to_disk` of an export.

    operating_point, operating_points, thresholds: as for `pii_ner`. threads: windows run in parallel, 0 for as many as
    there are processors, at most four. Raises PiiError for values that cannot be meant.
    """
    nlp.max_length = max(nlp.max_length, MAX_LENGTH)
    save_without_words(nlp)
    decoder = make_decoder(operating_point, operating_points, thresholds)
    return OnnxTagger(nlp.vocab, name, decoder=decoder, threads=threads or default_threads(), scorer=scorer)
