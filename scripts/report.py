"""Turn the figures of a benchmark into one HTML page; see `spacy_pii.report`."""

from importlib.util import find_spec
from pathlib import Path

import typer
from wasabi import msg

from spacy_pii.benchmark.results import read_benchmark
from spacy_pii.cli.program import readable_errors, run
from spacy_pii.errors import PiiError


@readable_errors
def main(
    benchmark: Path = typer.Argument(Path("metrics/benchmark.json"), help="figures of scripts/benchmark.py"),
    out: Path = typer.Option(Path("metrics/report.html"), help="the page; its plots go beside it, too"),
) -> None:
    """Write a page that needs no network and no other file, and its plots as PNG."""
    figures = read_benchmark(benchmark)
    if find_spec("matplotlib") is None:
        raise PiiError("matplotlib is not installed.", remedy='pip install "spacy-pii[report]".')
    from spacy_pii.report.html_report import write_report

    page, *images = write_report(figures, out)
    msg.good(f"{page}, with {len(images)} plots as PNG beside it")


if __name__ == "__main__":
    run(main)
