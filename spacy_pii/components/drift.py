"""Has the text changed? Token probabilities now, beside those of the texts that a guarantee was fitted on.

The population stability index of two histograms, sum (p - q) ln(p / q) over their bins (Siddiqi, Credit Risk
Scorecards, 2006), grows with their distance. Only counts are kept, and no texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from .lattice import Floats

if TYPE_CHECKING:
    from spacy.language import Language

    from .decoder import Decoder

EDGES = (1e-5, 1e-4, 1e-3, 1e-2, 0.1, 0.5, 0.9, 0.99)
"""Where the bins of P(token belongs to any entity) meet: most words are far from every entity, or well inside one."""
WORDS = 5_000
"""Words after which an index means something."""
MOVED = 0.25
"""From this index on, a population counts as changed: the rule of thumb of credit scoring."""
_KEPT = 20 * WORDS


@dataclass
class Histogram:
    """Counts of token probabilities in the bins of EDGES. Beyond 100,000 words the older lose half their weight."""

    counts: npt.NDArray[np.float64] = field(default_factory=lambda: np.zeros(len(EDGES) + 1))

    def add(self, documents: Iterable[Floats]) -> None:
        """Count the probabilities of the tokens of some documents."""
        self.counts = self.counts + sum(map(bin_counts, documents))
        if self.counts.sum() > _KEPT:
            self.counts = self.counts / 2


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


def drift_warning(nlp: Language) -> str | None:
    """What to say where the text seen so far is not like that of the guarantee in use; None if it is, or too short."""
    for decoder in decoders_of(nlp):
        expected = decoder.points[decoder.operating_point].guarantee.get("histogram")
        if expected and decoder.seen.counts.sum() >= WORDS:
            index = stability_index(expected, decoder.seen.counts)
            if index >= MOVED:
                return (
                    f"this text is not like the text that the guarantee was made with (population stability index "
                    f"{index:.2f}, alarm from {MOVED} on), so the guarantee does not hold for it: label some of it, "
                    "and run `spacy-pii guarantee` again."
                )
    return None
