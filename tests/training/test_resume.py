import json

import numpy as np
import pytest
import spacy
from spacy.cli.train import train
from spacy.util import load_config

from spacy_pii.docbin.conversion import convert
from spacy_pii.errors import PiiError
from spacy_pii.records import PiiRecord, PiiSpan
from spacy_pii.training.average import average_weights
from spacy_pii.training.resume import STEP, create_shifted, cycle_config, resume_config


@pytest.fixture(scope="module")
def run(tiny_encoder, tmp_path_factory):
    """A training of four steps, with checkpoints every two."""
    folder = tmp_path_factory.mktemp("run")
    words = [chr(97 + i % 26) * (1 + i // 26) for i in range(60)]
    records = [PiiRecord(f"Anna likes {word}.", (PiiSpan(0, 4, "PERSON"),)) for word in words]
    convert(records, folder, spacy.blank("en"), dev=0.2, test=0, seed=1, max_tokens=50)
    overrides = {
        "paths.train": str(folder / "train"),
        "paths.dev": str(folder / "dev"),
        "paths.encoder": str(tiny_encoder),
        "training.max_steps": 4,
        "training.eval_frequency": 2,
        "training.batcher.size": 60,
        "training.logger.progress_bar": None,
        "training.optimizer.learn_rate.total_steps": 8,
        "training.optimizer.learn_rate.warmup_steps": 2,
    }
    train("configs/cpu.cfg", folder / "out", overrides=overrides)
    return folder


def test_resumed_run_goes_on_with_weights_step_and_schedule(run):
    checkpoint = run / "out/model-last"
    assert json.loads((checkpoint / "meta.json").read_text())[STEP] == 4
    config = load_config(checkpoint / "config.cfg", interpolate=True)
    config["training"]["max_steps"] = 8
    resumed = resume_config(config, checkpoint)
    assert resumed["training"]["max_steps"] == 4
    assert resumed["components"]["pii_ner"] == {"source": str(checkpoint)}
    resumed.to_disk(run / "resume.cfg")
    train(run / "resume.cfg", run / "resumed")
    assert json.loads((run / "resumed/model-last/meta.json").read_text())[STEP] == 8
    doc = spacy.load(run / "resumed/model-last")("Anna likes tea.")
    assert "PII" in doc.cats


def weights(nlp):
    encoder = nlp.get_pipe("transformer").model.transformer.state_dict()
    tagger = nlp.get_pipe("pii_ner").model
    return [*(encoder[name].numpy() for name in sorted(encoder)), tagger.get_param("shapes")]


def test_second_training_starts_from_the_first_and_their_weights_can_be_averaged(run):
    first = run / "out/model-last"
    config = cycle_config(load_config(first / "config.cfg"), first, steps=2, rate=1e-3)
    config.to_disk(run / "cycle.cfg")
    train(run / "cycle.cfg", run / "cycle")
    one, other = spacy.load(first), spacy.load(run / "cycle/model-last")
    before, after = weights(one), weights(other)
    assert any((old != new).any() for old, new in zip(before, after, strict=True))
    expected = [(old + new) / 2 for old, new in zip(before, after, strict=True)]
    average_weights(one, other)
    for mean, row in zip(weights(one), expected, strict=True):
        np.testing.assert_allclose(mean, row, rtol=1e-6, atol=1e-8)
    assert "PII" in one("Anna likes tea.").cats


def test_pipelines_of_other_components_are_not_averaged(run):
    with pytest.raises(PiiError, match="differ in components"):
        average_weights(spacy.load(run / "out/model-last"), spacy.blank("en"))


def test_shifted_schedule_starts_where_the_other_stopped():
    values = [0.0, 0.5, 1.0, 0.5, 0.0]
    assert list(create_shifted(values, 2)) == values[2:]


def test_finished_training_is_not_resumed(run):
    checkpoint = run / "out/model-last"
    with pytest.raises(PiiError, match="4 of 4 steps are done"):
        resume_config(load_config(checkpoint / "config.cfg", interpolate=True), checkpoint)


def test_folder_that_is_no_checkpoint_is_refused(tmp_path):
    with pytest.raises(PiiError, match="no checkpoint to resume from"):
        resume_config(load_config("configs/cpu.cfg"), tmp_path)
