import pytest
import spacy

from spacy_pii.benchmark.catalog import read_systems
from spacy_pii.benchmark.detectors import load_presidio_yaml, load_transformers, pieces
from spacy_pii.errors import PiiError
from spacy_pii.records import PiiSpan

SYSTEMS = """
systems:
  model under test: {kind: spacy}
  peer: {kind: spacy, model: PEER, labels: names}
  elsewhere: {kind: gliner, model: no_such_model, labels: names, install: pip install gliner}
labels:
  names: {PER: PERSON}
published:
  - {system: x, figure: F1, value: "90", source: "https://example.org", warning: on other data}
"""


@pytest.fixture(scope="module")
def peer(tmp_path_factory):
    """A pipeline that finds two names under labels of its own."""
    nlp = spacy.blank("en")
    nlp.add_pipe("entity_ruler").add_patterns(
        [{"label": "PER", "pattern": "Anna"}, {"label": "PRODUCT", "pattern": "Ulm"}]
    )
    folder = tmp_path_factory.mktemp("peer")
    nlp.to_disk(folder)
    return folder


@pytest.fixture
def systems_file(peer, tmp_path):
    path = tmp_path / "systems.yml"
    path.write_text(SYSTEMS.replace("PEER", str(peer)))
    return path


def test_labels_of_a_peer_become_ours_and_unknown_ones_are_counted(systems_file, peer):
    (ours, other, _), (published,) = read_systems(systems_file, str(peer))
    texts = ["Anna is in Ulm", "", "Ulm"]
    assert list(ours.load()(texts)) == [
        (PiiSpan(0, 4, "PER"), PiiSpan(11, 14, "PRODUCT")),
        (),
        (PiiSpan(0, 3, "PRODUCT"),),
    ]
    assert list(other.load()(texts))[0] == (PiiSpan(0, 4, "PERSON"), PiiSpan(11, 14, "PRODUCT"))
    info = other.info()
    assert (info.unmapped, info.install, info.ours) == ({"PRODUCT": 2}, "", False)
    assert info.bytes > 1000
    assert ours.info().ours
    assert (published.value, published.warning) == ("90", "on other data")


def test_a_system_that_is_not_installed_says_how_to_get_it(systems_file, peer):
    *_, elsewhere = read_systems(systems_file, str(peer))[0]
    assert not elsewhere.installed
    assert elsewhere.info().install == "not installed: pip install gliner"


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("systems: [", "not valid YAML"),
        ("systems: {}", "KeyError"),
        ("systems: {a: {kind: magic}}\nlabels: {}", "unknown kind 'magic'"),
        ("systems: {a: {kind: presidio}}\nlabels: {}", "'a' has no model"),
        ("systems: {a: {kind: spacy, labels: x}}\nlabels: {}", "no label table 'x'"),
    ],
)
def test_a_malformed_systems_file_is_named(tmp_path, content, problem):
    (tmp_path / "systems.yml").write_text(content)
    with pytest.raises(PiiError, match=problem) as raised:
        read_systems(tmp_path / "systems.yml", "model")
    assert raised.value.path == tmp_path / "systems.yml"


def test_an_analyzer_from_yaml_is_a_system(tmp_path):
    (tmp_path / "analyzer.yml").write_text(
        """
supported_languages: [en]
nlp_configuration: {nlp_engine_name: no_op, models: [{lang_code: en, model_name: no_op}]}
recognizer_registry:
  supported_languages: [en]
  recognizers: [{name: IpRecognizer, type: predefined}]
"""
    )
    detector = load_presidio_yaml(str(tmp_path / "analyzer.yml"), ())
    ((span,),) = detector(["ping 10.0.0.7 now"])
    assert (span.start, span.end, span.label) == (5, 13, "IP_ADDRESS")
    assert 0 < span.score <= 1


def test_a_transformers_token_classifier_is_a_system(tiny_encoder, tmp_path):
    from transformers import AutoTokenizer, BertConfig, BertForTokenClassification

    config = BertConfig.from_pretrained(tiny_encoder, id2label={0: "PER", 1: "LOC"}, label2id={"PER": 0, "LOC": 1})
    BertForTokenClassification(config).save_pretrained(tmp_path)
    AutoTokenizer.from_pretrained(tiny_encoder).save_pretrained(tmp_path)
    text = "Anna lives in Ulm. " * 60
    found, nothing = load_transformers(str(tmp_path), ())([text, " "])
    assert nothing == ()
    assert found[0].start == 0
    assert found[-1].end == len(text.rstrip())
    assert {span.label for span in found} <= {"PER", "LOC"}


def test_pieces_of_a_long_text_join_to_the_text_and_are_cut_at_spaces():
    text = "some words\nand more " * 30 + "x" * 500
    parts = list(pieces(text, length=100))
    assert "".join(part for _, part in parts) == text
    assert all(text[start : start + len(part)] == part for start, part in parts)
    assert max(len(part) for _, part in parts) <= 100
    assert all(part[-1].isspace() for _, part in parts[:5])
