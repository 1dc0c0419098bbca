import random

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.training import Example

from spacy_pii.errors import PiiError
from spacy_pii.training.batching import create_batcher, create_wordpiece_length

documents = st.lists(st.integers(1, 30).map(lambda n: "x" * n), max_size=60)


@given(documents, st.integers(1, 100), st.integers(1, 80))
def test_every_document_lands_in_one_batch_of_the_size_allowed(rows, size, buffer):
    batches = list(create_batcher(size, buffer)(rows))
    assert sorted(row for batch in batches for row in batch) == sorted(rows)
    for batch in batches:
        assert len(batch) == 1 or max(map(len, batch)) * len(batch) <= size


def test_order_is_random_and_repeatable():
    rows = ["x" * n for n in range(1, 200)]
    runs = []
    for _ in range(2):
        random.seed(3)
        runs.append([len(batch[0]) for batch in create_batcher(300)(rows)])
    assert runs[0] == runs[1] != sorted(runs[0])


def test_length_is_counted_in_wordpieces_of_docs_and_examples(tiny_encoder):
    length = create_wordpiece_length(str(tiny_encoder))
    doc = spacy.blank("en").make_doc("a7f3 Ann")
    # One piece for each character, [CLS] and [SEP].
    assert length(doc) == length(Example(doc, doc)) == 9


def test_sizes_that_cannot_be_meant_are_refused():
    with pytest.raises(PiiError, match="above 0"):
        create_batcher(0)
