from dataclasses import replace

import numpy as np
import pytest
import spacy
from tiny import TEXTS, build, examples, record

from spacy_pii.components.score_map import ScoreMap
from spacy_pii.errors import PiiError


@pytest.fixture(scope="module")
def trained(tiny_pipeline):
    return spacy.load(tiny_pipeline)


def found(doc):
    return [(span.text, span.label_) for span in doc.spans["pii"]]


def test_tagger_learns_and_reports_entities_scores_and_verdict(trained):
    losses = trained.meta["performance"]["losses"]
    assert losses[-1] < losses[0] / 10
    for text, values in TEXTS:
        doc = trained(text)
        assert found(doc) == [(ent.text, ent.label_) for ent in doc.ents] == values
        scores = doc.spans["pii"].attrs["scores"]
        assert len(scores) == len(values)
        assert all(0.5 < score <= 1 for score in scores)
        assert (doc.cats["PII"] > 0.5) == bool(values)


def test_batches_give_what_single_calls_give(trained):
    nlp = trained
    texts = ["", " ", *(text for text, _ in TEXTS * 3), "\n\n"]
    for batch_size in (1, 4, 64):
        for text, doc in zip(texts, nlp.pipe(texts, batch_size=batch_size), strict=True):
            alone = nlp(text)
            assert found(doc) == found(alone)
            np.testing.assert_allclose(doc.spans["pii"].attrs["scores"], alone.spans["pii"].attrs["scores"], atol=1e-5)


def test_saved_tagger_predicts_the_same(trained, tmp_path):
    nlp = trained
    nlp.to_disk(tmp_path)
    for loaded in (spacy.load(tmp_path), spacy.blank("en").from_config(nlp.config).from_bytes(nlp.to_bytes())):
        doc, again = nlp(TEXTS[0][0]), loaded(TEXTS[0][0])
        assert found(doc) == found(again)
        np.testing.assert_allclose(doc.spans["pii"].attrs["scores"], again.spans["pii"].attrs["scores"], atol=1e-5)


def test_operating_point_is_chosen_at_load_time(trained, tmp_path):
    nlp = trained
    nlp.to_disk(tmp_path)
    texts = ["Nobody here, only words about words.", *(text for text, _ in TEXTS)]

    def count(**config):
        loaded = spacy.load(tmp_path, config={f"components.pii_ner.{key}": value for key, value in config.items()})
        return sum(len(doc.ents) for doc in loaded.pipe(texts))

    points = [count(operating_point=point) for point in ("high_precision", "balanced", "high_recall")]
    assert points == sorted(points)
    assert count(operating_points={"balanced": {"outside_bias": -50.0}}) > points[1]


def test_spans_below_a_threshold_are_dropped_and_the_calibration_is_saved(trained, tmp_path):
    nlp = trained
    nlp.to_disk(tmp_path)
    loaded = spacy.load(tmp_path, config={"components.pii_ner.thresholds": {"PERSON": 1.0}})
    assert {label for _, label in found(loaded(TEXTS[0][0]))} == {"LOCATION"}
    loaded = spacy.load(tmp_path)
    sharp = loaded(TEXTS[0][0]).spans["pii"].attrs["scores"]
    loaded.get_pipe("pii_ner").set_calibration(3.0, ScoreMap(0.5, 1.0, -0.2))
    loaded.to_disk(tmp_path)
    flat = spacy.load(tmp_path)(TEXTS[0][0]).spans["pii"].attrs["scores"]
    assert max(flat) < min(sharp)


@pytest.mark.parametrize(
    ("config", "problem"),
    [
        ({"operating_point": "loud"}, "unknown operating point"),
        ({"thresholds": {"PERSON": 1.5}}, "outside \\[0, 1\\]"),
        ({"thresholds": {"SHOE": 0.5}}, "unknown labels: SHOE"),
        ({"operating_points": {"balanced": {"volume": 3}}}, "unknown keys"),
    ],
)
def test_settings_that_cannot_be_meant_are_refused(tiny_encoder, config, problem):
    with pytest.raises(PiiError, match=problem):
        build(tiny_encoder, [record(*TEXTS[0])], **config)


def test_training_data_without_entities_is_an_error(tiny_encoder):
    with pytest.raises(PiiError, match="no entities"):
        build(tiny_encoder, [record("Nothing here.", [])])


def test_label_cannot_be_added_to_an_initialized_tagger(trained):
    with pytest.raises(PiiError, match="cannot be added"):
        trained.get_pipe("pii_ner").add_label("NEW")


def loss_gradient(nlp, row):
    tagger = nlp.get_pipe("pii_ner")
    example = examples(nlp, [row])[0]
    logits = [np.zeros((len(example.predicted), 2 * len(tagger.labels) + 1), dtype="float32")]
    return tagger.labels, tagger.get_loss([example], logits)[1][0]


def test_unannotated_labels_are_not_punished_where_they_could_stand(trained):
    nlp = trained
    text = "Call 555 0134 or ask in Ulm"
    labels, gradient = loss_gradient(nlp, record(text, [("Ulm", "LOCATION")], annotated=["LOCATION"]))
    phone, person = (1 + labels.index(label) for label in ("PHONE_NUMBER", "PERSON"))
    words = [token.text for token in nlp.make_doc(text)]
    # A number may be a phone number: open. A plain word cannot be one: its absence is learned.
    assert gradient[words.index("555"), phone] <= 0
    assert gradient[words.index("ask"), phone] > 0
    # Any word can be a name: open everywhere but on the gold span.
    assert gradient[words.index("ask"), person] <= 0
    assert gradient[words.index("Ulm"), person] > 0


def test_nothing_is_learned_from_ignored_stretches(trained):
    nlp = trained
    row = replace(record("Dr Anna was in Ulm", [("Anna", "PERSON")]), ignore=((0, 2),))
    _, gradient = loss_gradient(nlp, row)
    title, elsewhere = 0, 2
    assert abs(gradient[title]).max() < abs(gradient[elsewhere]).max() / 2


def test_annotated_labels_are_punished_everywhere(trained):
    nlp = trained
    labels, gradient = loss_gradient(nlp, record("Call 555 0134 now", []))
    assert (gradient[:, 1 : 1 + len(labels)] > 0).all()


def test_label_weights_scale_the_gradient_of_their_tokens(tiny_encoder):
    row = record(*TEXTS[0])
    gradients = []
    for weights in ({}, {"PERSON": 3.0}):
        nlp, _ = build(tiny_encoder, [row], label_weights=weights)
        gradients.append(loss_gradient(nlp, row)[1])
    persons = slice(2, 4)
    np.testing.assert_allclose(gradients[1][persons], 3 * gradients[0][persons], rtol=1e-5)
    np.testing.assert_allclose(gradients[1][5:], gradients[0][5:], rtol=1e-5)


def test_documents_longer_than_the_window_are_tagged_to_the_end(trained):
    nlp = trained
    text = "The pump in room seven is broken again. " * 60 + TEXTS[0][0]
    doc = nlp(text)
    assert len(doc._.trf_data.model_output.last_hidden_state) > 5
    assert any(ent.end_char > len(text) - 30 for ent in doc.ents)
