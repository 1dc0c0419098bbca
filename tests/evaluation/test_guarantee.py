"""`spacy-pii guarantee` from labelled documents to a pipeline that keeps the promise, and what it refuses."""

import json
import re
import shutil
import warnings

import numpy as np
import pytest
import spacy
import tiny
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from spacy_pii.cli import app
from spacy_pii.components.decoder import make_decoder
from spacy_pii.components.drift import WORDS
from spacy_pii.errors import DriftWarning, PiiError
from spacy_pii.evaluation.guarantee import TAUS, bounds, file_hash, measure
from spacy_pii.presidio import create_analyzer
from spacy_pii.report.model_card import model_card
from spacy_pii.service import create_app
from spacy_pii.service.settings import Settings

STRICT = "high_precision"
"""An operating point that finds nothing by itself, with its threshold at 1."""


def run(*arguments):
    return CliRunner().invoke(app, [str(each) for each in arguments])


def complaint(result):
    """What a refusal says, in one line."""
    assert result.exit_code == 1
    return " ".join(result.stderr.split())


def write(path, texts, fields=lambda number: {}):
    rows = [{**tiny.record(*row).to_dict(), **fields(number)} for number, row in enumerate(texts)]
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf8")
    return path


@pytest.fixture(scope="module")
def documents(tmp_path_factory):
    folder = tmp_path_factory.mktemp("documents")
    return write(folder / "own.jsonl", tiny.TEXTS * 50, lambda number: {"author": f"Quoribund {number}"})


@pytest.fixture(scope="module")
def models(tiny_pipeline, tiny_onnx, tmp_path_factory):
    """The tiny pipelines, trained and exported, at an operating point at which they find nothing."""
    folders = {}
    for kind, source in (("pii_ner", tiny_pipeline), ("pii_onnx", tiny_onnx)):
        folders[kind] = tmp_path_factory.mktemp("strict") / kind
        config = {
            f"components.{kind}.operating_points.{STRICT}.threshold": 1.0,
            f"components.{kind}.operating_point": STRICT,
        }
        spacy.load(source, config=config).to_disk(folders[kind])
    return folders


@pytest.fixture(scope="module")
def made(models, documents, tmp_path_factory):
    """What the command wrote and said, for each kind of pipeline."""
    out = tmp_path_factory.mktemp("guaranteed")
    return {
        kind: (out / kind, run("guarantee", model, documents, "--out", out / kind)) for kind, model in models.items()
    }


class ByHeart:
    """A tagger that is sure of the words it knows, at 0.3 of the words that it half knows, and sure of nothing else."""

    labels = ("PERSON", "LOCATION")

    def __init__(self, known, half):
        self.known, self.half = known, half
        self.decoder = make_decoder("balanced", {"balanced": {}}, {})
        self.decoder.labels = self.labels

    def predict(self, docs):
        return [np.array([self.logits(token.text) for token in doc]).reshape(-1, 5) for doc in docs]

    def logits(self, word):
        label = {**self.known, **self.half}.get(word)
        row = [0.0, -99.0, -99.0, -99.0, -99.0]
        if label is not None:
            row[1 + self.labels.index(label)] = 9.0 if word in self.known else np.log(0.3 / 0.7)
        return row

    def __call__(self, doc):
        self.decoder.annotate([doc], self.predict([doc]))
        return doc


def test_losses_follow_the_threshold_and_know_what_earlier_components_found():
    nlp = spacy.blank("en")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "PROJECT", "pattern": "Falcon"}])
    tagger = ByHeart({"Anna": "PERSON"}, {"Ulm": "LOCATION"})
    spacy.Language.component("by_heart", func=tagger)
    nlp.add_pipe("by_heart")
    texts = [
        tiny.record("Ask Anna Ulm now", [("Anna Ulm", "PERSON")]),
        tiny.record("Ask Falcon", [("Falcon", "PERSON")]),
        tiny.record("Ulm is big", []),
    ]
    curves = measure(nlp, texts, ["balanced"])["balanced"]
    low = int(np.flatnonzero(TAUS < 0.3)[0])
    losses = curves.losses("characters")
    # Seven letters: the space between two covered words of different labels tells nobody anything.
    assert losses[0].tolist() == pytest.approx([3 / 7] * low + [0] * (len(TAUS) - low))
    assert not losses[1:].any()
    assert curves.over[2].tolist() == [0] * low + [3] * (len(TAUS) - low)
    assert curves.histogram.sum() == 9


@pytest.mark.parametrize("kind", ["pii_ner", "pii_onnx"])
def test_the_written_pipeline_covers_what_the_operating_point_alone_leaves(kind, made, models):
    folder, result = made[kind]
    assert result.exit_code == 0, result.output
    before, nlp = spacy.load(models[kind]), spacy.load(folder)
    for text, values in tiny.TEXTS:
        assert not before(text).ents
        doc = nlp(text)
        assert {ent.text: ent.label_ for ent in doc.ents} == dict(values)
        assert [span.text for span in doc.spans["pii"]] == [ent.text for ent in doc.ents]
        assert all(0 < score <= 1 for score in doc.spans["pii"].attrs["scores"])
        found = create_analyzer(nlp).analyze(text, "en")
        covered = {number for each in found for number in range(each.start, each.end)}
        assert covered >= {number for ent in doc.ents for number in range(ent.start_char, ent.end_char)}
    other = spacy.load(folder, config={f"components.{kind}.operating_point": STRICT})
    assert not other(tiny.TEXTS[0][0]).ents


def test_the_promise_travels_with_the_pipeline(made, documents):
    folder, result = made["pii_onnx"]
    nlp = spacy.load(folder)
    shown = nlp.meta["guarantee"]
    assert (shown["alpha"], shown["delta"], shown["loss"], shown["n"]) == (0.05, 0.1, "characters", 200)
    assert shown["sha256"] == file_hash(documents)
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", shown["date"])
    carried = nlp.get_pipe_config("pii_onnx")["operating_points"]["guaranteed"]
    assert carried["guarantee"]["sha256"] == shown["sha256"]
    assert carried["marginal_threshold"] == pytest.approx(shown["marginal_threshold"])
    assert carried["marginal_threshold"] < 1
    meta = {**nlp.meta, "performance": {}, "sources": [], "author": "", "license": "MIT"}
    for text in (result.stdout, (folder / "README.md").read_text("utf8"), model_card(meta)):
        assert "On average at most 5 % of the personal characters of a text stay uncovered." in text
        assert "exchangeable" in text
        assert shown["sha256"] in text
    assert "## Guarantee" not in model_card({key: value for key, value in meta.items() if key != "guarantee"})


def test_neither_the_folder_nor_the_output_holds_a_word_of_the_documents(made):
    folder, result = made["pii_onnx"]
    files = [path for path in folder.rglob("*") if path.is_file()]
    for word in (b"Schmidt", b"Quoribund", b"0134"):
        assert not [path for path in files if word in path.read_bytes()]
        assert word.decode() not in result.output


def test_the_table_shows_what_every_promise_costs(made):
    rows = [line.split() for line in made["pii_onnx"][1].stdout.splitlines() if "%" in line]
    assert [row[:4] for row in rows[1:5]] == [["at", "most", share, "%"] for share in ("10", "5", "2", "1")]
    # 200 documents cannot carry one percent, whatever they hold.
    assert re.search(r"at most 1 % .* needs about \d+", made["pii_onnx"][1].stdout)


def test_too_few_documents_are_refused_and_nothing_is_written(models, tmp_path):
    few = write(tmp_path / "few.jsonl", tiny.TEXTS * 5)
    result = run("guarantee", models["pii_onnx"], few, "--out", tmp_path / "out")
    assert re.search(r"20 documents .* do not carry the promise of 5 %.*label about \d+ in all", complaint(result))
    assert not (tmp_path / "out").exists()


def test_documents_of_one_author_are_one_unit(models, documents, tmp_path):
    grouped = write(tmp_path / "own.jsonl", tiny.TEXTS * 50, lambda number: {"author": number % 4})
    result = run("guarantee", models["pii_onnx"], grouped, "--group-by", "author")
    assert "4 documents or groups do not carry" in complaint(result)
    result = run(
        "guarantee", models["pii_onnx"], documents, "--group-by", "author", "--on-average", "--loss", "documents"
    )
    assert result.exit_code == 0, result.output
    assert "In at most 5 % of cases anything personal of all texts of one author stays uncovered." in result.stdout
    assert "200 groups by author" in result.stdout
    assert "without a stated confidence" in result.stdout
    assert "Quoribund" not in result.output
    result = run("guarantee", models["pii_onnx"], documents, "--group-by", "thread")
    assert f"{documents}:1: the record has no field 'thread'" in complaint(result)


def test_a_second_guarantee_builds_on_the_same_operating_point_as_the_first(made, documents, tmp_path):
    folder, _ = made["pii_onnx"]
    assert run("guarantee", folder, documents, "--alpha", "0.1", "--out", tmp_path / "again").exit_code == 0
    shown = spacy.load(tmp_path / "again").meta["guarantee"]
    assert (shown["alpha"], shown["operating_point"]) == (0.1, STRICT)


def test_thresholds_of_the_component_move_into_its_operating_points(tiny_onnx, documents, tmp_path):
    config = {"components.pii_onnx.thresholds": {"LOCATION": 1.0}}
    spacy.load(tiny_onnx, config=config).to_disk(tmp_path / "before")
    assert run("guarantee", tmp_path / "before", documents, "--out", tmp_path / "after").exit_code == 0
    text = tiny.TEXTS[0][0]
    assert {ent.label_ for ent in spacy.load(tmp_path / "after")(text).ents} == {"PERSON", "LOCATION"}
    balanced = spacy.load(tmp_path / "after", config={"components.pii_onnx.operating_point": "balanced"})
    assert {ent.label_ for ent in balanced(text).ents} == {"PERSON"}
    with pytest.raises(PiiError, match="would break"):
        spacy.load(tmp_path / "after", config={"components.pii_onnx.thresholds": {"LOCATION": 1.0}})


def test_what_cannot_be_used_is_refused_with_a_remedy(models, documents, tmp_path, monkeypatch):
    spacy.blank("en").to_disk(tmp_path / "blank")
    empty = write(tmp_path / "empty.jsonl", [tiny.TEXTS[1]])
    (tmp_path / "nothing.jsonl").touch()
    for model, data, options, message in (
        (tmp_path / "blank", documents, (), "does not hold one pii_ner or pii_onnx"),
        (models["pii_onnx"], empty, (), "no record holds personal data"),
        (models["pii_onnx"], tmp_path / "nothing.jsonl", (), "there are no records"),
        (models["pii_onnx"], documents, ("--operating-point", "brave"), "unknown operating point 'brave'"),
        (models["pii_onnx"], documents, ("--alpha", "5"), "give a number between 0 and 1"),
    ):
        assert message in complaint(run("guarantee", model, data, *options))
    monkeypatch.setattr(bounds, "find_spec", lambda name: None)
    assert 'pip install "spacy-pii[guarantee]"' in complaint(run("guarantee", models["pii_onnx"], documents))


def test_other_text_than_that_of_the_guarantee_is_noticed_on_the_command_line(made, tmp_path):
    # Every run is a process of its own; here, a pipeline of its own.
    copies = iter([shutil.copytree(made["pii_onnx"][0], tmp_path / str(number)) for number in range(4)])
    like, other = tmp_path / "like.txt", tmp_path / "other.txt"
    like.write_text("\n".join(text for text, _ in tiny.TEXTS * (WORDS // 20)), encoding="utf8")
    other.write_text("\n".join([tiny.TEXTS[1][0]] * (WORDS // 8)), encoding="utf8")
    for command in ("analyze", "anonymize"):
        assert run(command, "--model", next(copies), "--lines", "--file", like).stderr == ""
        noticed = run(command, "--model", next(copies), "--lines", "--file", other)
        assert noticed.exit_code == 0
        assert " ".join(noticed.stderr.split()).count("the guarantee does not hold for it") == 1
        assert "pump" not in noticed.stderr


def test_the_service_offers_the_operating_point_and_notices_other_text(made):
    service = create_app(settings=Settings(model=str(made["pii_onnx"][0]), threads=1))
    with TestClient(service) as client:
        options = client.get("/v1/options").json()
        assert options["operating_point"] == "guaranteed"
        order = options["operating_points"]
        assert order.index("guaranteed") < order.index(STRICT)
        body = {"text": tiny.TEXTS[0][0]}
        assert client.post("/v1/anonymize", json=body).json()["masked_text"] == "Write to <PERSON> in <LOCATION> today."
        with pytest.warns(DriftWarning):
            client.post("/v1/anonymize", json={"text": " ".join([tiny.TEXTS[1][0]] * (WORDS // 8))})


def test_a_guaranteed_pipeline_needs_no_scipy_and_warns_of_nothing_in_short_text(made):
    nlp = spacy.load(made["pii_onnx"][0])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert [ent.text for ent in nlp(tiny.TEXTS[0][0]).ents] == ["Anna Schmidt", "Ulm"]
