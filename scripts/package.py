"""Package a trained pipeline as a wheel; see `spacy_pii.training.packaging`."""

import json
import zipfile
from collections import Counter
from functools import partial
from pathlib import Path

import typer
from wasabi import msg

from spacy_pii.benchmark.results import read_benchmark
from spacy_pii.cli.program import readable_errors, run
from spacy_pii.errors import PiiError
from spacy_pii.report.model_card import model_card
from spacy_pii.training.packaging import package_model


@readable_errors
def main(
    model: Path = typer.Argument(..., help="folder of the trained pipeline"),
    out: Path = typer.Argument(..., help="folder for the wheel"),
    name: str = typer.Option(..., help="name without the language, such as pii_demo"),
    version: str = typer.Option(..., help="version of the wheel"),
    lang: str = typer.Option("en", help="language of the pipeline"),
    meta: Path = typer.Option(None, help="description, author, license, sources; default assets/meta/NAME.json"),
    metrics: Path = typer.Option(None, help="scores to put into the model card"),
    benchmark: Path = typer.Option(None, help="what scripts/benchmark.py wrote, for the model card"),
    alignment: Path = typer.Option(None, help="alignment report of the training data, for its counts of labels"),
    card: Path = typer.Option(None, help="write the model card here as well"),
    licenses: Path = typer.Option(Path("assets/licenses"), help="licence texts by SPDX identifier"),
) -> None:
    """Build a wheel from MODEL in OUT."""
    wheel = package_model(
        model,
        out,
        lang=lang,
        name=name,
        version=version,
        meta=_read_json(meta or Path("assets/meta") / f"{name}.json"),
        scores=_read_json(metrics) if metrics else {},
        licenses=licenses,
        card=partial(
            model_card,
            benchmark=read_benchmark(benchmark) if benchmark else None,
            label_counts=_label_counts(_read_json(alignment)) if alignment else None,
        ),
    )
    if card:
        with zipfile.ZipFile(wheel) as archive:
            name_inside = next(each for each in archive.namelist() if each.endswith(f"{version}/README.md"))
            card.write_bytes(archive.read(name_inside))
    msg.good(f"{wheel} ({wheel.stat().st_size / 1e6:.0f} MB)")


def _label_counts(alignment: dict) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for row in alignment["spans"]:
        counts[row["label"]] += row["aligned"] + row["expanded"]
    return dict(counts)


def _read_json(path: Path) -> dict:
    if not path.is_file():
        raise PiiError("file not found.", remedy="check the path, or run the step that makes it.", path=path)
    return json.loads(path.read_text(encoding="utf8"))


if __name__ == "__main__":
    run(main)
