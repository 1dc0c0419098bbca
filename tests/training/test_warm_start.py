"""A training that starts from a released model instead of the bare encoder."""

import numpy as np
import pytest
import spacy
import tiny
from thinc.api import Config

from spacy_pii.errors import PiiError
from spacy_pii.training.export import export_pipeline
from spacy_pii.training.warm_start import warm_start

TEXTS = ["write to anna schmidt.\nULM, (Bob)'s 12Main St. 東京", "My number is 555 0134, says Bob. " * 40]
RECORDS = [tiny.record(*row) for row in tiny.TEXTS]


def logits(nlp, text):
    return nlp.get_pipe("pii_ner").predict([nlp(text)])[0]


@pytest.mark.parametrize("word_forms", [True, False])
def test_start_from_a_release_gives_what_was_released(tiny_encoder, word_forms):
    nlp, _ = tiny.build(tiny_encoder, RECORDS, steps=30, encoder_settings={"word_forms": word_forms})
    # A release without word forms can start a training with them.
    untrained, _ = tiny.build(tiny_encoder, RECORDS, encoder_settings={"word_forms": True})
    started = warm_start(export_pipeline(nlp), Config(untrained.config))
    assert started.get_pipe("pii_ner").labels == nlp.get_pipe("pii_ner").labels
    for text in TEXTS:
        expected = logits(nlp, text)
        assert np.abs(logits(started, text) - expected).mean() < 0.05 * np.abs(expected).mean()


def test_pipeline_that_is_no_release_is_refused(tiny_encoder):
    untrained, _ = tiny.build(tiny_encoder, RECORDS)
    with pytest.raises(PiiError, match="holds no pii_onnx"):
        warm_start(spacy.blank("en"), Config(untrained.config))
