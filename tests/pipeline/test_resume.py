import json

import pytest
import spacy
from spacy.cli.train import train
from spacy.util import load_config

from spacy_pii.conversion import convert
from spacy_pii.errors import PiiError
from spacy_pii.pipeline.resume import STEP, create_shifted, resume_config
from spacy_pii.records import PiiRecord, PiiSpan


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
