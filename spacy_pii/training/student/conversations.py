"""Records as conversations: the question that `pii_llm` asks, and the answer that it should get."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import cycle
from typing import TYPE_CHECKING, Any

from ...anonymize import Anonymizer
from ...components.llm.excerpts import excerpts
from ...components.llm.formats import FORMATS, SPARSE
from ...components.llm.instructions import instructions
from ...components.llm.locate import occurrences
from ...errors import PiiError
from ...labels import check_labels
from ...records import PiiRecord, PiiSpan
from .config import StudentConfig

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerBase

IGNORE = -100
"""What torch's cross-entropy passes over."""
PLAIN_TEMPLATE = (
    "{% for message in messages %}<|{{ message['role'] }}|>\n{{ message['content'] }}{{ eos_token }}\n{% endfor %}"
    "{% if add_generation_prompt %}<|assistant|>\n{% endif %}"
)
"""The chat template of a base model that has none."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """A question about a piece of a document, and its answer in one of FORMATS."""

    system: str = field(repr=False)
    user: str = field(repr=False)
    answer: str = field(repr=False)

    def messages(self) -> list[dict[str, str]]:
        """The turns as chat templates take them; the last is the answer."""
        turns = (("system", self.system), ("user", self.user), ("assistant", self.answer))
        return [{"role": role, "content": content} for role, content in turns]


def conversations(records: Iterable[PiiRecord], config: StudentConfig) -> Iterator[Conversation]:
    """The conversations about each record's excerpts; the formats take turns.

    A question lists the labels that the record's source annotates, so nothing is taught about the others. Raises
    PiiError for a span whose label is not ours.
    """
    # The spans are given, so nothing is analyzed.
    anonymizer = Anonymizer(operator="placeholder", include_text=True)
    formats = cycle(FORMATS[name] for name in config.formats)
    for record in records:
        check_labels({span.label for span in record.spans}, where=f"record {record.id or 'without id'}")
        for part in _parts(record, config):
            answer = next(formats)
            system, user = instructions(part.text, record.annotated, answer)
            right = _sparse(part) if answer is SPARSE else _anonymized(part, anonymizer)
            yield Conversation(system, user, json.dumps(right, ensure_ascii=False))


def _parts(record: PiiRecord, config: StudentConfig) -> Iterator[PiiRecord]:
    """The excerpts of a record, less the spans that their borders cut."""
    for start, end in excerpts(record.text, config.excerpt, config.overlap):
        for span in record.spans:
            if span.start < start < span.end:
                start = span.end
            elif span.start < end < span.end:
                end = span.start
        if record.text[start:end].strip():
            inside = (span for span in record.spans if start <= span.start and span.end <= end)
            spans = tuple(replace(span, start=span.start - start, end=span.end - start) for span in inside)
            yield replace(record, text=record.text[start:end], spans=spans, ignore=())


def _sparse(part: PiiRecord) -> dict[str, Any]:
    """Each value once, unless its labels differ."""
    labels: dict[str, set[str]] = {}
    for span in part.spans:
        labels.setdefault(part.text[span.start : span.end], set()).add(span.label)
    entries: list[dict[str, Any]] = []
    told: set[str] = set()
    for span in part.spans:
        value = part.text[span.start : span.end]
        if len(labels[value]) > 1 or value not in told:
            told.add(value)
            entries.append({"value": value, "label": span.label, "occurrence": _occurrence(part.text, span)})
    return {"entities": entries}


def _occurrence(text: str, span: PiiSpan) -> int:
    places = occurrences(text, text[span.start : span.end])
    return places.index((span.start, span.end)) + 1 if (span.start, span.end) in places else 1


def _anonymized(part: PiiRecord, anonymizer: Anonymizer) -> dict[str, Any]:
    from presidio_analyzer import RecognizerResult

    results = [RecognizerResult(span.label, span.start, span.end, 1.0) for span in part.spans]
    row = anonymizer.anonymize(part.text, results).to_dict()
    # Gold is no probability.
    return {**row, "replaced_tokens": [{**token, "score": None} for token in row["replaced_tokens"]]}


def tokenize(conversation: Conversation, tokenizer: PreTrainedTokenizerBase) -> tuple[list[int], list[int]]:
    """Token ids of a conversation, and the same with IGNORE at all that is not the answer.

    The question is tokenized by itself, as it is when the student is asked. Raises PiiError for a chat template that
    takes no such conversation.
    """
    from jinja2 import TemplateError

    messages = conversation.messages()
    try:
        question = str(tokenizer.apply_chat_template(messages[:-1], tokenize=False, add_generation_prompt=True))
        whole = str(tokenizer.apply_chat_template(messages, tokenize=False))
    except TemplateError:
        question, whole = "?", ""
    if not whole.startswith(question):
        raise PiiError(
            "the chat template of the base model takes no system message, or changes a question once it is answered.",
            remedy="take another base model, or give its tokenizer another chat_template.",
        )
    asked, answered = (
        tokenizer(part, add_special_tokens=False)["input_ids"] for part in (question, whole[len(question) :])
    )
    return [*asked, *answered], [*[IGNORE] * len(asked), *answered]


def with_template(tokenizer: PreTrainedTokenizerBase) -> PreTrainedTokenizerBase:
    """The tokenizer, with a chat template and a padding token if it had none. Raises PiiError without an end token."""
    if tokenizer.eos_token is None:
        raise PiiError("the base model's tokenizer has no token for the end.", remedy="set its eos_token.")
    if tokenizer.chat_template is None:
        tokenizer.chat_template = PLAIN_TEMPLATE
    if tokenizer.pad_token is None:
        tokenizer.pad_token = tokenizer.eos_token
    return tokenizer


def samples(
    talks: Iterable[Conversation], tokenizer: PreTrainedTokenizerBase, max_length: int
) -> tuple[list[dict[str, Sequence[int]]], int]:
    """What a trainer takes, and how many conversations were left out because they are too long."""
    rows: list[dict[str, Sequence[int]]] = []
    left_out = 0
    for talk in talks:
        ids, labels = tokenize(talk, tokenizer)
        if len(ids) > max_length:
            left_out += 1
        else:
            rows.append({"input_ids": ids, "labels": labels})
    return rows, left_out
