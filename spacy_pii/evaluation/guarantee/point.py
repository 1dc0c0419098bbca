"""The operating point `guaranteed`: a threshold, and the promise that it carries with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from ...components.decoder import OperatingPoint
from ...components.spans import GUARANTEED
from ...components.taggers import tagger_of
from .choice import Choice
from .curves import Curves

if TYPE_CHECKING:
    from spacy.language import Language

META = "guarantee"
"""Where `nlp.meta` shows it."""


@dataclass(frozen=True, slots=True)
class CalibrationSet:
    """Where a guarantee comes from. sha256: of the file. group_by: the field whose values made units, "" for none."""

    sha256: str
    documents: int
    group_by: str = ""


def base_point(nlp: Language, name: str | None = None) -> str:
    """The operating point on which a guarantee builds: the named one, or the pipeline's own."""
    decoder = tagger_of(nlp)[1].decoder
    chosen: str = name or decoder.operating_point
    point = decoder.points.get(chosen)
    # A guarantee is not made on top of another.
    return str(point.guarantee["operating_point"]) if point is not None and point.guarantee else chosen


def add_guarantee(nlp: Language, choice: Choice, curves: Curves, data: CalibrationSet, base: str) -> dict[str, Any]:
    """Give the pipeline the operating point, put it to use, and show it in `nlp.meta`; returns what is shown.

    curves: those of the calibration units on top of the operating point `base`. The component's thresholds move into
    its operating points, so that none of them changes.
    """
    name, tagger = tagger_of(nlp)
    decoder, config = tagger.decoder, nlp.get_pipe_config(name)
    shown = {
        "alpha": choice.promise.alpha,
        "delta": choice.promise.delta,
        "loss": choice.promise.loss,
        "n": choice.units,
        "documents": data.documents,
        "with_personal_data": int((curves.personal > 0).sum()),
        "group_by": data.group_by,
        "date": date.today().isoformat(),
        "sha256": data.sha256,
        "operating_point": base,
        "marginal_threshold": choice.tau,
        "calibration_loss": round(choice.loss, 6),
        "bound": round(choice.bound, 6),
        "over_redaction": round(choice.over_redaction, 6),
    }
    points = {
        each: replace(point, thresholds={**point.thresholds, **decoder.thresholds})
        for each, point in decoder.points.items()
    }
    carried = {**shown, "histogram": curves.histogram.sum(axis=0).tolist()}
    points[GUARANTEED] = replace(points[base], marginal_threshold=choice.tau, guarantee=carried)
    decoder.points, decoder.thresholds, decoder.operating_point = points, {}, GUARANTEED
    config["operating_points"] = {each: _settings(point) for each, point in points.items()}
    config["thresholds"], config["operating_point"] = {}, GUARANTEED
    decoder.check()
    nlp.meta[META] = shown
    return shown


def _settings(point: OperatingPoint) -> dict[str, Any]:
    """What the config says of a point; what only a guarantee needs is left out elsewhere, for older libraries."""
    settings = asdict(point)
    if not point.guarantee:
        del settings["guarantee"]
        if point.marginal_threshold is None:
            del settings["marginal_threshold"]
    return settings


def guarantee_lines(shown: Mapping[str, Any]) -> list[str]:
    """What is promised and on what condition, for people; shown: what `add_guarantee` returned."""
    unit = f"all texts of one {shown['group_by']}" if shown["group_by"] else "a text"
    share = f"{100 * shown['alpha']:g} %"
    promise = (
        f"On average at most {share} of the personal characters of {unit} stay uncovered."
        if shown["loss"] == "characters"
        else f"In at most {share} of cases anything personal of {unit} stays uncovered."
    )
    confidence = (
        "This holds on average over calibration sets like this one, without a stated confidence."
        if shown["delta"] is None
        else f"Confidence {100 * (1 - shown['delta']):g} %: of a hundred calibration sets like this one, at most "
        f"{100 * shown['delta']:g} would give a threshold that breaks it."
    )
    kind = "groups" if shown["group_by"] else "documents"
    grouped = f" in {shown['n']} groups by {shown['group_by']}" if shown["group_by"] else ""
    return [
        promise,
        confidence,
        f"Made on {shown['date']} from {shown['documents']} documents{grouped} (sha256 {shown['sha256']}); "
        f"{shown['with_personal_data']} {kind} hold personal data, and the others count as without loss.",
        f"It covers what `{shown['operating_point']}` finds and, beyond it, every word that is personal with a "
        f"probability of at least {shown['marginal_threshold']:.2g}. On those documents "
        f"{100 * shown['calibration_loss']:.2f} % was lost, and {100 * shown['over_redaction']:.2f} % of the other "
        "characters was masked.",
        "It assumes that their labels are right, and that the text to come is exchangeable with them: drawn alike, "
        "each unit independent of the others (texts of one author or thread are one unit). It holds for no other text.",
    ]
