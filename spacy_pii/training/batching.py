"""Batches for an encoder: measured in its wordpieces, padding included, because that is what it computes."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any

from spacy.tokens import Doc
from spacy.training import Example
from spacy.util import minibatch

from ..errors import PiiError


def create_batcher(
    size: int, buffer: int = 2048, get_length: Callable[[Any], int] | None = None
) -> Callable[[Iterable[Any]], Iterator[list[Any]]]:
    """`spacy_pii.batch_by_padded.v1`: batches of like length and at most `size`, padding included.

    Unlike `spacy.batch_by_padded.v1` it yields the batches of a `buffer` of items in random order (seeded by
    `[training]`), so that the buffer can be large and padding small without training on long documents first and short
    ones last. get_length: measures an item, by default in tokens. An item longer than `size` is a batch of its own;
    nothing is left out.
    """
    if size < 1 or buffer < 1:
        raise PiiError(f"batches of {size} from {buffer} items.", remedy="give numbers above 0.")
    measure = get_length or len

    def batch(items: Iterable[Any]) -> Iterator[list[Any]]:
        for buffered in minibatch(items, buffer):
            lengths = [(measure(item), item) for item in buffered]
            batches = list(_by_length(sorted(lengths, key=lambda pair: pair[0]), size))
            random.shuffle(batches)
            yield from batches

    return batch


def _by_length(lengths: list[tuple[int, Any]], size: int) -> Iterator[list[Any]]:
    batch: list[Any] = []
    for length, item in lengths:
        # Sorted, so that the last one is the longest.
        if batch and length * (len(batch) + 1) > size:
            yield batch
            batch = []
        batch.append(item)
    if batch:
        yield batch


def create_wordpiece_length(encoder: str) -> Callable[[Doc | Example], int]:
    """`spacy_pii.wordpiece_length.v1`: the number of wordpieces of a document, for an encoder's folder or hub name.

    Tokens would not do: a key of forty characters is one token and forty pieces.
    """

    @cache
    def tokenizer() -> Any:
        from transformers import AutoTokenizer

        return AutoTokenizer.from_pretrained(encoder)

    def length(item: Doc | Example) -> int:
        doc = item.predicted if isinstance(item, Example) else item
        return len(tokenizer()(doc.text, verbose=False)["input_ids"])

    return length
