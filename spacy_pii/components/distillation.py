"""How much a tagger learns from a teacher's soft labels beside the gold."""

from __future__ import annotations

import math
from dataclasses import dataclass

from ..errors import PiiError


@dataclass(frozen=True, slots=True)
class Distillation:
    """weight: of the soft labels against the gold, 0 to 1. temperature: logits are divided by it to be compared.

    Raises PiiError for values outside these, also for those that are no numbers.
    """

    weight: float = 0.0
    temperature: float = 1.0

    def __post_init__(self) -> None:
        if not 0 <= self.weight <= 1:
            raise PiiError(f"distillation weight {self.weight} is outside [0, 1].", remedy="0 learns from gold alone.")
        if not (math.isfinite(self.temperature) and self.temperature > 0):
            raise PiiError(
                f"distillation temperature {self.temperature} is not positive.",
                remedy="give the one that scripts/label.py was run with; 1 changes nothing.",
            )
