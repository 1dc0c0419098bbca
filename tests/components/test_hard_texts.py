"""Texts that break programs pass through conversion, the pipeline and the analyzer, and nothing of them is lost."""

import pytest
import spacy
import tiny
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import DocBin

from spacy_pii.components.decoder import MAX_LENGTH
from spacy_pii.components.tokenizer import create_tokenizer
from spacy_pii.docbin.alignment import AlignmentReport, cut_record, record_to_doc
from spacy_pii.docbin.conversion import convert
from spacy_pii.presidio import create_analyzer
from spacy_pii.records import PiiRecord, PiiSpan, read_records
from spacy_pii.training.export import export_pipeline

TEXTS = {
    "empty": "",
    "space": " ",
    "whitespace": " \t\n\u00a0\u2003\u3000\r\n ",
    "emoji": "Ann 👩‍👩‍👧🏽 🇮🇹 mailed ann@example.com 🎉",
    "combining marks": "Zoe\u0308 Mu\u0308ller\u0301\u0302 \u0301\u0302 n\u0303",
    "marks only": "\u0301" * 40,
    "right to left": "שלחו ל-\u202bאחמד\u202c את \u200fann@example.com\u200e وشكرا",
    "crlf": "Ann\r\nwrote\r\n\r\nto Bob\r",
    "nul": "Ann\0 Lee\0\0\0",
    "control": "".join(map(chr, range(32))) + "\x7f\x85\u2028\u2029",
    "zero width": "A\u200bn\u200dn\ufeff \u2060Lee",
    "no spaces": "張偉住在東京都" * 20,
    "astral": "\U0010ffff\U000e0001𝒜𝓃𝓃",
    "one long word": "x" * 5000,
    "symbols": "@" * 300 + "=" * 300 + "://" * 100,
}
# Characters that rules treat in their own way come up more often than by chance.
CHARACTERS = st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from("aZ5 .,@-/'\n\r\0\u0301\u200d👩🇮א張"))
UNICODE = st.text(CHARACTERS, max_size=60)

# To the tiny encoder, which knows ASCII only, a Greek word is one unknown piece: this takes seconds, prose minutes.
WORD = "ακριβωςεικοσιγραμμα" * 2 + " "
MEGABYTE = WORD * 26_500 + "Write to ann.lee@example.com today."


@st.composite
def unicode_records(draw) -> PiiRecord:
    """A record of any text with spans anywhere."""
    text = draw(UNICODE)
    borders = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    spans = [PiiSpan(start, end, "PERSON") for start, end in zip(borders[::2], borders[1::2], strict=False)]
    return PiiRecord(text, tuple(spans), source="s")


@pytest.fixture(scope="module")
def blank():
    nlp = spacy.blank("en")
    nlp.tokenizer = create_tokenizer()(nlp)
    nlp.max_length = MAX_LENGTH
    return nlp


@pytest.fixture(scope="module")
def trained(tiny_encoder):
    return tiny.build(tiny_encoder, [tiny.record(*row) for row in tiny.TEXTS], steps=10)[0]


@pytest.fixture(scope="module")
def exported(trained):
    return export_pipeline(trained, int8=False)


@pytest.fixture(scope="module")
def analyzer(exported):
    return create_analyzer(exported)


def check_doc(doc, text):
    """The text is whole, and every span lies in it and has a probability."""
    assert doc.text == text
    scores = doc.spans["pii"].attrs["scores"]
    for span, score in zip(doc.spans["pii"], scores, strict=True):
        assert 0 <= span.start_char < span.end_char <= len(text)
        assert 0 <= score <= 1


def check_results(results, text):
    """Results are ascending, apart from each other, and in the text."""
    end = 0
    for result in results:
        assert end <= result.start < result.end <= len(text)
        end = result.end


def test_hard_texts_are_converted_whole(blank, tmp_path):
    records = [PiiRecord(text, id=name) for name, text in TEXTS.items()]
    report, counts = convert(records, tmp_path, blank, dev=0, test=0, seed=0, max_tokens=400)
    assert counts["train"] == report.docs == len(TEXTS)
    assert [record.text for record in read_records(tmp_path / "train.jsonl")] == list(TEXTS.values())
    docs = DocBin().from_disk(tmp_path / "train/00000.spacy").get_docs(blank.vocab)
    assert "".join(doc.text for doc in docs) == "".join(TEXTS.values())


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_hard_texts_pass_through_pipelines_and_analyzer(trained, exported, analyzer, text):
    check_doc(trained(text), text)
    check_doc(exported(text), text)
    results = analyzer.analyze(text, language="en")
    check_results(results, text)
    if "ann@example.com" in text:
        found = [text[result.start : result.end] for result in results]
        assert any("ann@example.com" in value for value in found)


def test_hard_texts_pass_in_one_batch(trained, exported):
    for nlp in (trained, exported):
        for doc, text in zip(nlp.pipe(TEXTS.values(), batch_size=4), TEXTS.values(), strict=True):
            check_doc(doc, text)


@given(unicode_records())
def test_spans_of_any_text_are_aligned_expanded_or_lost_but_never_moved(blank, record):
    report = AlignmentReport()
    doc = record_to_doc(blank, record, report)
    assert doc.text == record.text
    aligned, expanded, lost = (sum(getattr(report, name).values()) for name in ("aligned", "expanded", "lost"))
    assert aligned + expanded + lost == len(record.spans)
    assert len(doc.ents) == aligned + expanded
    for span in record.spans:
        # Space at the end of a token belongs to no token.
        end = len(record.text[: span.end].rstrip())
        assert lost or any(ent.start_char <= span.start and end <= ent.end_char for ent in doc.ents)


@pytest.mark.parametrize(("start", "end", "outcome"), [(11, 12, "lost"), (0, 12, "expanded"), (0, 11, "aligned")])
def test_space_at_the_end_of_a_token_is_no_entity(blank, start, end, outcome):
    report = AlignmentReport()
    doc = record_to_doc(blank, PiiRecord("00000000000 ", (PiiSpan(start, end, "PERSON"),)), report)
    assert sum(getattr(report, outcome).values()) == 1
    assert [ent.text for ent in doc.ents] == ["00000000000"] * (outcome != "lost")


@given(unicode_records(), st.integers(1, 12))
def test_pieces_of_any_text_make_it_up_again(blank, record, max_tokens):
    pieces = list(cut_record(blank, record, max_tokens))
    assert "".join(piece.text for piece in pieces) == record.text
    assert sum(len(piece.spans) for piece in pieces) == len(record.spans)


@settings(max_examples=60)
@given(UNICODE)
def test_any_text_passes_through_pipelines_and_analyzer(trained, exported, analyzer, text):
    check_doc(trained(text), text)
    check_doc(exported(text), text)
    check_results(analyzer.analyze(text, language="en"), text)


def test_a_megabyte_is_converted_in_pieces(blank, tmp_path):
    spans = (PiiSpan(len(MEGABYTE) - 26, len(MEGABYTE) - 7, "EMAIL_ADDRESS"),)
    report, _ = convert([PiiRecord(MEGABYTE, spans)], tmp_path, blank, dev=0, test=0, seed=0, max_tokens=400)
    assert (report.aligned.total(), report.cut_docs) == (1, 1)
    assert report.cut_pieces > len(MEGABYTE) / len(WORD) / 400


def test_a_megabyte_passes_through_the_pipeline(trained):
    check_doc(trained(MEGABYTE), MEGABYTE)


def test_a_megabyte_passes_through_the_analyzer(analyzer):
    results = analyzer.analyze(MEGABYTE, language="en")
    check_results(results, MEGABYTE)
    assert results[-1].start <= MEGABYTE.index("ann.lee@") < results[-1].end
