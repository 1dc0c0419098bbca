"""The one exception users see for bad input: it names the place, the problem and the remedy, never the text."""

from __future__ import annotations

from pathlib import Path


class PiiError(ValueError):
    """Input that cannot be used.

    path: the file, if there is one. line: 1-based line or record number in it. problem: what is wrong, without quoting
    personal data. remedy: what the user can do about it.
    """

    def __init__(self, problem: str, *, remedy: str = "", path: str | Path | None = None, line: int | None = None):
        self.problem, self.remedy, self.path, self.line = problem, remedy, path, line
        place = "" if path is None else f"{path}:{line}: " if line is not None else f"{path}: "
        super().__init__(f"{place}{problem}" + (f" Remedy: {remedy}" if remedy else ""))

    def at(self, path: str | Path, line: int | None = None) -> PiiError:
        """The same error with its place filled in, where an inner function did not know it."""
        return type(self)(
            self.problem,
            remedy=self.remedy,
            path=path if self.path is None else self.path,
            line=line if self.line is None else self.line,
        )


class UnknownLabelError(PiiError):
    """A label that the table of labels does not hold."""


class LicenseWarning(UserWarning):
    """Text is being read whose licence keeps a model that is trained on it from being released."""


class DriftWarning(UserWarning):
    """Text is unlike the documents that a guarantee was made with."""
