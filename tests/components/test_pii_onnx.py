"""The exported tagger against the trained one, with a tiny random encoder."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import onnx
import pytest
import spacy
import tiny

from spacy_pii.components.onnx_runtime import pool_pieces
from spacy_pii.components.score_map import ScoreMap
from spacy_pii.errors import PiiError
from spacy_pii.training.export import export_pipeline

TEXTS = [
    "",
    " \n",
    "Write to Anna Schmidt in Ulm today.",
    "12Main St.\u200b 東京 naïve e\u0301 🙂 x",
    "My number is 555 0134, says Bob. " * 40,
    "word " * 700 + "Anna",
]


def build(encoder, steps, **config):
    return tiny.build(encoder, [tiny.record(*row) for row in tiny.TEXTS], steps=steps, **config)[0]


@pytest.fixture(scope="module")
def trained(tiny_encoder):
    nlp = build(tiny_encoder, steps=60)
    nlp.get_pipe("pii_ner").set_calibration(1.3, ScoreMap(0.7, 0.9, -0.2))
    return nlp


@pytest.fixture(scope="module")
def exported(trained):
    return export_pipeline(trained, int8=False)


def outcome(doc):
    group = doc.spans["pii"]
    return [(span.start_char, span.end_char, span.label_) for span in group], group.attrs["scores"], doc.cats["PII"]


def test_float_export_equals_the_trained_pipeline_also_over_many_windows(trained, exported):
    for text in TEXTS:
        doc, other = trained(text), exported(text)
        logits = trained.get_pipe("pii_ner").predict([doc])[0]
        np.testing.assert_allclose(exported.get_pipe("pii_onnx").predict([other])[0], logits, atol=1e-4)
        assert outcome(doc)[0] == outcome(other)[0]
        np.testing.assert_allclose(outcome(doc)[1], outcome(other)[1], atol=1e-4)
    assert len(trained(TEXTS[-1])._.trf_data.model_output.last_hidden_state) > 5


def test_int8_export_stays_close_and_is_smaller(trained, exported):
    small = export_pipeline(trained)
    graph = small.get_pipe("pii_onnx").parts["graph"]
    assert len(graph) < len(exported.get_pipe("pii_onnx").parts["graph"])
    doc = small(TEXTS[2])
    assert [(ent.text, ent.label_) for ent in doc.ents] == [(ent.text, ent.label_) for ent in trained(TEXTS[2]).ents]


def test_round_trips_are_bit_for_bit(exported, tmp_path):
    exported.to_disk(tmp_path)
    loaded = spacy.load(tmp_path)
    again = spacy.blank("en").from_config(exported.config).from_bytes(exported.to_bytes())
    for text in TEXTS:
        assert outcome(loaded(text)) == outcome(again(text)) == outcome(exported(text))
    assert loaded.get_pipe("pii_onnx").parts == exported.get_pipe("pii_onnx").parts


def test_words_that_were_seen_in_training_are_not_exported(trained):
    trained("Xylander Quoribund")
    assert "Quoribund" in trained.vocab.strings
    strings = export_pipeline(trained, int8=False).vocab.strings
    assert "PERSON" in strings
    assert "Quoribund" not in strings


def test_result_depends_on_nothing_but_the_text(trained):
    small = export_pipeline(trained)
    texts = [f"{text} Bob {i}" for i in range(6) for text in TEXTS]
    alone = {text: outcome(small(text)) for text in texts}
    for order in (texts, texts[::-1]):
        for batch_size in (1, 5, 100):
            docs = small.pipe(order, batch_size=batch_size)
            assert [outcome(doc) for doc in docs] == [alone[text] for text in order]


def test_threads_sharing_one_pipeline_get_what_one_thread_gets(exported):
    texts = [f"{text} Bob {i}" for i in range(8) for text in TEXTS]
    alone = [outcome(exported(text)) for text in texts]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda text: outcome(exported(text)), texts)) == alone


def test_pipe_is_lazy(exported):
    consumed = []

    def stream():
        for i in range(1000):
            consumed.append(i)
            yield "Anna was here."

    next(exported.pipe(stream(), batch_size=4))
    assert len(consumed) < 20


def test_single_documents_are_returned_before_the_next_is_read(exported):
    def stream():
        yield "Anna was here."
        raise AssertionError("read too early")

    doc = next(exported.pipe(stream(), batch_size=1))
    assert outcome(doc) == outcome(exported("Anna was here."))


def test_attention_is_one_node_in_the_exported_graph(trained, exported):
    graphs = [nlp.get_pipe("pii_onnx").parts["graph"] for nlp in (exported, export_pipeline(trained))]
    fused, quantized = ([node.op_type for node in onnx.load_from_string(graph).graph.node] for graph in graphs)
    assert "Softmax" not in fused
    assert fused.count("Attention") == quantized.count("QAttention") > 0


def test_failed_batches_go_to_the_error_handler():
    nlp = spacy.blank("en")
    nlp.add_pipe("pii_onnx")
    failed = []
    nlp.set_error_handler(lambda name, pipe, docs, error: failed.extend(doc.text for doc in docs))
    texts = [f"Anna {i}" for i in range(40)]
    assert not list(nlp.pipe(texts))
    assert failed == texts


def test_several_processes_do_not_hang(exported, tmp_path):
    exported.to_disk(tmp_path)
    program = (
        f"import spacy; nlp = spacy.load({str(tmp_path)!r}); nlp('warm up'); "
        "print(sum(len(doc) for doc in nlp.pipe(['Anna was here.'] * 50, n_process=2, batch_size=5)))"
    )
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=120)
    assert result.stdout.strip() == "200", result.stderr[-2000:]


def test_loading_and_running_needs_no_torch(exported, tmp_path):
    exported.to_disk(tmp_path)
    # As in an environment with the base install alone: no torch, and no entry points of packages that need it.
    program = (
        "import sys, catalogue\n"
        "points = catalogue.AVAILABLE_ENTRY_POINTS\n"
        "own = {g: [p for p in points[g] if p.value.startswith('spacy_pii')] for g in points}\n"
        "catalogue.AVAILABLE_ENTRY_POINTS = own\n"
        "for name in ('torch', 'transformers', 'spacy_transformers', 'presidio_analyzer', 'modal', 'faker'):\n"
        "    sys.modules[name] = None\n"
        f"import spacy; print(spacy.load({str(tmp_path)!r})('Anna was here.').cats)"
    )
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert result.stdout.startswith("{'PII':"), result.stderr[-2000:]


@pytest.mark.parametrize("name", ["graph", "tokenizer", "arrays"])
def test_damaged_or_missing_file_is_refused(exported, tmp_path, name):
    exported.to_disk(tmp_path)
    path = tmp_path / "pii_onnx" / name
    content = path.read_bytes()
    path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    with pytest.raises(PiiError, match=f"the {name} .* damaged or was changed"):
        spacy.load(tmp_path)
    path.write_bytes(content[: len(content) // 2])
    with pytest.raises(PiiError, match="damaged"):
        spacy.load(tmp_path)
    path.unlink()
    with pytest.raises(PiiError, match=f"{name}: a file of the model is missing"):
        spacy.load(tmp_path)


def test_operating_point_thresholds_and_threads_are_chosen_at_load_time(exported, tmp_path):
    exported.to_disk(tmp_path)
    strict = spacy.load(tmp_path, config={"components.pii_onnx.thresholds": {"PERSON": 1.0}})
    assert all(ent.label_ != "PERSON" for ent in strict(TEXTS[2]).ents)
    with pytest.raises(PiiError, match="unknown labels: SHOE"):
        spacy.load(tmp_path, config={"components.pii_onnx.thresholds": {"SHOE": 0.5}})
    with pytest.raises(PiiError, match="at least 1"):
        spacy.load(tmp_path, config={"components.pii_onnx.threads": -1})
    outcomes = [
        outcome(spacy.load(tmp_path, config={"components.pii_onnx.threads": threads})(TEXTS[-1])) for threads in (1, 3)
    ]
    assert outcomes[0] == outcomes[1]


def test_pipeline_without_the_tagger_cannot_be_exported():
    with pytest.raises(PiiError, match="one transformer and one pii_ner"):
        export_pipeline(spacy.blank("en"))


def test_windows_that_are_not_counted_in_wordpieces_cannot_be_exported(tiny_encoder):
    spans = {"@span_getters": "spacy-transformers.strided_spans.v1", "window": 64, "stride": 48}
    with pytest.raises(PiiError, match="wordpieces"):
        export_pipeline(build(tiny_encoder, steps=0, get_spans=spans))


def test_window_larger_than_the_encoder_is_refused(tiny_encoder):
    spans = {"@span_getters": "spacy_pii.wordpiece_windows.v1", "window": 600, "overlap": 10}
    with pytest.raises(PiiError, match="larger than the encoder allows"):
        build(tiny_encoder, steps=0, get_spans=spans)


def test_empty_component_says_how_to_fill_it():
    nlp = spacy.blank("en")
    nlp.add_pipe("pii_onnx")
    with pytest.raises(PiiError, match="export_onnx"):
        nlp("Anna")


def test_pieces_are_averaged_over_every_token_they_touch():
    starts, ends = np.array([0, 2, 7]), np.array([2, 6, 8])
    spans = np.array([[0, 1], [1, 4], [4, 6], [0, 1]])
    logits = np.array([[1.0], [2.0], [4.0], [3.0]])
    pooled = pool_pieces(starts, ends, spans, logits, np.array([10.0]))
    np.testing.assert_allclose(pooled, [[10 + (1 + 2 + 3) / 3], [10 + 3], [10]])
