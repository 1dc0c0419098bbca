"""Errors of command-line programs: one readable message and exit code 1, never a traceback."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from .errors import PiiError

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")


def readable_errors(command: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
    """Decorate a typer command: a PiiError is printed on stderr, and the program exits with code 1."""

    @wraps(command)
    def run(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Result:
        try:
            return command(*args, **kwargs)
        except PiiError as error:
            import typer
            from wasabi import Printer

            # Standard output may be a pipe that carries records.
            typer.echo(Printer(no_print=True).fail(str(error)), err=True)
            raise typer.Exit(1) from None

    return run
