"""Covering by probability: nested in the threshold, around what others set, and kept by what comes later."""

import numpy as np
import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Span

from spacy_pii.components.decoder import make_decoder
from spacy_pii.components.lattice import Lattice, pad, token_probabilities
from spacy_pii.errors import PiiError
from spacy_pii.presidio import create_analyzer

LABELS = ("PERSON", "LOCATION", "CREDIT_CARD")
TAGS = 2 * len(LABELS) + 1
WORDS = ["Anna", "Lee", " ", "\u200b", ",", "Ulm", "7", "...", "o'clock", "😀"]


@pytest.fixture(scope="module")
def tokenizer():
    return spacy.blank("en", config={"nlp": {"tokenizer": {"@tokenizers": "spacy_pii.Tokenizer.v1"}}}).tokenizer


def decoder(marginal=None, guarantee=None, **settings):
    point = {"marginal_threshold": marginal, "guarantee": guarantee or {}, **settings}
    made = make_decoder("point", {"point": point}, {})
    made.labels = LABELS
    return made


def logits_of(doc, seed, scale=3.0):
    return np.random.default_rng(seed).normal(0, scale, (len(doc), TAGS))


def characters(spans):
    return {number for span in spans for number in range(span.start_char, span.end_char)}


@given(st.integers(0, 10**6), st.lists(st.integers(1, 6), min_size=1, max_size=3))
def test_probability_of_a_token_is_that_of_its_tags_together(seed, lengths):
    logits = [np.random.default_rng(seed + n).normal(0, 2, (length, TAGS)) for n, length in enumerate(lengths)]
    found = token_probabilities(logits, [np.zeros(length, dtype=bool) for length in lengths])
    marginals = Lattice.build(pad(logits)[0]).marginals()
    for rows, tags in zip(found, marginals, strict=True):
        begin, inside = tags[: len(rows), 1 : 1 + len(LABELS)], tags[: len(rows), 1 + len(LABELS) :]
        np.testing.assert_allclose(rows, begin + inside, atol=1e-12)


@given(
    st.integers(0, 10**6),
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=12),
    st.tuples(st.floats(0.001, 1), st.floats(0.001, 1)).map(sorted),
    st.floats(-3, 3),
    st.sets(st.integers(0, 5), max_size=2),
)
def test_what_is_covered_at_a_threshold_is_covered_at_every_lower_one(tokenizer, seed, words, taus, bias, taken):
    text = " ".join(words)
    shown = []
    for tau in (None, taus[1], taus[0]):
        doc = tokenizer(text)
        doc.set_ents([Span(doc, t, t + 1, label="PROJECT") for t in taken if t < len(doc)])
        decoder(tau, outside_bias=bias).annotate([doc], [logits_of(doc, seed)])
        group = doc.spans["pii"]
        shown.append(characters(group))
        ends = [0, *(span.end for span in group)]
        assert all(end <= span.start for end, span in zip(ends[:-1], group, strict=True))
        assert all(0 <= score <= 1 for score in group.attrs["scores"])
        assert all(any(map(str.isalnum, span.text)) for span in group)
        assert not any(span[0].is_space or span[-1].is_space for span in group)
        assert sum(ent.label_ == "PROJECT" for ent in doc.ents) == len({t for t in taken if t < len(doc)})
        assert {(s.start, s.end, s.label) for s in group} <= {(e.start, e.end, e.label) for e in doc.ents}
    assert shown[0] <= shown[1] <= shown[2]


def test_a_word_that_passes_has_its_most_probable_label_and_joins_its_neighbour_of_the_same(tokenizer):
    doc = tokenizer("Anna Lee of Ulm")
    logits = np.full((4, TAGS), -9.0)
    logits[:, 0] = [0, 3, 9, 1.2]
    logits[0, 1] = 5
    logits[1, [1, 4]] = [1, 1]
    logits[3, [1, 2]] = [-1, 0]
    decoder().annotate([doc], [logits])
    assert [(span.text, span.label_) for span in doc.spans["pii"]] == [("Anna", "PERSON")]
    decoder(0.1).annotate([doc], [logits])
    assert [(span.text, span.label_) for span in doc.spans["pii"]] == [("Anna Lee", "PERSON"), ("Ulm", "LOCATION")]
    assert [ent.text for ent in doc.ents] == ["Anna Lee", "Ulm"]
    scores = doc.spans["pii"].attrs["scores"]
    assert scores[1] == pytest.approx((np.e**0 + np.e**-1) / (np.e**0 + np.e**-1 + np.e**1.2 + np.e**-9), abs=1e-4)


def test_a_comma_goes_with_the_word_before_it(tokenizer):
    doc = tokenizer("Anna , Ulm")
    logits = np.zeros((3, TAGS))
    logits[[0, 1, 2], [1, 3, 2]] = 1
    logits[:, 0] = 3
    decoder(0.1).annotate([doc], [logits])
    assert [(span.text, span.label_) for span in doc.spans["pii"]] == [("Anna ,", "PERSON"), ("Ulm", "LOCATION")]


@pytest.mark.parametrize("tau", [0.0, -0.1, 1.01])
def test_a_threshold_that_is_no_probability_is_refused(tau):
    with pytest.raises(PiiError, match="marginal_threshold"):
        make_decoder("point", {"point": {"marginal_threshold": tau}}, {})


def test_thresholds_of_scores_are_refused_where_a_guarantee_stands():
    points = {"point": {"marginal_threshold": 0.1, "guarantee": {"alpha": 0.05}}}
    with pytest.raises(PiiError, match="would break what the operating point 'point' promises"):
        make_decoder("point", points, {"PERSON": 0.5})


class Constant:
    """A tagger that gives every token the same logits."""

    def __init__(self, decoder):
        self.decoder = decoder

    def __call__(self, doc):
        logits = np.tile([-5.0, 0.0, 0.0, 5.0, 0.0, 0.0, 5.0], (len(doc), 1))
        self.decoder.annotate([doc], [logits])
        return doc


FRACTION = "sensor 0.123456789012345 high"


@pytest.mark.parametrize("guarantee", [{}, {"alpha": 0.05}])
@pytest.mark.parametrize("way", ["patterns", "presidio"])
def test_what_stands_on_a_guarantee_is_dropped_by_no_later_step(way, guarantee):
    nlp = spacy.blank("en", config={"nlp": {"tokenizer": {"@tokenizers": "spacy_pii.Tokenizer.v1"}}})
    spacy.Language.component("constant_tagger", func=Constant(decoder(0.5, guarantee)))
    nlp.add_pipe("constant_tagger")
    nlp.get_pipe("constant_tagger")
    if way == "patterns":
        nlp.add_pipe("pii_patterns")
        found = {(ent.start_char, ent.end_char) for ent in nlp(FRACTION[7:24]).ents}
    else:
        found = {(r.start, r.end) for r in create_analyzer(nlp).analyze(FRACTION[7:24], "en")}
    # A decimal fraction is no card number, but the promise counts it as covered.
    assert found == ({(0, 17)} if guarantee else set())
