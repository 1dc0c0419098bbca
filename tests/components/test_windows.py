import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from spacy_pii.components.windows import create_windows, doc_windows, pieces_per_token, plan_windows
from spacy_pii.errors import PiiError


@given(st.lists(st.integers(0, 12), min_size=1, max_size=80), st.integers(1, 20), st.data())
def test_windows_cover_every_token_in_order_and_hold_no_more_than_allowed(counts, window, data):
    overlap = data.draw(st.integers(0, window - 1))
    ranges = plan_windows(counts, window, overlap)
    covered = {token for start, end in ranges for token in range(start, end)}
    assert covered == set(range(len(counts)))
    assert ranges == sorted(set(ranges))
    for start, end in ranges:
        assert sum(counts[start:end]) <= window or end == start + 1


def test_windows_overlap_by_the_pieces_asked_for():
    assert plan_windows([1] * 10, 4, 2) == [(0, 4), (2, 6), (4, 8), (6, 10)]


def test_a_piece_counts_for_every_token_it_touches():
    nlp = spacy.blank("en")
    doc = spacy.tokens.Doc(nlp.vocab, words=["12", "Main", "x"], spaces=[False, True, False])
    assert pieces_per_token(doc, [(0, 1), (1, 4), (4, 6), (7, 8)]) == [2, 2, 1]


def test_no_window_has_more_pieces_than_the_limit_even_if_windows_tokenize_differently():
    nlp = spacy.blank("en")
    doc = nlp.make_doc("word " * 300)

    def offsets(text):
        pieces = [(i, i + 2) for i in range(0, len(text) - 1, 5)]
        # A window that starts inside the document costs three pieces more.
        return pieces if text == doc.text else pieces + [(len(text) - 1, len(text))] * 3

    ranges = doc_windows(doc, 50, 10, offsets)
    assert max(len(offsets(doc[start:end].text)) for start, end in ranges) <= 50
    assert {t for start, end in ranges for t in range(start, end)} == set(range(len(doc)))


@pytest.mark.parametrize(("window", "overlap"), [(10, 10), (10, -1), (0, 0)])
def test_impossible_overlap_is_refused(window, overlap):
    with pytest.raises(PiiError, match="overlap"):
        create_windows(window, overlap)
