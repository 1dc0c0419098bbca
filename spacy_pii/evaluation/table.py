"""Scores as text tables, in the style of spaCy's own."""

from __future__ import annotations

from collections.abc import Mapping

from wasabi import table

from .scores import Scores

_FIGURES = {
    "leakage": "leakage %",
    "over_redaction": "over-redaction %",
    "unjudged": "unjudged %",
    "fully_redacted": "fully redacted %",
    "typed": "typed %",
    "f1": "exact F1",
}


def scores_table(scores: Mapping[str, Scores]) -> str:
    """One row for each named set, and their mean if there are several."""
    rows = [
        (name, str(row.documents), *(f"{getattr(row, key):.2f}" for key in _FIGURES)) for name, row in scores.items()
    ]
    mean = None
    if len(scores) > 1:
        means = (sum(getattr(row, key) for row in scores.values()) / len(scores) for key in _FIGURES)
        mean = ("mean", "", *(f"{value:.2f}" for value in means))
    header = ("set", "docs", *_FIGURES.values())
    return table(rows, header=header, footer=mean, divider=True, aligns=("l", *"r" * (len(header) - 1)))


def label_scores_table(scores: Scores) -> str:
    """One row for each gold label: spans, share found with the right family, share fully covered, exact F1."""
    rows = [
        (
            label,
            str(row.count),
            f"{100 * row.found / row.count:.1f}" if row.count else "-",
            f"{100 * row.covered / row.count:.1f}" if row.count else "-",
            str(row.fp),
            "-" if row.f1 is None else f"{row.f1:.2f}",
        )
        for label, row in sorted(scores.labels.items(), key=lambda item: -item[1].count)
    ]
    header = ("label", "spans", "found %", "covered %", "false alarms", "exact F1")
    return table(rows, header=header, divider=True, aligns=("l", "r", "r", "r", "r", "r"))
