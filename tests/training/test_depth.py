import numpy
import pytest
import spacy
from tiny import TEXTS, build, record

from spacy_pii.components.encoder_layers import encoder_layers
from spacy_pii.errors import PiiError
from spacy_pii.training.depth import drop_layers
from spacy_pii.training.export import export_pipeline

RECORDS = [record(*text) for text in TEXTS]


def encoder_of(nlp):
    return nlp.get_pipe("transformer").model.transformer


def test_dropped_layer_is_gone_after_saving_and_the_pipeline_trains_on_and_exports(tiny_encoder, tmp_path):
    nlp, _ = build(tiny_encoder, RECORDS, steps=2)
    upper = encoder_layers(encoder_of(nlp))[1].state_dict()
    assert drop_layers(nlp, [0]) == 1
    nlp.to_disk(tmp_path)
    loaded = spacy.load(tmp_path)
    (layer,) = encoder_layers(encoder_of(loaded))
    for name, values in layer.state_dict().items():
        numpy.testing.assert_array_equal(values, upper[name])
    batch = [spacy.training.Example(loaded.make_doc(r.text), loaded.make_doc(r.text)) for r in RECORDS]
    loaded.update(batch, sgd=loaded.resume_training())
    exported = export_pipeline(loaded, int8=False)
    for text, _ in TEXTS:
        assert exported(text).cats["PII"] == pytest.approx(loaded(text).cats["PII"], abs=1e-4)


@pytest.mark.parametrize("dropped", [[2], [0, 1], [-1]])
def test_layers_that_are_not_there_or_all_of_them_are_refused(tiny_encoder, dropped):
    nlp, _ = build(tiny_encoder, RECORDS)
    with pytest.raises(PiiError, match="an encoder with 2"):
        drop_layers(nlp, dropped)


def test_pipeline_without_a_transformer_is_refused():
    with pytest.raises(PiiError, match="does not hold one transformer"):
        drop_layers(spacy.blank("en"), [0])


@pytest.mark.parametrize("name", ["DistilBert", "Roberta", "Electra", "XLMRoberta", "ModernBert"])
def test_layers_of_the_usual_encoders_are_found(name):
    import transformers

    sizes = {"hidden_size": 8, "num_attention_heads": 2, "num_hidden_layers": 3, "intermediate_size": 8}
    config = getattr(transformers, f"{name}Config")(vocab_size=20, pad_token_id=0, **sizes)
    assert len(encoder_layers(getattr(transformers, f"{name}Model")(config))) == 3
