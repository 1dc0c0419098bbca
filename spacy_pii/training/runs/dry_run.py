"""The parts of a training that costs nothing: a random encoder and a small synthetic corpus."""

from __future__ import annotations

from pathlib import Path

from ...components.loading import blank_pipeline
from ...docbin.conversion import convert
from ...synthesis import generate

STEPS = 4
OVERRIDES = {
    "training.max_steps": STEPS,
    "training.optimizer.learn_rate.total_steps": STEPS,
    "training.eval_frequency": 2,
    "training.batcher.size": 1000,
    "training.logger.progress_bar": None,
}


def random_encoder(folder: Path) -> Path:
    """Save a BERT with two layers, random weights and a vocabulary of characters."""
    import torch
    from transformers import BertConfig, BertModel, BertTokenizerFast

    folder.mkdir(parents=True, exist_ok=True)
    characters = [chr(code) for code in range(33, 127)]
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *characters, *(f"##{c}" for c in characters)]
    (folder / "vocab.txt").write_text("\n".join(vocabulary), encoding="utf8")
    torch.manual_seed(0)
    size = {"hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 64}
    BertModel(BertConfig(vocab_size=len(vocabulary), **size)).save_pretrained(folder)
    BertTokenizerFast(str(folder / "vocab.txt"), model_max_length=512).save_pretrained(folder)
    return folder


def small_corpus(folder: Path, templates: Path, records: int = 60) -> Path:
    """Convert a few synthetic records."""
    nlp = blank_pipeline("en")
    source = generate(records, seed=0, templates=templates, noise=0.0)
    convert(source, folder, nlp, dev=0.2, test=0.2, seed=0, max_tokens=400)
    return folder
