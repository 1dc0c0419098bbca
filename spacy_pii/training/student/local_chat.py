"""A causal model of transformers in this process, asked like an endpoint: no text leaves."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING, Any

from ...chat import Reply, Request

if TYPE_CHECKING:
    from transformers import PreTrainedModel, PreTrainedTokenizerBase


class LocalChat:
    """Answers one question at a time; nothing enforces a schema, so that answers show what was learned."""

    def __init__(self, model: PreTrainedModel, tokenizer: PreTrainedTokenizerBase):
        self._model, self._tokenizer = model.eval(), tokenizer
        self._lock = Lock()

    def ask(self, request: Request) -> Reply:
        """Generate an answer: the likeliest one at temperature 0, otherwise drawn."""
        import torch

        messages = [{"role": "system", "content": request.system}, {"role": "user", "content": request.user}]
        question = self._tokenizer.apply_chat_template(messages, tokenize=False, add_generation_prompt=True)
        encoded = self._tokenizer(str(question), add_special_tokens=False, return_tensors="pt").to(self._model.device)
        options: dict[str, Any] = {"do_sample": request.temperature > 0}
        if request.temperature > 0:
            options["temperature"] = request.temperature
        with self._lock, torch.inference_mode():
            output = self._model.generate(  # type: ignore[operator]
                input_ids=encoded["input_ids"],
                attention_mask=encoded["attention_mask"],
                max_new_tokens=request.max_tokens,
                pad_token_id=self._tokenizer.pad_token_id,
                **options,
            )
        asked = encoded["input_ids"].shape[1]
        tokens = output[0, asked:].tolist()
        ends: Any = self._model.generation_config.eos_token_id  # type: ignore[union-attr]
        complete = bool(tokens) and tokens[-1] in (ends if isinstance(ends, list) else [ends])
        text = self._tokenizer.decode(tokens, skip_special_tokens=True)
        return Reply(text, complete, asked, len(tokens))
