"""What all plots share: a size that a phone can show, and marks that differ without color."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle
from typing import Any

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure

WIDTH = 5.2
"""Inches: text of 11 points is still readable where a phone shrinks the plot to its screen."""
_DPI = 160

# Colors of Okabe and Ito (2008), which the color-blind tell apart; the marker alone is enough.
_MARKERS, _COLORS = "osD^vPX*<>", ("#000000", "#d55e00", "#0072b2", "#009e73", "#cc79a7", "#b8860b", "#56b4e9")
HATCHES = ("", "////", "....", "xxxx", "----", "\\\\\\\\", "oooo")
_RC: dict[Any, Any] = {
    "font.size": 11,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlesize": 11,
    "axes.titlelocation": "left",
    "axes.grid": True,
    "grid.color": "#dddddd",
    "axes.axisbelow": True,
    "hatch.linewidth": 0.6,
    "legend.frameon": False,
    "legend.fontsize": 10,
}


@dataclass(frozen=True)
class Plot:
    """alt: what it shows, for those who do not see it. width: in CSS pixels."""

    name: str
    alt: str
    width: int
    png: bytes


@dataclass(frozen=True)
class Mark:
    """How a system is drawn; ours is filled, all others are hollow."""

    color: str
    marker: str
    filled: bool

    @property
    def face(self) -> str:
        return self.color if self.filled else "none"


def marks(systems: Iterable[str], ours: str) -> dict[str, Mark]:
    """A mark for each system, the same in all plots."""
    styles = zip(cycle(_MARKERS), cycle(_COLORS), strict=False)
    return {name: Mark(color, marker, name == ours) for name, (marker, color) in zip(systems, styles, strict=False)}


@contextmanager
def canvas(height: float, width: float = WIDTH) -> Iterator[Figure]:
    """An empty figure; what is drawn inside the context has our style. height, width: in inches."""
    with matplotlib.rc_context(_RC):
        yield Figure(figsize=(width, height), layout="constrained")


def finish(name: str, alt: str, figure: Figure) -> Plot:
    """The figure as an image, the same bytes for the same figure."""
    buffer = io.BytesIO()
    figure.savefig(buffer, dpi=_DPI, metadata={"Software": None})
    return Plot(name, alt, round(96 * figure.get_figwidth()), buffer.getvalue())


def point(
    ax: Axes, x: float, y: float, mark: Mark, *, ends: tuple[float, float] | None = None, label: str | None = None
) -> None:
    """A mark at (x, y), with a horizontal line between the ends of its interval."""
    if ends:
        ax.plot(ends, (y, y), color=mark.color, linewidth=1.2, zorder=2)
    style: dict[str, Any] = {"color": mark.color, "markerfacecolor": mark.face, "markersize": 6, "clip_on": False}
    # Ours is not to hide behind others.
    ax.plot(x, y, mark.marker, zorder=4 if mark.filled else 3, label=label, **style)


def legend(figure: Figure, ax: Axes, columns: int = 2) -> None:
    """The legend of `ax` above all panels."""
    handles, labels = ax.get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside upper left", ncols=columns)


def name_rows(ax: Axes, names: list[str]) -> None:
    """Row i of a horizontal plot is names[i], the first on top."""
    ax.set_yticks(range(len(names)), names)
    ax.set_ylim(len(names) - 0.5, -0.5)
    ax.grid(visible=False, axis="y")
    ax.hlines(
        [row + 0.5 for row in range(len(names) - 1)], 0, 1, "#dddddd", transform=ax.get_yaxis_transform(), zorder=0
    )


def offsets(count: int) -> list[float]:
    """Where `count` marks of one row go, so that they do not hide each other."""
    step = min(0.2, 0.8 / count)
    return [step * (i - (count - 1) / 2) for i in range(count)]
