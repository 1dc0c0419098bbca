"""A causal language model with random weights, small enough for a few steps on a CPU."""

from __future__ import annotations

from pathlib import Path

import tiny

from spacy_pii.training.student.config import StudentConfig
from spacy_pii.training.student.conversations import conversations


def build_llama(folder: Path) -> Path:
    """Save a Llama and a byte-level vocabulary that fits the conversations about `tiny.TEXTS`; no chat template."""
    import torch
    from tokenizers import ByteLevelBPETokenizer
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

    talks = conversations([tiny.record(*row) for row in tiny.TEXTS], StudentConfig())
    bpe = ByteLevelBPETokenizer()
    bpe.train_from_iterator(
        [talk.system + talk.user + talk.answer for talk in talks],
        vocab_size=700,
        special_tokens=["<s>", "</s>"],
        show_progress=False,
    )
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=bpe._tokenizer, bos_token="<s>", eos_token="</s>")
    tokenizer.save_pretrained(folder)
    torch.manual_seed(0)
    config = LlamaConfig(
        vocab_size=len(tokenizer),
        hidden_size=32,
        intermediate_size=64,
        num_hidden_layers=2,
        num_attention_heads=2,
        num_key_value_heads=2,
        max_position_embeddings=4096,
        bos_token_id=tokenizer.bos_token_id,
        eos_token_id=tokenizer.eos_token_id,
    )
    LlamaForCausalLM(config).save_pretrained(folder)
    return folder
