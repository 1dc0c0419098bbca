"""LanguageModelPipe: the component behind `pii_llm`."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.pipeline import Pipe
from spacy.tokens import Doc
from spacy.util import from_bytes, from_disk, minibatch, to_bytes, to_disk

from ...chat import RefusedRequest
from ...errors import PiiError
from ..borders import MergeableSpans
from ..decoder import VERDICT
from ..spans import SPANS_KEY
from .agreement import AgreementTable
from .asking import Asker, Findings, UnusableAnswer
from .opinions import Opinion, join_opinions, unblocked
from .sequence_scores import sequence_model, sequence_scores
from .uncertainty import Share, uncertainty

BATCH = 32
"""Documents that are read ahead, at most, while the model answers."""
NOTE = "pii_llm"
"""Key in `doc.user_data`: what happened to a document; counts, no values."""


@dataclass(frozen=True, slots=True)
class SecondOpinion:
    """Whom to ask about. low, high: bounds of the uncertainty of documents that are sent. limit: the largest share of
    all documents that is. keep: let the pipeline's own result stand where there is no answer, instead of an error.
    """

    low: float
    high: float
    limit: float
    keep: bool = False


class LanguageModelPipe(Pipe):
    """Sets what `pii_onnx` sets, from the answers of a language model and what stands in the document before.

    second: None asks about every document. rule: how opinions are joined, see `opinions`. Scores: the pipeline's own of
    spans that it found itself, its sequence model's probability of those that it did not, or else shares from the table
    of agreement; without either the spans have none.
    """

    def __init__(
        self,
        nlp: Language,
        name: str,
        asker: Asker,
        *,
        sends_texts_to: str,
        second: SecondOpinion | None,
        rule: str,
        workers: int,
        scorer: Callable | None = None,
    ):
        self.nlp, self.name, self.asker, self.scorer = nlp, name, asker, scorer
        self.sends_texts_to = sends_texts_to
        self.second, self.rule, self.workers = second, rule, workers
        self.share = Share(1.0 if second is None else second.limit)
        self.agreement: AgreementTable | None = None

    @property
    def labels(self) -> tuple[str, ...]:
        """What the model is asked for."""
        return tuple(sorted(self.asker.labels))

    def __call__(self, doc: Doc) -> Doc:
        ((_, failure),) = self._annotate([doc])
        if failure is not None:
            self.get_error_handler()(self.name, self, [doc], failure)
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = BATCH) -> Iterator[Doc]:
        """Annotate a stream lazily, at most `batch_size` documents at a time, with `workers` questions under way."""
        for batch in minibatch(stream, min(batch_size, BATCH)):
            for doc, failure in self._annotate(list(batch)):
                if failure is None:
                    yield doc
                else:
                    self.get_error_handler()(self.name, self, [doc], failure)

    def _annotate(self, docs: list[Doc]) -> list[tuple[Doc, PiiError | None]]:
        """The documents, annotated, each with its error if it has one."""
        asked = self._chosen(docs)
        answers = self._ask([doc.text for doc, chosen in zip(docs, asked, strict=True) if chosen])
        results: list[tuple[Doc, PiiError | None]] = []
        for doc, chosen in zip(docs, asked, strict=True):
            answer = next(answers) if chosen else None
            if isinstance(answer, Findings):
                self._set(doc, answer)
            elif answer is not None and self.second is not None and self.second.keep:
                doc.user_data[NOTE]["failed"] = answer.problem
                self.asker.tally.add(failed=1)
                answer = None
            results.append((doc, answer if isinstance(answer, PiiError) else None))
        return results

    def _chosen(self, docs: Sequence[Doc]) -> list[bool]:
        """Which documents are sent; their user_data says it."""
        if self.second is None:
            chosen = [True] * len(docs)
            self.asker.tally.add(documents=len(docs), sent=len(docs))
            for doc in docs:
                doc.user_data[NOTE] = {"sent": True}
            return chosen
        # A document without a word has nothing to ask about.
        words = [bool(doc.text.strip()) for doc in docs]
        unsure = [uncertainty(doc) if any_word else 0.0 for doc, any_word in zip(docs, words, strict=True)]
        low, high = self.second.low, self.second.high
        wanted = [
            value if any_word and low <= value <= high else None for value, any_word in zip(unsure, words, strict=True)
        ]
        chosen = self.share.choose(wanted)
        for doc, value, within, sent in zip(docs, unsure, wanted, chosen, strict=True):
            over = within is not None and not sent
            doc.user_data[NOTE] = {"sent": sent, "uncertainty": round(value, 6), "over_share": over}
            self.asker.tally.add(documents=1, sent=int(sent), over_share=int(over))
        return chosen

    def _ask(self, texts: Sequence[str]) -> Iterator[Findings | PiiError]:
        """What is found in each text, in order. Once the endpoint itself has failed, it is not asked any more."""
        broken: list[PiiError] = []

        def find(text: str) -> Findings | PiiError:
            if broken:
                return broken[0]
            try:
                return self.asker.find(text)
            except (UnusableAnswer, RefusedRequest) as error:
                return error
            except PiiError as error:
                broken.append(error)
                return error

        if len(texts) < 2 or self.workers == 1:
            yield from map(find, texts)
            return
        with ThreadPoolExecutor(min(self.workers, len(texts))) as pool:
            yield from pool.map(find, texts)

    def _set(self, doc: Doc, findings: Findings) -> None:
        doc.user_data[NOTE] |= {"not_found": findings.not_found, "unknown": findings.unknown}
        opinions, blocked = unblocked(doc, join_opinions(doc, findings.places, self.rule))
        spans = [each.span for each in opinions]
        scores = self._scores(doc, opinions)
        # What else the group says of itself still holds: nothing of it was lost.
        said = {key: value for key, value in _attrs(doc).items() if key != "scores"}
        attrs = {**said, "voices": [each.voice for each in opinions]}
        if scores is not None:
            attrs["scores"] = scores
        doc.set_ents(spans, blocked=blocked)
        doc.spans[SPANS_KEY] = MergeableSpans(doc, name=SPANS_KEY, spans=spans, attrs=attrs)
        self._set_verdict(doc, scores, found=bool(spans))

    def _scores(self, doc: Doc, opinions: Sequence[Opinion]) -> list[float] | None:
        """One for each, or None where nothing is known of some."""
        new = [each.span for each in opinions if each.score is None]
        model = sequence_model(self.nlp, self.name)
        if model is not None:
            given = iter(sequence_scores(model, doc, new))
            return [next(given) if each.score is None else each.score for each in opinions]
        if self.agreement is not None:
            return [self.agreement(each.span.label_, each.voice) for each in opinions]
        return None if new else [float(each.score or 0) for each in opinions]

    def _set_verdict(self, doc: Doc, scores: Sequence[float] | None, *, found: bool) -> None:
        known = doc.cats.get(VERDICT, 0.0 if self.agreement is None else self.agreement.nothing)
        # Without scores, what was found counts as certain.
        doc.cats[VERDICT] = max([known, *(([1.0] if found else []) if scores is None else scores)])

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        to_disk(path, {"agreement.json": self._write}, exclude)

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> LanguageModelPipe:
        from_disk(path, {"agreement.json": self._read}, exclude)
        return self

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        return to_bytes({"agreement": self._packed}, exclude)

    def from_bytes(self, bytes_data: bytes, *, exclude: Iterable[str] = ()) -> LanguageModelPipe:
        from_bytes(bytes_data, {"agreement": self._unpack}, exclude)
        return self

    def _packed(self) -> bytes:
        return json.dumps(None if self.agreement is None else asdict(self.agreement), indent=1).encode()

    def _unpack(self, content: bytes) -> None:
        row = json.loads(content)
        self.agreement = None if row is None else AgreementTable.from_dict(row)

    def _write(self, path: Path) -> None:
        path.write_bytes(self._packed())

    def _read(self, path: Path) -> None:
        if not path.is_file():
            raise PiiError("a file of the model is missing.", remedy="install the model again.", path=path)
        self._unpack(path.read_bytes())


def _attrs(doc: Doc) -> dict[str, Any]:
    return dict(doc.spans[SPANS_KEY].attrs) if SPANS_KEY in doc.spans else {}
