"""What an account or a budget decides, from environment variables; `.env.example` lists them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

from ..errors import PiiError

PREFIX = "SPACY_PII_"


@dataclass(frozen=True, slots=True)
class CloudSettings:
    """Settings of the Modal app; each is SPACY_PII_ and its name in capitals.

    gpu, teacher_gpu: GPU types of Modal. hours: time limit of a function, at most 24. secret: a Modal secret that every
    function sees, such as one with HF_TOKEN; none if empty. schedule: cron line (UTC) of `retrain`; never if empty.
    config, encoder, max_steps: what `retrain` trains; the config's own encoder and steps if empty or 0. records:
    synthetic records of a retraining. teacher: a model of the hub that vLLM serves.
    """

    app: str = "spacy-pii"
    volume: str = "spacy-pii"
    secret: str = ""
    gpu: str = "L40S"
    hours: int = 12
    schedule: str = ""
    config: str = "gpu"
    encoder: str = ""
    max_steps: int = 0
    records: int = 50000
    teacher: str = "Qwen/Qwen2.5-14B-Instruct"
    teacher_gpu: str = "H100"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> CloudSettings:
        """Read the variables that are set. Raises PiiError for a value that is no number where one is needed."""
        values: dict[str, str | int] = {}
        for name, default in cls().to_dict().items():
            variable = PREFIX + name.upper()
            text = environment.get(variable)
            if text is None:
                continue
            if isinstance(default, int) and not text.isdecimal():
                raise PiiError(f"{variable} is no number.", remedy="set it to digits, or leave it out.")
            values[name] = int(text) if isinstance(default, int) else text
        settings = cls(**values)  # type: ignore[arg-type]
        if not 1 <= settings.hours <= 24:
            raise PiiError(f"{PREFIX}HOURS is {settings.hours}.", remedy="Modal allows 1 to 24 hours.")
        return settings

    def to_dict(self) -> dict[str, str | int]:
        """Values by field."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def to_environment(self) -> dict[str, str]:
        """The variables that give these settings."""
        return {PREFIX + name.upper(): str(value) for name, value in self.to_dict().items()}
