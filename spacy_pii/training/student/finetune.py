"""From records to a student: LoRA through peft and transformers' Trainer, merged, saved, and examined."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...errors import PiiError
from ...files import atomic_text, complete_folder
from ...records import PiiRecord, read_records
from .config import StudentConfig, read_student_config
from .conversations import IGNORE, conversations, samples, with_template
from .examine import Examination, examine
from .local_chat import LocalChat

if TYPE_CHECKING:
    from transformers import PreTrainedModel, PreTrainedTokenizerBase

MODEL, ADAPTER, CHECKPOINTS, FIGURES = "model", "adapter", "checkpoints", "student.json"
"""In the student's folder: what a server loads, the adapter, what a killed run goes on from, and the figures."""


@dataclass(frozen=True, slots=True)
class Student:
    """The trained student. model: its folder. left_out: conversations that were too long. loss: None without a step."""

    model: Path
    conversations: int
    left_out: int
    steps: int
    loss: float | None
    examinations: dict[str, Examination]

    def to_dict(self) -> dict[str, Any]:
        names = ("conversations", "left_out", "steps", "loss")
        examined = {name: each.to_dict() for name, each in self.examinations.items()}
        return {**{name: getattr(self, name) for name in names}, "examinations": examined}


def train_student(
    records: Iterable[PiiRecord],
    out: Path,
    base: str,
    config: StudentConfig,
    *,
    judged: Iterable[PiiRecord] = (),
    on_checkpoint: Callable[[], None] = lambda: None,
) -> Student:
    """Teach the causal model `base`, a folder or a name of the hub, and write the student to `out`.

    judged: records that it is examined on, the first `config.examine` of them. A run that finds checkpoints of its own
    goes on from the last. Raises PiiError for a base model that cannot be loaded or has none of the target modules, and
    where no conversation is short enough.
    """
    tokenizer, model = _load(base)
    rows, left_out = samples(conversations(records, config), with_template(tokenizer), config.max_length)
    if not rows:
        raise PiiError(
            f"none of {left_out} conversations has at most {config.max_length} tokens.",
            remedy="raise max_length, or lower excerpt, in the config.",
        )
    adapted = _adapted(model, config)
    steps, loss = _train(adapted, tokenizer, rows, out / CHECKPOINTS, config, on_checkpoint)
    with complete_folder(out / ADAPTER) as folder:
        adapted.save_pretrained(folder)
    merged = adapted.merge_and_unload()
    with complete_folder(out / MODEL) as folder:
        merged.save_pretrained(folder)
        tokenizer.save_pretrained(folder)
    chat = LocalChat(merged, tokenizer)
    known = list(islice(judged, config.examine))
    examined = {name: examine(chat, known, name, config) for name in config.formats} if known else {}
    student = Student(out / MODEL, len(rows), left_out, steps, loss, examined)
    with atomic_text(out / FIGURES) as file:
        json.dump({"base": base, "config": asdict(config), **student.to_dict()}, file, indent=1)
    return student


def train_student_files(
    out: Path, records: Path, dev: Path, base: str, config: Path, *, on_checkpoint: Callable[[], None] = lambda: None
) -> Student:
    """As `train_student`, from files; without a file `dev` the student is not examined. Raises PiiError."""
    judged = read_records(dev) if dev.is_file() else ()
    settings = read_student_config(config)
    return train_student(read_records(records), out, base, settings, judged=judged, on_checkpoint=on_checkpoint)


def load_student(folder: Path) -> LocalChat:
    """A saved student, to be asked in this process. Raises PiiError if it cannot be loaded."""
    tokenizer, model = _load(str(folder))
    return LocalChat(model, with_template(tokenizer))


def _load(name: str) -> tuple[PreTrainedTokenizerBase, PreTrainedModel]:
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    precision = torch.bfloat16 if torch.cuda.is_available() and torch.cuda.is_bf16_supported() else torch.float32
    try:
        tokenizer = AutoTokenizer.from_pretrained(name)
        model = AutoModelForCausalLM.from_pretrained(name, torch_dtype=precision)
    except (OSError, ValueError) as error:
        raise PiiError(
            f"the base model {name!r} cannot be loaded ({type(error).__name__}).",
            remedy="name a causal model of the hub, or a folder that save_pretrained wrote.",
        ) from None
    return tokenizer, model.to("cuda" if torch.cuda.is_available() else "cpu")


def _adapted(model: PreTrainedModel, config: StudentConfig) -> Any:
    from peft import LoraConfig, get_peft_model

    lora = LoraConfig(
        task_type="CAUSAL_LM",
        r=config.rank,
        lora_alpha=config.alpha,
        lora_dropout=config.dropout,
        target_modules=list(config.target_modules),
    )
    try:
        return get_peft_model(model, lora)
    except ValueError:
        raise PiiError(
            f"the base model has no layers named {', '.join(config.target_modules)}.",
            remedy="name linear layers of its attention under target_modules.",
        ) from None


def _train(
    model: Any,
    tokenizer: PreTrainedTokenizerBase,
    rows: Sequence[dict[str, Sequence[int]]],
    checkpoints: Path,
    config: StudentConfig,
    on_checkpoint: Callable[[], None],
) -> tuple[int, float | None]:
    """Steps taken in all, and the mean loss of this run's."""
    import torch
    from transformers import Trainer, TrainerCallback, TrainingArguments
    from transformers.trainer_utils import get_last_checkpoint

    class Committing(TrainerCallback):
        def on_save(self, *_: Any, **__: Any) -> None:
            on_checkpoint()

    arguments = TrainingArguments(
        output_dir=str(checkpoints),
        learning_rate=config.learn_rate,
        lr_scheduler_type="cosine",
        warmup_ratio=config.warmup,
        num_train_epochs=config.epochs,
        max_steps=config.max_steps or -1,
        per_device_train_batch_size=config.batch_size,
        gradient_accumulation_steps=config.accumulate,
        save_strategy="steps",
        save_steps=config.checkpoint_steps,
        save_total_limit=1,
        logging_steps=10,
        report_to=[],
        seed=config.seed,
        data_seed=config.seed,
        bf16=torch.cuda.is_available() and torch.cuda.is_bf16_supported(),
        use_cpu=not torch.cuda.is_available(),
        dataloader_pin_memory=torch.cuda.is_available(),
        remove_unused_columns=False,
    )
    pad = tokenizer.pad_token_id

    def collate(batch: Sequence[dict[str, Sequence[int]]]) -> dict[str, Any]:
        width = max(len(row["input_ids"]) for row in batch)

        def padded(values: Iterable[Sequence[int]], filler: int) -> Any:
            return torch.tensor([[*each, *[filler] * (width - len(each))] for each in values])

        return {
            "input_ids": padded((row["input_ids"] for row in batch), pad),
            "attention_mask": padded(([1] * len(row["input_ids"]) for row in batch), 0),
            "labels": padded((row["labels"] for row in batch), IGNORE),
        }

    trainer: Any = Trainer(
        model=model,
        args=arguments,
        train_dataset=list(rows),
        data_collator=collate,
        callbacks=[Committing()],
    )
    last = get_last_checkpoint(str(checkpoints)) if checkpoints.is_dir() else None
    result = trainer.train(resume_from_checkpoint=last)
    return result.global_step, result.training_loss if result.global_step else None
