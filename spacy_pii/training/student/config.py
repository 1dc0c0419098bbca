"""What a YAML file such as configs/lm_lora.yml says about the training of a student."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import yaml

from ...components.llm.formats import FORMATS
from ...errors import PiiError


@dataclass(frozen=True, slots=True)
class StudentConfig:
    """formats: answers that are taught, in turn. excerpt, overlap: characters, as in `pii_llm`. max_length: tokens of a
    question and its answer. rank, alpha, dropout, target_modules: of the adapter (Hu et al. 2021). learn_rate: at its
    peak, after `warmup`, a share of all steps; it falls to 0. max_steps: instead of epochs, unless 0. batch_size,
    accumulate: conversations of a pass, passes of a step. checkpoint_steps: a killed run goes on from the last one.
    examine: documents of the evaluation. max_tokens: of an answer in it.
    """

    formats: tuple[str, ...] = ("sparse", "anonymized_text")
    excerpt: int = 3000
    overlap: int = 200
    max_length: int = 4096
    rank: int = 8
    alpha: int = 16
    dropout: float = 0.05
    target_modules: tuple[str, ...] = ("q_proj", "v_proj")
    learn_rate: float = 2e-4
    warmup: float = 0.03
    epochs: float = 2
    max_steps: int = 0
    batch_size: int = 2
    accumulate: int = 8
    checkpoint_steps: int = 200
    seed: int = 0
    examine: int = 200
    max_tokens: int = 1500

    def __post_init__(self) -> None:
        unknown = [name for name in self.formats if name not in FORMATS]
        if unknown or not self.formats:
            raise PiiError("formats names no answer format.", remedy=f"list some of {', '.join(FORMATS)}.")
        if not 0 <= self.overlap < self.excerpt // 2:
            raise PiiError("overlap is not below half of excerpt.", remedy="lower overlap.")


def read_student_config(path: Path) -> StudentConfig:
    """Read a YAML file; what it leaves out has the default. Raises PiiError naming the file."""
    try:
        values: dict[str, Any] = yaml.safe_load(path.read_text("utf8"))
        if not isinstance(values, dict):
            raise TypeError
        known = {field.name: field for field in fields(StudentConfig)}
        unknown = sorted(set(values) - set(known))
        if unknown:
            raise PiiError(f"unknown field {unknown[0]!r}.", remedy=f"known: {', '.join(known)}.")
        given: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in values.items()}
        return StudentConfig(**given)
    except PiiError as error:
        raise error.at(path) from None
    except OSError:
        raise PiiError("file not found.", remedy="name a file such as configs/lm_lora.yml.", path=path) from None
    except (yaml.YAMLError, TypeError, AttributeError):
        raise PiiError("not a config of a student.", remedy="see configs/lm_lora.yml.", path=path) from None
