"""Encoders of today with random weights, and adapters: trained, saved, loaded and exported through our own model."""

import numpy
import pytest
import sentencepiece
import spacy
import torch
from thinc.api import fix_random_seed
from tiny import TEXTS, examples, record
from tokenizers import Tokenizer, models, pre_tokenizers, processors, trainers
from transformers import DebertaV2Config, DebertaV2Model, ModernBertConfig, ModernBertModel, PreTrainedTokenizerFast

from spacy_pii.training.export import export_pipeline

TEXT = "Write to Anna Schmidt in Ulm today, says Bob. " * 3
SIZE = {"hidden_size": 32, "num_attention_heads": 2, "intermediate_size": 48, "max_position_embeddings": 512}


def save_modernbert(folder):
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    trainer = trainers.BpeTrainer(
        vocab_size=300,
        special_tokens=special,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator([text for text, _ in TEXTS], trainer)
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    names = {f"{name.strip('[]').lower()}_token": name for name in special}
    inputs = ["input_ids", "attention_mask"]
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, model_max_length=512, model_input_names=inputs, **names
    ).save_pretrained(folder)
    config = ModernBertConfig(
        vocab_size=tokenizer.get_vocab_size(),
        num_hidden_layers=3,
        pad_token_id=0,
        cls_token_id=2,
        sep_token_id=3,
        **SIZE,
    )
    ModernBertModel(config).save_pretrained(folder)


def save_deberta(folder):
    """As the hub holds DeBERTa-v3: its tokenizer is an spm.model, without a tokenizer.json."""
    pieces = {"pad_piece": "[PAD]", "bos_piece": "[CLS]", "eos_piece": "[SEP]", "unk_piece": "[UNK]"}
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter([text for text, _ in TEXTS] * 20),
        model_prefix=str(folder / "spm"),
        vocab_size=60,
        hard_vocab_limit=False,
        pad_id=0,
        bos_id=1,
        eos_id=2,
        unk_id=3,
        minloglevel=2,
        **pieces,
    )
    (folder / "tokenizer_config.json").write_text('{"do_lower_case": false, "vocab_type": "spm"}')
    config = DebertaV2Config(
        vocab_size=300,
        num_hidden_layers=2,
        relative_attention=True,
        position_buckets=32,
        norm_rel_ebd="layer_norm",
        share_att_key=True,
        pos_att_type="p2c|c2p",
        type_vocab_size=0,
        position_biased_input=False,
        **SIZE,
    )
    DebertaV2Model(config).save_pretrained(folder)


def train(encoder, steps=15, rate=0.005, **model):
    """A pipeline that has learned a little, with windows that cut the text in parts."""
    # Or what the tests before have drawn decides how well the adapters start.
    fix_random_seed(0)
    nlp = spacy.blank("en", config={"nlp": {"tokenizer": {"@tokenizers": "spacy_pii.Tokenizer.v1"}}})
    windows = {"@span_getters": "spacy_pii.wordpiece_windows.v1", "window": 40, "overlap": 10}
    settings = {"@architectures": "spacy_pii.TransformerModel.v1", "name": str(encoder), "get_spans": windows}
    nlp.add_pipe("transformer", config={"model": {**settings, **model}})
    nlp.add_pipe("pii_ner")
    batch = examples(nlp, [record(*row) for row in TEXTS])
    optimizer = nlp.initialize(lambda: batch)
    optimizer.learn_rate = rate
    losses = [nlp.update(batch, sgd=optimizer)["pii_ner"] for _ in range(steps)]
    return nlp, losses


def vectors(nlp):
    return nlp(TEXT)._.trf_data.model_output.last_hidden_state


def encoder_of(nlp):
    return nlp.get_pipe("transformer").model.transformer


def probability(nlp):
    return nlp(TEXT).cats["PII"]


@pytest.mark.parametrize("save", [save_modernbert, save_deberta])
def test_encoder_of_today_learns_loads_back_and_exports(save, tmp_path):
    torch.manual_seed(0)
    (tmp_path / "encoder").mkdir()
    save(tmp_path / "encoder")
    nlp, losses = train(tmp_path / "encoder", mixed_precision=True)
    assert losses[-1] < losses[0] / 2
    assert len(nlp(TEXT)._.trf_data.wordpieces.strings) > 1
    nlp.to_disk(tmp_path / "pipeline")
    loaded = spacy.load(tmp_path / "pipeline")
    numpy.testing.assert_array_equal(vectors(loaded), vectors(nlp))
    exported = export_pipeline(loaded, int8=False)(TEXT)
    assert [(e.text, e.label_) for e in exported.ents] == [(e.text, e.label_) for e in nlp(TEXT).ents]
    assert exported.cats["PII"] == pytest.approx(probability(nlp), abs=1e-5)


def test_adapters_are_merged_when_the_pipeline_is_saved(tiny_encoder, tmp_path):
    nlp, losses = train(tiny_encoder, steps=60, rate=0.02, lora_rank=4)
    plain, _ = train(tiny_encoder, steps=0)
    assert losses[-1] < losses[0] / 2
    assert not numpy.allclose(vectors(nlp), vectors(plain), atol=0.01)
    nlp.to_disk(tmp_path)
    loaded = spacy.load(tmp_path)
    assert set(encoder_of(loaded).state_dict()) == set(encoder_of(plain).state_dict())
    numpy.testing.assert_allclose(vectors(loaded), vectors(nlp), atol=1e-5)
    spans = [(e.start, e.end, e.label_) for e in nlp(TEXT).ents]
    assert spans
    assert [(e.start, e.end, e.label_) for e in loaded(TEXT).ents] == spans
    assert probability(loaded) == pytest.approx(probability(nlp), abs=1e-5)


def test_adapters_are_all_that_changes_in_the_encoder_and_training_goes_on_after_a_save(tiny_encoder):
    nlp, _ = train(tiny_encoder, steps=1, lora_rank=4)
    before = {name: value.clone() for name, value in encoder_of(nlp).state_dict().items()}
    nlp.to_bytes()
    batch = examples(nlp, [record(*row) for row in TEXTS])
    optimizer = nlp.resume_training()
    optimizer.learn_rate = 0.005
    for _ in range(3):
        nlp.update(batch, sgd=optimizer)
    changed = {name for name, value in encoder_of(nlp).state_dict().items() if not torch.equal(value, before[name])}
    assert changed
    assert all("lora_" in name for name in changed)
