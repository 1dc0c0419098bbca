"""How often a span is right, by who agrees on it: the scores where no sequence model runs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from ...errors import PiiError

Voice = Literal["both", "llm", "own"]
"""Who found a span: the language model and the pipeline before it, or one of them."""

_PRIOR = 10.0
"""Weight of a voice's mean in the share of one of its labels, in spans."""


@dataclass(frozen=True, slots=True)
class AgreementTable:
    """Shares of right spans by voice, and by label and voice where the label was seen.

    nothing: share of documents with personal data among those in which nobody found any. Raises PiiError for a share
    outside [0, 1].
    """

    voices: Mapping[str, float]
    labels: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    nothing: float = 0.0

    def __post_init__(self) -> None:
        shares = [*self.voices.values(), *(s for row in self.labels.values() for s in row.values()), self.nothing]
        if not self.voices or not all(0 <= share <= 1 for share in shares):
            raise PiiError("the table of agreement does not hold probabilities.", remedy="fit it again: calibrate.py.")

    def __call__(self, label: str, voice: Voice) -> float:
        """The probability that a span is right. A voice that no span of the fit had counts as the least sure one."""
        return self.labels.get(label, {}).get(voice, self.voices.get(voice, min(self.voices.values())))

    @classmethod
    def from_dict(cls, row: Mapping[str, Any]) -> AgreementTable:
        """Read the JSON form, the fields by name. Raises PiiError for anything else."""
        try:
            return cls(**row)
        except (TypeError, AttributeError):
            raise PiiError("not a table of agreement.", remedy="fit it again with scripts/calibrate.py.") from None


def fit_agreement(spans: Iterable[tuple[str, Voice, bool]], silent: Iterable[bool]) -> AgreementTable:
    """The table of these (label, voice, right) spans; silent: of documents without a span, whether gold has any.

    Shares of labels with few spans lean on their voice's. Raises PiiError where there is no span.
    """
    counts: dict[str, dict[str, list[int]]] = {}
    for span_label, span_voice, is_right in spans:
        count = counts.setdefault(span_voice, {}).setdefault(span_label, [0, 0])
        count[0] += is_right
        count[1] += 1
    if not counts:
        raise PiiError("the language model found nothing to fit on.", remedy="calibrate with more records.")
    voices: dict[str, float] = {}
    labels: dict[str, dict[str, float]] = {}
    for voice, rows in counts.items():
        rights, totals = (sum(count[i] for count in rows.values()) for i in (0, 1))
        voices[voice] = (rights + 1) / (totals + 2)
        for label, (right, total) in sorted(rows.items()):
            labels.setdefault(label, {})[voice] = (right + _PRIOR * voices[voice]) / (total + _PRIOR)
    quiet = list(silent)
    return AgreementTable(voices, labels, (sum(quiet) + 1) / (len(quiet) + 2))
