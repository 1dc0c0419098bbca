import runpy
from pathlib import Path

import numpy
import pytest
import spacy
import typer
from tiny import TEXTS, build, record
from typer.testing import CliRunner

from spacy_pii.components.encoder_layers import encoder_layers
from spacy_pii.errors import PiiError
from spacy_pii.records import write_records
from spacy_pii.training.export import export_pipeline
from spacy_pii.training.shrink import even_layers, keep_layers, keep_neurons, multiplications

RECORDS = [record(*text) for text in TEXTS]
SCRIPT = Path(__file__).parents[2] / "scripts" / "shrink.py"


def encoder_of(nlp):
    return nlp.get_pipe("transformer").model.transformer


def test_layer_that_is_not_kept_is_gone_after_saving_and_the_pipeline_trains_on_and_exports(tiny_encoder, tmp_path):
    nlp, _ = build(tiny_encoder, RECORDS, steps=2)
    upper = encoder_layers(encoder_of(nlp))[1].state_dict()
    keep_layers(nlp, [1])
    nlp.to_disk(tmp_path)
    loaded = spacy.load(tmp_path)
    (layer,) = encoder_layers(encoder_of(loaded))
    for name, values in layer.state_dict().items():
        numpy.testing.assert_array_equal(values, upper[name])
    assert_trains_and_exports(loaded)


def assert_trains_and_exports(nlp):
    batch = [spacy.training.Example(nlp.make_doc(r.text), nlp.make_doc(r.text)) for r in RECORDS]
    nlp.update(batch, sgd=nlp.resume_training())
    exported = export_pipeline(nlp, int8=False)
    for text, _ in TEXTS:
        assert exported(text).cats["PII"] == pytest.approx(nlp(text).cats["PII"], abs=1e-4)


def test_neurons_that_do_nothing_are_not_missed(tiny_encoder, tmp_path):
    nlp, _ = build(tiny_encoder, RECORDS, steps=2)
    size = encoder_of(nlp).config.intermediate_size
    idle = size // 2
    for layer in encoder_layers(encoder_of(nlp)):
        # What they say is not heard.
        layer.output.dense.weight.data[:, :idle] = 0
    before = [nlp(text).cats["PII"] for text, _ in TEXTS]
    work = multiplications(nlp)
    keep_neurons(nlp, size - idle, [text for text, _ in TEXTS])
    nlp.to_disk(tmp_path)
    loaded = spacy.load(tmp_path)
    assert [loaded(text).cats["PII"] for text, _ in TEXTS] == pytest.approx(before, abs=1e-5)
    hidden = encoder_of(nlp).config.hidden_size
    assert work - multiplications(loaded) == 2 * 2 * idle * hidden
    assert_trains_and_exports(loaded)


def test_layers_are_kept_evenly():
    assert [even_layers(kept, 6) for kept in (1, 2, 3, 4, 6)] == [
        [0],
        [0, 5],
        [0, 2, 5],
        [0, 2, 3, 5],
        [0, 1, 2, 3, 4, 5],
    ]


@pytest.mark.parametrize("kept", [[2], [], [-1], [1, 0], [1, 1]])
def test_layers_that_are_not_there_or_none_are_refused(tiny_encoder, kept):
    nlp, _ = build(tiny_encoder, RECORDS)
    with pytest.raises(PiiError, match="an encoder with 2"):
        keep_layers(nlp, kept)


@pytest.mark.parametrize(("kept", "texts"), [(0, ["a"]), (10**6, ["a"]), (1, [])])
def test_neurons_that_cannot_be_chosen_are_refused(tiny_encoder, kept, texts):
    nlp, _ = build(tiny_encoder, RECORDS)
    with pytest.raises(PiiError, match=r"cannot keep|no texts"):
        keep_neurons(nlp, kept, texts)


def test_command_writes_a_smaller_pipeline(tiny_encoder, tmp_path):
    nlp, _ = build(tiny_encoder, RECORDS, steps=2)
    nlp.to_disk(tmp_path / "model")
    write_records(tmp_path / "dev.jsonl", RECORDS)
    app = typer.Typer()
    app.command()(runpy.run_path(str(SCRIPT))["main"])
    options = ["--layers", "1", "--neurons", "4"]
    arguments = [str(tmp_path / "model"), str(tmp_path / "new" / "small"), *options]
    refused = CliRunner().invoke(app, arguments)
    assert refused.exit_code == 1
    assert not (tmp_path / "new" / "small").exists()
    result = CliRunner().invoke(app, [*arguments, "--records", str(tmp_path / "dev.jsonl")])
    assert result.exit_code == 0, result.output
    config = encoder_of(spacy.load(tmp_path / "new" / "small")).config
    assert (config.num_hidden_layers, config.intermediate_size) == (1, 4)


def test_pipeline_without_a_transformer_is_refused():
    with pytest.raises(PiiError, match="does not hold one transformer"):
        keep_layers(spacy.blank("en"), [0])


@pytest.mark.parametrize("name", ["DistilBert", "Roberta", "Electra", "XLMRoberta", "ModernBert"])
def test_layers_of_the_usual_encoders_are_found(name):
    import transformers

    sizes = {"hidden_size": 8, "num_attention_heads": 2, "num_hidden_layers": 3, "intermediate_size": 8}
    config = getattr(transformers, f"{name}Config")(vocab_size=20, pad_token_id=0, **sizes)
    assert len(encoder_layers(getattr(transformers, f"{name}Model")(config))) == 3
