"""How every command-line program starts and fails: one readable message and exit code 1, and no texts in tracebacks."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import typer

from ..errors import DriftWarning, LicenseWarning, PiiError

_OURS = (LicenseWarning, DriftWarning)
Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")


def new_app(**options: Any) -> typer.Typer:
    """A typer application whose tracebacks hold no local variables: these are texts and keys."""
    return typer.Typer(
        add_completion=False, pretty_exceptions_enable=False, pretty_exceptions_show_locals=False, **options
    )


def run(command: Callable[..., Any]) -> None:
    """Be the program with this one command: the entry point of every script."""
    app = new_app()
    app.command()(command)
    app()


def readable_errors(command: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
    """Decorate a typer command: a PiiError is printed on stderr, and the program exits with code 1."""

    @wraps(command)
    def readable(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Result:
        try:
            with _readable_warnings():
                return command(*args, **kwargs)
        except PiiError as error:
            from wasabi import Printer

            # Standard output may be a pipe that carries records.
            typer.echo(Printer(no_print=True).fail(str(error)), err=True)
            raise typer.Exit(1) from None

    return readable


@contextmanager
def _readable_warnings() -> Iterator[None]:
    """Show every warning of ours once, as a message on stderr; other warnings as they are."""
    shown: set[str] = set()
    with warnings.catch_warnings():
        for ours in _OURS:
            warnings.simplefilter("always", ours)
        show = warnings.showwarning

        def show_readably(message: Warning | str, category: type[Warning], *rest: Any, **named: Any) -> None:
            if not issubclass(category, _OURS):
                show(message, category, *rest, **named)
                return
            from wasabi import Printer

            # Some commands read their files twice.
            if str(message) not in shown:
                shown.add(str(message))
                typer.echo(Printer(no_print=True).warn(str(message)), err=True)

        warnings.showwarning = show_readably
        yield
