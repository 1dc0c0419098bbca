import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import DocBin

from spacy_pii.docbin.alignment import ANNOTATED, OFFSETS, AlignmentReport, cut_record, new_docbin, record_to_doc
from spacy_pii.errors import PiiError
from spacy_pii.records import PiiRecord, PiiSpan


@pytest.fixture(scope="module")
def nlp():
    return spacy.blank("en")


def test_doc_carries_entities_annotated_labels_and_exact_offsets_through_docbin(nlp):
    record = PiiRecord("Call Anna Schmidt now", (PiiSpan(5, 17, "PERSON"),), frozenset({"PERSON", "URL"}))
    docbin = new_docbin()
    docbin.add(record_to_doc(nlp, record))
    doc = next(DocBin().from_bytes(docbin.to_bytes()).get_docs(nlp.vocab))
    assert [(ent.text, ent.label_) for ent in doc.ents] == [("Anna Schmidt", "PERSON")]
    assert list(doc.user_data[ANNOTATED]) == ["PERSON", "URL"]
    assert [list(offsets) for offsets in doc.user_data[OFFSETS]] == [[5, 17, "PERSON"]]


def test_spans_off_token_borders_are_expanded_and_counted_or_lost_if_they_collide(nlp):
    record = PiiRecord("12345678 x", (PiiSpan(0, 4, "PIN"), PiiSpan(4, 8, "ID")), source="s", id="r1")
    report = AlignmentReport()
    doc = record_to_doc(nlp, record, report)
    assert [(ent.text, ent.label_) for ent in doc.ents] == [("12345678", "PIN")]
    assert report.rows() == [("s", "ID", 0, 0, 1), ("s", "PIN", 0, 1, 0)]
    assert report.aligned_share == 0
    assert report.places[0] == {"source": "s", "id": "r1", "start": 0, "end": 4, "label": "PIN", "outcome": "expanded"}


WORDS = st.lists(st.sampled_from(["Anna", "went", "home", ".", "\n\n", "12", "Ulm"]), min_size=1, max_size=80)


@given(WORDS, st.integers(3, 12), st.data())
def test_cutting_keeps_the_text_and_every_span_whole(nlp, words, max_tokens, data):
    text = " ".join(words)
    borders = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=10)))
    pairs = zip(borders[::2], borders[1::2], strict=False)
    record = PiiRecord(text, tuple(PiiSpan(start, end, "PERSON") for start, end in pairs))
    pieces = list(cut_record(nlp, record, max_tokens))
    assert "".join(piece.text for piece in pieces) == text
    values = [piece.text[span.start : span.end] for piece in pieces for span in piece.spans]
    assert values == [text[span.start : span.end] for span in record.spans]


def test_long_document_is_cut_at_a_paragraph_if_one_is_near(nlp):
    text = "one two three four five six\n\nseven eight nine ten eleven twelve"
    pieces = list(cut_record(nlp, PiiRecord(text), 8))
    assert pieces[0].text.endswith("six\n\n")


@pytest.mark.parametrize("most", [0, -1])
def test_pieces_of_no_tokens_are_refused(nlp, most):
    """They were written for ever."""
    with pytest.raises(PiiError, match="--max-tokens"):
        list(cut_record(nlp, PiiRecord("Call Anna"), most))
