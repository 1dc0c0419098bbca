from concurrent.futures import ThreadPoolExecutor

import numpy
import pytest
import spacy
import torch
from spacy.training import Example

from spacy_pii.errors import PiiError

CONFIG = {
    "model": {
        "@architectures": "spacy_pii.TransformerModel.v1",
        "get_spans": {"@span_getters": "spacy-transformers.strided_spans.v1", "window": 64, "stride": 48},
    }
}
TEXT = "Anna Schmidt wrote to Bob from Berlin. " * 5


def build(encoder, **changes):
    nlp = spacy.blank("en")
    model = {**CONFIG["model"], "name": str(encoder), **changes}
    nlp.add_pipe("transformer", config={"model": model})
    ner = nlp.add_pipe(
        "ner",
        config={
            "model": {
                "@architectures": "spacy.TransitionBasedParser.v2",
                "state_type": "ner",
                "extra_state_tokens": False,
                "hidden_width": 32,
                "maxout_pieces": 2,
                "use_upper": False,
                "tok2vec": {
                    "@architectures": "spacy-transformers.TransformerListener.v1",
                    "grad_factor": 1.0,
                    "pooling": {"@layers": "reduce_mean.v1"},
                },
            }
        },
    )
    ner.add_label("PERSON")
    example = Example.from_dict(nlp.make_doc(TEXT), {"entities": [(0, 12, "PERSON")]})
    nlp.initialize(lambda: [example])
    return nlp, example


def vectors(nlp, text):
    return nlp(text)._.trf_data.model_output.last_hidden_state


def encoder_of(nlp):
    return nlp.get_pipe("transformer").model.transformer


def test_updates_change_the_encoder_and_keep_it_in_eval_mode(tiny_encoder):
    nlp, example = build(tiny_encoder)
    before = vectors(nlp, TEXT).copy()
    assert not encoder_of(nlp).training
    # The first update moves only the output layer, which starts at zero.
    for _ in range(3):
        nlp.update([example])
    assert not encoder_of(nlp).training
    assert not numpy.allclose(before, vectors(nlp, TEXT))


def test_autocast_updates_yield_float32_outputs_near_the_plain_ones(tiny_encoder):
    no_dropout = {"hidden_dropout_prob": 0.0, "attention_probs_dropout_prob": 0.0}
    outputs = {}
    for autocast in (True, False):
        nlp, example = build(tiny_encoder, transformer_config=no_dropout)
        model = nlp.get_pipe("transformer").model
        # Whether autocast pays is the machine's affair; its arithmetic is the same on every CPU.
        model.layers[0].shims[0].cpu_autocast = autocast
        batch, _ = model.begin_update([example.predicted])
        outputs[autocast] = batch.model_output.last_hidden_state
    assert outputs[True].dtype == outputs[False].dtype == torch.float32
    difference = (outputs[True] - outputs[False]).abs()
    assert 0 < difference.mean() < 0.02


def test_predictions_are_float32_whatever_the_autocast(tiny_encoder):
    plain, _ = build(tiny_encoder, cpu_autocast=False)
    fast, _ = build(tiny_encoder, cpu_autocast=True)
    numpy.testing.assert_array_equal(vectors(plain, TEXT), vectors(fast, TEXT))


def test_threads_sharing_the_encoder_get_what_one_thread_gets(tiny_encoder):
    nlp, _ = build(tiny_encoder)
    texts = [f"Person number {i} lives in house {i}." for i in range(64)]
    alone = [vectors(nlp, text) for text in texts]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda text: vectors(nlp, text), texts))
    for one, other in zip(alone, together, strict=True):
        numpy.testing.assert_array_equal(one, other)


def test_saved_pipeline_loads_and_predicts_the_same(tiny_encoder, tmp_path):
    nlp, example = build(tiny_encoder)
    nlp.update([example])
    nlp.to_disk(tmp_path)
    loaded = spacy.load(tmp_path)
    numpy.testing.assert_allclose(vectors(nlp, TEXT), vectors(loaded, TEXT), atol=1e-6)
    loaded.update([Example.from_dict(loaded.make_doc(TEXT), {"entities": [(0, 12, "PERSON")]})])


def test_long_texts_go_through_the_encoder_in_parts_with_the_same_result(tiny_encoder, monkeypatch):
    nlp, _ = build(tiny_encoder)
    whole = vectors(nlp, TEXT * 10)
    monkeypatch.setattr("spacy_pii.components.transformer_shim.MAX_WINDOWS", 3)
    numpy.testing.assert_allclose(vectors(nlp, TEXT * 10), whole, atol=1e-5)


def test_frozen_layers_keep_their_weights_and_the_others_learn(tiny_encoder):
    nlp, example = build(tiny_encoder, frozen_layers=1)
    before = {name: value.clone() for name, value in encoder_of(nlp).state_dict().items()}
    for _ in range(3):
        nlp.update([example])
    changed = {name for name, value in encoder_of(nlp).state_dict().items() if not torch.equal(value, before[name])}
    assert any(name.startswith("encoder.layer.1") for name in changed)
    assert not any(name.startswith(("embeddings", "encoder.layer.0")) for name in changed)


def test_freezing_every_layer_is_refused(tiny_encoder):
    nlp, example = build(tiny_encoder, frozen_layers=2)
    with pytest.raises(PiiError, match="the encoder has 2 layers"):
        nlp.update([example])


def test_missing_encoder_is_an_error_that_names_it(tmp_path):
    with pytest.raises(PiiError, match="encoder .*absent"):
        build(tmp_path / "absent")
