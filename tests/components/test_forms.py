"""The written form of words as token types, in torch and in ONNX."""

import numpy as np
import pytest
import spacy
import tiny

from spacy_pii.components.forms import TYPES, UNKNOWN, piece_types
from spacy_pii.errors import PiiError
from spacy_pii.training.export import export_pipeline

TEXTS = [
    "",
    " \n",
    "write to anna schmidt.\nULM, (Bob)'s 12Main St.\u200b 東京 naïve e\u0301 🙂 x",
    "My number is 555 0134, says Bob. " * 40,
]


def build(encoder, steps=0, word_forms=True, form_dropout=0.0):
    settings = {
        "transformer_config": {"hidden_dropout_prob": 0.0, "attention_probs_dropout_prob": 0.0},
        "word_forms": word_forms,
        "form_dropout": form_dropout,
    }
    # Without shape terms at the logits, so that only the encoder sees case.
    tagger = {"@architectures": "spacy_pii.PiiTagger.v1", "shapes": False}
    records = [tiny.record(*row) for row in tiny.TEXTS]
    return tiny.build(encoder, records, steps=steps, encoder_settings=settings, model=tagger)[0]


def vectors(nlp, text):
    return np.asarray(nlp(text)._.trf_data.model_output.last_hidden_state)


@pytest.fixture(scope="module")
def trained(tiny_encoder):
    return build(tiny_encoder, steps=40)


def types_of(text, *words):
    starts = [text.index(word) for word in words]
    return piece_types(text, [(start, start + 1) for start in starts]).tolist()


def test_all_pieces_of_a_word_have_its_type():
    text = "see McDonald, now"
    types = piece_types(text, [(0, 3), (4, 6), (6, 9), (9, 12), (12, 13), (14, 17)])
    assert len(set(types[1:4])) == 1
    assert len({types[0], types[1], types[4], types[5]}) == 4


def test_case_digits_and_what_precedes_a_word_make_its_type():
    assert (
        len(set(types_of("x anna Bob UNO iPad 12 123456 a1", "anna", "Bob", "UNO", "iPad", "12", "123456", "a1"))) == 7
    )
    glued, spaced, broken = types_of("(Uno Due\n Tre", "Uno", "Due", "Tre")
    assert len({glued, spaced, broken}) == 3


def test_types_are_known_ones_and_never_the_unknown_one_for_text():
    text = TEXTS[2]
    types = piece_types(text, [(i, i + 1) for i, c in enumerate(text) if not c.isspace()])
    assert types.min() > UNKNOWN
    assert types.max() < TYPES


@pytest.mark.parametrize("text", ["call anna in ulm, 12 main st", "CALL ANNA IN ULM, 12 MAIN ST"])
def test_text_of_one_case_has_no_forms(text):
    assert set(piece_types(text, [(0, 4), (5, 9), (18, 20)]).tolist()) == {UNKNOWN}
    assert UNKNOWN not in piece_types(text.capitalize() + " Bob", [(0, 4), (5, 9)]).tolist()


def test_text_without_pieces_has_no_types():
    assert piece_types("", []).shape == (0,)


def test_forms_change_nothing_before_training(tiny_encoder):
    plain, formed = build(tiny_encoder, word_forms=False), build(tiny_encoder)
    for text in TEXTS[2:]:
        np.testing.assert_allclose(vectors(formed, text), vectors(plain, text), atol=1e-6)


def test_trained_encoder_tells_case_apart_where_a_plain_one_does_not(tiny_encoder, trained):
    plain = build(tiny_encoder, steps=5, word_forms=False)
    lower, title = "write to anna", "Write to Anna"
    np.testing.assert_allclose(vectors(plain, lower), vectors(plain, title), atol=1e-6)
    assert np.abs(vectors(trained, lower) - vectors(trained, title)).max() > 1e-3


def test_hidden_forms_teach_the_unknown_type_alone(tiny_encoder):
    nlp = build(tiny_encoder, form_dropout=0.999999)
    table = nlp.get_pipe("transformer").model.transformer.embeddings.token_type_embeddings.weight
    before = table.detach().numpy().copy()
    for _ in range(3):
        nlp.update(tiny.examples(nlp, [tiny.record(*row) for row in tiny.TEXTS]))
    changed = np.abs(table.detach().numpy() - before).max(axis=1) > 1e-6
    assert changed[UNKNOWN]
    # Weight decay moves the others a little, and all alike.
    after = table.detach().numpy()
    np.testing.assert_allclose(after[1:], np.tile(after[1], (len(after) - 1, 1)), atol=1e-6)


def test_saved_pipeline_loads_with_its_forms(trained, tmp_path):
    trained.to_disk(tmp_path)
    loaded = spacy.load(tmp_path)
    for text in TEXTS[2:]:
        np.testing.assert_allclose(vectors(loaded, text), vectors(trained, text), atol=1e-6)


def test_float_export_gives_the_graph_the_same_forms(trained):
    exported = export_pipeline(trained, int8=False)
    for text in TEXTS:
        doc, other = trained(text), exported(text)
        logits = trained.get_pipe("pii_ner").predict([doc])[0]
        np.testing.assert_allclose(exported.get_pipe("pii_onnx").predict([other])[0], logits, atol=1e-4)


@pytest.mark.parametrize("share", [-0.1, 1.0])
def test_form_dropout_that_is_no_share_is_refused(tiny_encoder, share):
    with pytest.raises(PiiError, match="form_dropout"):
        build(tiny_encoder, form_dropout=share)


def test_encoder_without_token_types_is_refused(tmp_path):
    from transformers import DistilBertConfig, DistilBertModel, DistilBertTokenizerFast

    (tmp_path / "vocab.txt").write_text("[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\na\n", encoding="utf8")
    DistilBertModel(DistilBertConfig(vocab_size=6, dim=8, n_heads=2, hidden_dim=8, n_layers=1)).save_pretrained(
        tmp_path
    )
    DistilBertTokenizerFast(str(tmp_path / "vocab.txt")).save_pretrained(tmp_path)
    with pytest.raises(PiiError, match="no token types"):
        build(tmp_path)
