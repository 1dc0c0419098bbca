"""What decoding refuses, where spans may end and what it leaves to others; saving, copying and arithmetic."""

import copy
import pickle

import numpy as np
import pytest
import spacy
import srsly
import tiny
from onnx import TensorProto, helper, numpy_helper
from spacy.tokens import Span

from spacy_pii.components.decoder import make_decoder
from spacy_pii.components.onnx_runtime import Runtime
from spacy_pii.errors import PiiError
from spacy_pii.training.export import export_pipeline

NAME = "Quoribund"


@pytest.fixture(scope="module")
def trained(tiny_encoder):
    return tiny.build(tiny_encoder, [tiny.record(*row) for row in tiny.TEXTS], steps=5)[0]


@pytest.fixture(scope="module")
def exported(trained):
    return export_pipeline(trained, int8=False)


def decoder():
    made = make_decoder("balanced", {"balanced": {}}, {})
    made.labels = ("EMAIL_ADDRESS",)
    return made


def doc_of(text):
    return spacy.blank("en", config={"nlp": {"tokenizer": {"@tokenizers": "spacy_pii.Tokenizer.v1"}}})(text)


def everything(doc):
    logits = np.tile([-9.0, 0.0, 9.0], (len(doc), 1))
    logits[0] = [-9.0, 9.0, 0.0]
    return logits


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_logits_that_are_no_numbers_raise(value):
    doc = doc_of("Write to Anna")
    logits = np.zeros((3, 3))
    logits[1, 2] = value
    with pytest.raises(PiiError, match="no finite numbers"):
        decoder().annotate([doc], [logits])


def test_logits_for_other_labels_raise():
    doc = doc_of("Write to Anna")
    with pytest.raises(PiiError, match="3 tokens and 1 labels"):
        decoder().annotate([doc], [np.zeros((3, 5))])


@pytest.mark.parametrize("text", ["\u200b", "\0", "😀", "😀\ufe0f \u200b", "---"])
def test_text_without_letter_or_digit_holds_no_entity(text):
    doc = doc_of(text)
    decoder().annotate([doc], [everything(doc)])
    assert not doc.ents
    assert not len(doc.spans["pii"])


def test_spans_are_trimmed_to_what_can_be_personal_data():
    doc = doc_of("😀 a@b.com\u200b 🙂")
    decoder().annotate([doc], [everything(doc)])
    assert [ent.text for ent in doc.ents] == ["a@b.com"]
    assert doc.spans["pii"].attrs["scores"][0] > 0.99


def test_entities_that_stood_before_are_kept_and_ours_found_around_them():
    doc = doc_of("Anna leads Falcon Ridge today")
    doc.set_ents([Span(doc, 2, 4, label="PROJECT")])
    logits = np.tile([-9.0, 9.0, 0.0], (5, 1))
    for _ in range(2):
        decoder().annotate([doc], [logits])
        assert [ent.text for ent in doc.ents if ent.label_ == "PROJECT"] == ["Falcon Ridge"]
        assert [span.text for span in doc.spans["pii"]] == ["Anna", "leads", "today"]


def test_spans_point_at_their_characters_after_tokens_were_merged():
    doc = doc_of("😀 a@b.com and more")
    decoder().annotate([doc], [everything(doc)])
    before = [(span.text, span.label_) for span in doc.spans["pii"]]
    with doc.retokenize() as retokenizer:
        retokenizer.merge(doc.ents[0])
    assert [(span.text, span.label_) for span in doc.spans["pii"]] == before


@pytest.mark.parametrize("kind", ["trained", "exported"])
def test_saving_writes_no_word_of_an_analysed_text(request, tmp_path, kind):
    nlp = request.getfixturevalue(kind)
    nlp(f"Write to {NAME} in Ulm")
    nlp.to_disk(tmp_path)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert not [path for path in files if NAME.encode() in path.read_bytes()]
    assert NAME.encode() not in nlp.to_bytes()
    loaded = spacy.load(tmp_path)
    assert "PERSON" in loaded.vocab.strings
    loaded(f"{NAME}")
    loaded.to_disk(tmp_path / "again")
    strings = "vocab/strings.json"
    assert srsly.read_json(tmp_path / "again" / strings) == srsly.read_json(tmp_path / strings)


def test_copies_find_the_same(exported):
    text = "Write to Anna Schmidt in Ulm."
    wanted = exported(text)
    for other in (pickle.loads(pickle.dumps(exported)), copy.deepcopy(exported)):
        assert other(text).to_json()["ents"] == wanted.to_json()["ents"]


def test_model_with_other_tags_than_its_labels_is_refused_at_load(exported):
    tagger = copy.deepcopy(exported).get_pipe("pii_onnx")
    with pytest.raises(PiiError, match="tags"):
        tagger.set_parts(
            {**tagger.cfg, "labels": ["PERSON"]}, *(tagger.parts[n] for n in ("graph", "tokenizer", "arrays"))
        )


@pytest.mark.parametrize(("number", "fits"), [(None, True), (1, True), (99, False), ("x", False)])
def test_model_of_a_newer_format_is_refused_at_load(exported, number, fits):
    tagger = copy.deepcopy(exported).get_pipe("pii_onnx")
    cfg = {key: value for key, value in tagger.cfg.items() if key != "format"}
    tagger.parts["cfg"] = srsly.json_dumps(cfg if number is None else {**cfg, "format": number}).encode()
    if fits:
        tagger.from_bytes(tagger.to_bytes())
    else:
        with pytest.raises(PiiError, match="upgrade spacy-pii"):
            tagger.from_bytes(tagger.to_bytes())


def test_int8_is_exact_on_every_processor():
    """Sums of two products beyond 16 bits saturate in the default kernel of a processor without VNNI."""
    weights = np.full((64, 3), 127, dtype=np.int8)
    nodes = [
        helper.make_node("Cast", ["input_ids"], ["x"], to=TensorProto.FLOAT),
        helper.make_node("DynamicQuantizeLinear", ["x"], ["q", "scale", "zero"]),
        helper.make_node("MatMulInteger", ["q", "w", "zero"], ["sums"]),
        helper.make_node("Cast", ["sums"], ["flat"], to=TensorProto.FLOAT),
        helper.make_node("Unsqueeze", ["flat", "axis"], ["logits"]),
    ]
    graph = helper.make_graph(
        nodes,
        "g",
        [helper.make_tensor_value_info("input_ids", TensorProto.INT64, [1, 64])],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, [1, 1, 3])],
        [numpy_helper.from_array(weights, "w"), numpy_helper.from_array(np.array([1]), "axis")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    rows = Runtime(model.SerializeToString(), 1).start([{"input_ids": np.full(64, 255)}])()[0]
    np.testing.assert_array_equal(rows, [[255 * 127 * 64] * 3])
