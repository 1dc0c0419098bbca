"""A promise with a confidence: at most so much of what is personal leaks, in text like the labelled documents.

Words are covered where their probability of belonging to any entity reaches a threshold, beside the decoded entities. A
lower threshold covers more and uncovers nothing, so the loss only falls, and the highest threshold whose upper bound on
the expected loss is small enough keeps the promise (Bates et al., arXiv 2101.02703; Angelopoulos et al., arXiv
2208.02814).
"""

from __future__ import annotations

from ...components.spans import GUARANTEED
from .bounds import average_bound, betting_bound, check_scipy, exact_bound
from .check import AcrossCheck, SplitCheck, check_across, check_splits
from .choice import Choice, Promise, Unreachable, choose, units_needed
from .curves import TAUS, Curves, Loss, measure
from .point import META, CalibrationSet, add_guarantee, base_point, guarantee_lines
from .units import file_hash, read_units

__all__ = [
    "GUARANTEED",
    "META",
    "TAUS",
    "AcrossCheck",
    "CalibrationSet",
    "Choice",
    "Curves",
    "Loss",
    "Promise",
    "SplitCheck",
    "Unreachable",
    "add_guarantee",
    "average_bound",
    "base_point",
    "betting_bound",
    "check_across",
    "check_scipy",
    "check_splits",
    "choose",
    "exact_bound",
    "file_hash",
    "guarantee_lines",
    "measure",
    "read_units",
    "units_needed",
]
