import pytest
import typer
from typer.testing import CliRunner

from spacy_pii.cli.program import readable_errors
from spacy_pii.errors import PiiError


@readable_errors
def command(path: str, bad: bool = typer.Option(False)) -> None:
    """Say what happens."""
    if bad:
        raise PiiError("no such label.", remedy="add it.", path=path, line=3)
    print(path)


@pytest.fixture(scope="module")
def app() -> typer.Typer:
    app = typer.Typer()
    app.command()(command)
    return app


def test_bad_input_ends_with_a_message_on_stderr_and_exit_code_1(app):
    result = CliRunner().invoke(app, ["a.jsonl", "--bad"])
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit)
    assert result.stdout == ""
    assert "a.jsonl:3: no such label. Remedy: add it." in result.stderr


def test_a_decorated_command_keeps_its_arguments_and_help(app):
    assert CliRunner().invoke(app, ["a.jsonl"]).stdout == "a.jsonl\n"
    assert "Say what happens." in CliRunner().invoke(app, ["--help"]).stdout
