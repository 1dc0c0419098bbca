"""Has the text changed? Token probabilities now, beside those of the texts that a guarantee was fitted on.

The population stability index of two histograms, sum (p - q) ln(p / q) over their bins (Siddiqi, Credit Risk
Scorecards, 2006), grows with their distance. Only counts are kept, and no texts.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from ..errors import DriftWarning
from .lattice import Floats

if TYPE_CHECKING:
    from spacy.language import Language

    from .decoder import Decoder

EDGES = (1e-5, 1e-4, 1e-3, 1e-2, 0.1, 0.5, 0.9, 0.99)
"""Where the bins of P(token belongs to any entity) meet: most words are far from every entity, or well inside one."""
WORDS = 2_000
"""Words after which an index means something."""
MOVED = 0.1
"""From this index on, a population counts as changed, by the rule of thumb of credit scoring. Of 2,000 words of one
set, 99 draws of 100 stay below 0.06 (metrics/guarantee.md)."""
_KEPT = 20 * WORDS


@dataclass
class Histogram:
    """Counts of token probabilities in the bins of EDGES. Beyond 40,000 words the older lose half their weight."""

    counts: npt.NDArray[np.float64] = field(default_factory=lambda: np.zeros(len(EDGES) + 1))
    warned: bool = False

    def add(self, documents: Iterable[Floats]) -> None:
        """Count the probabilities of the tokens of some documents."""
        self.counts = self.counts + sum(map(bin_counts, documents))
        if self.counts.sum() > _KEPT:
            self.counts = self.counts / 2

    def warn_of_drift(self, expected: Sequence[float] | None) -> None:
        """Warn once if, after WORDS words, the counts have moved away from the expected ones."""
        if self.warned or not expected or self.counts.sum() < WORDS:
            return
        index = stability_index(expected, self.counts)
        if index >= MOVED:
            self.warned = True
            warnings.warn(
                f"this text is not like the documents that the guarantee was made with (population stability index "
                f"{index:.2f}, alarm from {MOVED} on), so the guarantee does not hold for it. Remedy: label some, "
                "and run `spacy-pii guarantee` again.",
                DriftWarning,
                stacklevel=2,
            )


def bin_counts(probabilities: Floats) -> npt.NDArray[np.int64]:
    """How many probabilities lie in each bin, (len(EDGES) + 1,)."""
    return np.bincount(np.searchsorted(EDGES, probabilities, side="right"), minlength=len(EDGES) + 1).astype(np.int64)


def stability_index(expected: Sequence[float] | Floats, seen: Sequence[float] | Floats) -> float:
    """The population stability index of two histograms; half a word is added to each bin, so that none is empty."""
    p, q = (np.asarray(counts, dtype=float) + 0.5 for counts in (expected, seen))
    p, q = p / p.sum(), q / q.sum()
    return float(((p - q) * np.log(p / q)).sum())


def decoders_of(nlp: Language) -> list[Decoder]:
    """The decoders of a pipeline's taggers."""
    from .decoder import Decoder

    return [decoder for _, pipe in nlp.pipeline if isinstance(decoder := getattr(pipe, "decoder", None), Decoder)]


def promises(nlp: Language) -> bool:
    """Whether a guarantee stands on what the pipeline covers, so that nothing of it may be dropped."""
    return any(bool(decoder.points[decoder.operating_point].guarantee) for decoder in decoders_of(nlp))
