import ast
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from spacy_pii.cli import app as cli_app
from spacy_pii.cli.program import new_app, readable_errors
from spacy_pii.errors import PiiError

ROOT = Path(__file__).parents[2]


@readable_errors
def command(path: str, bad: bool = typer.Option(False)) -> None:
    """Say what happens."""
    if bad:
        raise PiiError("no such label.", remedy="add it.", path=path, line=3)
    print(path)


@pytest.fixture(scope="module")
def app() -> typer.Typer:
    app = new_app()
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


SCRIPTS = sorted(path for path in (ROOT / "scripts").glob("*.py") if path.name != "modal_app.py")
"""The functions of modal_app.py are called by Modal, whose tracebacks show no local variables either."""


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_every_script_starts_through_the_one_entry_point(script):
    """Typer's own ways of starting a program may show local variables, which are texts and keys."""
    tree = ast.parse(script.read_text(encoding="utf8"))
    uses = {ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    assert not uses & {"typer.run", "typer.Typer"}
    assert ast.unparse(tree.body[-1]) == "if __name__ == '__main__':\n    run(main)"
    imports = [node for node in tree.body if isinstance(node, ast.ImportFrom) and node.module]
    assert any(node.module == "spacy_pii.cli.program" and "run" in names(node) for node in imports)


def names(node):
    return {alias.name for alias in node.names}


def test_the_library_makes_no_other_application():
    for path in (ROOT / "spacy_pii").rglob("*.py"):
        uses = {ast.unparse(n) for n in ast.walk(ast.parse(path.read_text(encoding="utf8"))) if isinstance(n, ast.Call)}
        found = any(use.startswith(("typer.run(", "typer.Typer(")) for use in uses)
        assert not found or path.name == "program.py", path


@pytest.mark.parametrize("start", ["run(main)", "a = new_app(); a.command()(main); a()"])
def test_a_fault_of_the_program_shows_no_local_variables(start):
    program = (
        "from spacy_pii.cli.program import new_app, run\n"
        "def main() -> None:\n"
        "    text = 'Anna ' + 'Schmidt'\n"
        "    raise RuntimeError('a fault')\n" + start
    )
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert result.returncode == 1
    assert "a fault" in result.stderr
    assert "Anna Schmidt" not in result.stderr + result.stdout


def test_the_command_shows_no_local_variables():
    assert cli_app.pretty_exceptions_enable is False
    assert cli_app.pretty_exceptions_show_locals is False
