"""Run a script of the project as its command line does."""

import runpy
from pathlib import Path

import typer
from typer.testing import CliRunner

SCRIPTS = Path(__file__).parents[1] / "scripts"


def run(script: str, *arguments: object, exit_code: int = 0) -> str:
    """What the script prints, on both streams."""
    app = typer.Typer()
    app.command()(runpy.run_path(str(SCRIPTS / script))["main"])
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert result.exit_code == exit_code, result.output
    return result.output
