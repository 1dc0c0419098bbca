"""Package a trained pipeline as a wheel; see `spacy_pii.packaging`."""

import json
from pathlib import Path

import typer
from wasabi import msg

from spacy_pii.cli_errors import readable_errors
from spacy_pii.errors import PiiError
from spacy_pii.packaging import package_model


@readable_errors
def main(
    model: Path = typer.Argument(..., help="folder of the trained pipeline"),
    out: Path = typer.Argument(..., help="folder for the wheel"),
    name: str = typer.Option(..., help="name without the language, such as pii_demo"),
    version: str = typer.Option(..., help="version of the wheel"),
    lang: str = typer.Option("en", help="language of the pipeline"),
    meta: Path = typer.Option(None, help="description, author, license, sources; default assets/meta/NAME.json"),
    metrics: Path = typer.Option(None, help="scores to put into the model card"),
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
    )
    msg.good(f"{wheel} ({wheel.stat().st_size / 1e6:.0f} MB)")


def _read_json(path: Path) -> dict:
    if not path.is_file():
        raise PiiError("file not found.", remedy="check the path, or run the step that makes it.", path=path)
    return json.loads(path.read_text(encoding="utf8"))


if __name__ == "__main__":
    typer.run(main)
