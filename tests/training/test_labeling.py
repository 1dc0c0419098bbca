import gzip
import json
import runpy
from pathlib import Path

import numpy
import pytest
import spacy
import typer
from spacy.tokens import DocBin
from spacy.training import Example
from spacy.training.initialize import init_nlp
from tiny import TEXTS, build, examples, record
from typer.testing import CliRunner

from spacy_pii.components.lattice import token_marginals
from spacy_pii.docbin.conversion import convert
from spacy_pii.docbin.soft_labels import SOFT_LABELS, set_soft_labels, soft_labels
from spacy_pii.errors import PiiError
from spacy_pii.training.distillation import create_distillation
from spacy_pii.training.export import export_pipeline
from spacy_pii.training.labeling import label_corpus

SCRIPT = Path(__file__).parents[2] / "scripts" / "label.py"
RECORDS = [record(*row) for row in TEXTS]


@pytest.fixture(scope="module")
def teacher(tiny_encoder):
    return build(tiny_encoder, RECORDS, steps=60)[0]


@pytest.fixture
def corpus(teacher, tmp_path):
    convert(RECORDS, tmp_path / "corpus", teacher, dev=0, test=0, seed=0, max_tokens=400)
    return tmp_path / "corpus" / "train"


def documents(folder, nlp):
    return [doc for path in sorted(folder.glob("*.spacy")) for doc in DocBin().from_disk(path).get_docs(nlp.vocab)]


def test_labeled_corpus_keeps_its_gold_and_holds_what_the_teacher_thinks(teacher, corpus, tmp_path):
    assert label_corpus(teacher, corpus, tmp_path / "soft") == 1
    gold, soft = documents(corpus, teacher), documents(tmp_path / "soft", teacher)
    assert [[(e.start, e.end, e.label_) for e in doc.ents] for doc in soft] == [
        [(e.start, e.end, e.label_) for e in doc.ents] for doc in gold
    ]
    tagger = teacher.get_pipe("pii_ner")
    for doc in soft:
        stored = soft_labels(doc, tagger.labels, len(doc))
        logits = tagger.predict([teacher.get_pipe("transformer")(teacher.make_doc(doc.text))])
        numpy.testing.assert_allclose(stored, token_marginals(logits)[0], atol=0.01)
        numpy.testing.assert_allclose(stored.sum(axis=1), 1)


def test_exported_teacher_labels_like_its_torch_pipeline(teacher, corpus, tmp_path):
    label_corpus(teacher, corpus, tmp_path / "torch")
    label_corpus(export_pipeline(teacher, int8=False), corpus, tmp_path / "onnx")
    labels = teacher.get_pipe("pii_ner").labels
    for one, other in zip(documents(tmp_path / "torch", teacher), documents(tmp_path / "onnx", teacher), strict=True):
        numpy.testing.assert_allclose(
            soft_labels(one, labels, len(one)), soft_labels(other, labels, len(one)), atol=5e-3
        )


def test_labeling_goes_on_where_it_was_and_never_under_another_teacher(teacher, corpus, tmp_path):
    out = tmp_path / "soft"
    assert label_corpus(teacher, corpus, out) == 1
    assert label_corpus(teacher, corpus, out) == 0
    (shard,) = out.glob("*.spacy")
    shard.unlink()
    assert label_corpus(teacher, corpus, out) == 1
    with pytest.raises(PiiError, match="another teacher"):
        label_corpus(teacher, corpus, out, temperature=2)


def test_a_checkpoint_of_the_same_name_and_a_corpus_of_the_same_name_are_others(
    teacher, tiny_encoder, corpus, tmp_path
):
    out = tmp_path / "soft"
    label_corpus(teacher, corpus, out)
    other = build(tiny_encoder, RECORDS, steps=1)[0]
    assert other.meta["name"] == teacher.meta["name"]
    with pytest.raises(PiiError, match="another teacher"):
        label_corpus(other, corpus, out)
    convert(RECORDS[:2], tmp_path / "corpus", teacher, dev=0, test=0, seed=0, max_tokens=400)
    with pytest.raises(PiiError, match="other texts under the name train"):
        label_corpus(teacher, corpus, out)


def test_raw_text_is_cut_and_has_no_gold_to_learn_from(teacher, tmp_path):
    source = tmp_path / "raw.jsonl.gz"
    with gzip.open(source, "wt", encoding="utf8") as file:
        for text in ("Anna Schmidt is in Ulm. " * 30, "", "Nothing here."):
            file.write(json.dumps({"text": text}) + "\n")
    label_corpus(teacher, source, tmp_path / "soft", max_tokens=50)
    docs = documents(tmp_path / "soft", teacher)
    assert len(docs) > 3
    assert max(map(len, docs)) <= 50
    tagger = teacher.get_pipe("pii_ner")
    for doc in docs:
        allowed, _ = tagger.target(Example(teacher.make_doc(doc.text), doc))
        assert allowed.all()
    source.write_bytes(gzip.compress(b'{"txt": "Anna"}\n'))
    with pytest.raises(PiiError, match="without a text"):
        label_corpus(teacher, source, tmp_path / "other")


def test_student_learns_from_soft_labels_alone(teacher, tiny_encoder, tmp_path):
    source = tmp_path / "raw.jsonl"
    source.write_text("".join(json.dumps({"text": text}) + "\n" for text, _ in TEXTS), encoding="utf8")
    label_corpus(teacher, source, tmp_path / "soft")
    student = create_distillation(1.0)(build(tiny_encoder, RECORDS)[0])
    batch = [Example(student.make_doc(doc.text), doc) for doc in documents(tmp_path / "soft", student)]
    optimizer = student.resume_training()
    optimizer.learn_rate = 0.005
    for _ in range(60):
        student.update(batch, sgd=optimizer)
    for text, values in TEXTS:
        found = {(ent.text, ent.label_) for ent in student(text).ents}
        assert found == {(ent.text, ent.label_) for ent in teacher(text).ents} == set(values)


def test_weight_moves_the_gradient_from_the_gold_to_the_teacher(teacher, tiny_encoder):
    student, _ = build(tiny_encoder, RECORDS)
    tagger = student.get_pipe("pii_ner")
    batch = examples(student, RECORDS)
    logits = [rows.astype("float32") for rows in tagger.predict([student.get_pipe("transformer")(e.x) for e in batch])]
    for example, rows in zip(batch, logits, strict=True):
        # A teacher that thinks what the student thinks has nothing to teach.
        set_soft_labels(example.reference, token_marginals([rows])[0], tagger.labels)
    norms = []
    for weight in (0.0, 0.5, 1.0):
        _, gradient = create_distillation(weight)(student).get_pipe("pii_ner").get_loss(batch, logits)
        norms.append(sum(numpy.abs(rows).sum() for rows in gradient))
    assert norms[1] == pytest.approx(norms[0] / 2, rel=0.02)
    assert norms[2] < norms[0] / 50


def test_soft_labels_that_do_not_fit_are_refused(teacher):
    doc = teacher.make_doc("Anna is here")
    marginals = numpy.tile([0.2, 0.8, 0.0], (3, 1))
    set_soft_labels(doc, marginals, ["SHOE_SIZE"])
    assert SOFT_LABELS in doc.user_data
    with pytest.raises(PiiError, match="SHOE_SIZE are not labels of this pipeline"):
        soft_labels(doc, ["PERSON"], 3)
    with pytest.raises(PiiError, match="for 3 tokens, the document has 4"):
        soft_labels(doc, ["SHOE_SIZE"], 4)


@pytest.mark.parametrize("settings", [(1.5, 1.0), (float("nan"), 1.0), (0.5, 0.0), (0.5, float("inf"))])
def test_distillation_settings_that_cannot_be_meant_are_refused(settings):
    with pytest.raises(PiiError, match="distillation"):
        create_distillation(*settings)


def test_config_of_another_training_takes_the_weight_and_the_temperature(teacher, corpus, tmp_path):
    teacher.to_disk(tmp_path / "model")
    app = typer.Typer()
    app.command()(runpy.run_path(str(SCRIPT.with_name("cycle_config.py")))["main"])
    options = ["--steps", "4", "--rate", "1e-3", "--soft-labels", "0.7", "--temperature", "2"]
    result = CliRunner().invoke(app, [str(tmp_path / "model"), str(tmp_path / "cycle.cfg"), *options])
    assert result.exit_code == 0, result.output
    config = spacy.util.load_config(tmp_path / "cycle.cfg", interpolate=False)
    config["corpora"]["train"]["path"] = config["corpora"]["dev"]["path"] = str(corpus)
    distillation = init_nlp(config).get_pipe("pii_ner").distillation
    assert (distillation.weight, distillation.temperature) == (0.7, 2.0)


def test_command_labels_and_says_how_much(teacher, corpus, tmp_path):
    teacher.to_disk(tmp_path / "model")
    app = typer.Typer()
    app.command()(runpy.run_path(str(SCRIPT))["main"])
    result = CliRunner().invoke(app, [str(tmp_path / "model"), str(corpus), str(tmp_path / "soft")])
    assert result.exit_code == 0, result.output
    assert "1 files written" in result.output
    failed = CliRunner().invoke(app, [str(tmp_path / "model"), str(tmp_path / "none"), str(tmp_path / "other")])
    assert failed.exit_code == 1
    assert not (tmp_path / "other").exists()
    assert spacy.load(tmp_path / "model").pipe_names == ["transformer", "pii_ner"]
