"""spacy-pii guarantee."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .program import readable_errors

if TYPE_CHECKING:
    from ..evaluation.guarantee import Curves, Promise


class LossOption(StrEnum):
    """What is to be rare."""

    characters = "characters"
    documents = "documents"


_ALPHAS = (0.1, 0.05, 0.02, 0.01)


@readable_errors
def guarantee(
    model: Annotated[str, typer.Argument(help="package name or folder of a spacy-pii pipeline")],
    data: Annotated[Path, typer.Argument(help="labelled documents of your own, a record on each line")],
    alpha: Annotated[float, typer.Option(help="share that may leak")] = 0.05,
    delta: Annotated[float, typer.Option(help="chance that the promise is broken all the same")] = 0.1,
    on_average: Annotated[
        bool, typer.Option("--on-average", help="promise the mean over calibration sets, instead of with --delta")
    ] = False,
    loss: Annotated[
        LossOption, typer.Option(help="leaked share of a document's personal characters, or documents with any leak")
    ] = LossOption.characters,
    group_by: Annotated[
        str | None, typer.Option(help="field of the records whose equal values (an author, a thread) make one unit")
    ] = None,
    operating_point: Annotated[str | None, typer.Option(help="what to build on (the pipeline's own)")] = None,
    out: Annotated[Path | None, typer.Option(help="folder for the pipeline that keeps the promise")] = None,
) -> None:
    """Find an operating point with a promise: at most so much leaks, with this confidence.

    Refuses what the documents cannot carry, and says how many would. See docs/guarantee.md.
    """
    from ..evaluation import guarantee as guarantees

    guarantees.check_scipy()
    promise = guarantees.Promise(alpha, None if on_average else delta, loss.value)
    records, groups = guarantees.read_units(data, group_by)
    sha256 = guarantees.file_hash(data)

    from tqdm import tqdm

    from ..components.loading import load_pipeline

    nlp = load_pipeline(model)
    base = guarantees.base_point(nlp, operating_point)
    # None: only on a terminal.
    shown = tqdm(records, desc="documents", disable=None)
    curves = guarantees.measure(nlp, shown, [base])[base]
    if groups is not None:
        curves = curves.grouped(groups)
    typer.echo(_table(curves, promise, base))
    choice = guarantees.choose(curves, promise)
    chosen = guarantees.CalibrationSet(sha256, len(records), group_by or "")
    lines = guarantees.guarantee_lines(guarantees.add_guarantee(nlp, choice, curves, chosen, base))
    typer.echo("\n".join(lines))
    if out is not None:
        from ..files import atomic_text, complete_folder
        from ..report.guarantee_card import guarantee_card

        with complete_folder(out) as folder:
            nlp.to_disk(folder)
            with atomic_text(folder / "README.md") as file:
                file.write(guarantee_card(nlp.meta))
        typer.echo(f"\nThe pipeline with the operating point `{guarantees.GUARANTEED}` is in {out}.")


def _table(curves: Curves, promise: Promise, base: str) -> str:
    """Thresholds and their price for the usual promises and the one that was asked for."""
    from dataclasses import replace

    from wasabi import table

    from ..evaluation.guarantee import Unreachable, choose

    rows = [(base, "", *_price(curves, 0, promise), "")]
    for alpha in sorted({*_ALPHAS, promise.alpha}, reverse=True):
        name = f"at most {100 * alpha:g} %"
        try:
            choice = choose(curves, replace(promise, alpha=alpha))
        except Unreachable as refusal:
            rows.append((name, "-", "-", "-", "-", refusal.short))
            continue
        rows.append((name, f"{choice.tau:.5f}", *_price(curves, choice.number, promise), f"{100 * choice.bound:.2f}"))
    lost = "leaked % of a document" if promise.loss == "characters" else "documents with a leak %"
    header = ("promise", "threshold", lost, "over-redaction %", "unjudged %", "upper bound %")
    return table(rows, header=header, divider=True, aligns=("l", "r", "r", "r", "r", "r"))


def _price(curves: Curves, number: int, promise: Promise) -> tuple[str, str, str]:
    lost = curves.losses(promise.loss)[:, number].mean()
    unjudged = curves.unjudged[:, number].sum() / max(1, int(curves.others.sum()))
    return f"{100 * lost:.2f}", f"{100 * curves.over_redaction()[number]:.2f}", f"{100 * unjudged:.2f}"
