"""The two plots of a data card, as SVG: small, the same bytes for the same figures, and no plotting library."""

from __future__ import annotations

import math
from collections.abc import Sequence
from xml.sax.saxutils import escape

from ..components.colors import COLORS
from .data_card import CorpusCounts

WIDTH, LEFT, ROW, TOP = 900, 230, 26, 44
_LEGEND_COLUMNS = 5
_TICKS = (1, 10, 100, 1000, 10_000)
_SHARES = (0.05, 0.25, 0.5, 0.75, 0.95)


def labels_plot(corpora: Sequence[CorpusCounts]) -> str:
    """A bar of 100 % per corpus, divided by label, with its number of spans."""
    parts = [_text(10, 20, "Share of labels per corpus", weight="bold")]
    for i, counts in enumerate(corpora):
        y, x, total = TOP + i * ROW, float(LEFT), counts.labels.total()
        parts.append(_text(LEFT - 8, y + 14, counts.name, anchor="end"))
        for label, count in counts.labels.most_common():
            width = (WIDTH - LEFT - 80) * count / total
            parts.append(_box(x, y, width, ROW - 7, COLORS[label], f"{label}: {count:,}"))
            x += width
        parts.append(_text(WIDTH - 72, y + 14, f"{total:,}"))
    labels = [label for label in COLORS if any(counts.labels[label] for counts in corpora)]
    bottom = TOP + len(corpora) * ROW + 12
    for i, label in enumerate(labels):
        x, y = 10 + i % _LEGEND_COLUMNS * 168, bottom + i // _LEGEND_COLUMNS * 20
        parts += [_box(x, y, 12, 12, COLORS[label], label), _text(x + 18, y + 11, label)]
    return _svg(parts, bottom + math.ceil(len(labels) / _LEGEND_COLUMNS) * 20 + 8)


def lengths_plot(corpora: Sequence[CorpusCounts]) -> str:
    """Words per record on a logarithmic axis: a line from 5 to 95 %, a box from 25 to 75 %, a mark at the median."""
    parts = [_text(10, 20, "Words per record: 5, 25, 50, 75 and 95 %", weight="bold")]
    bottom = TOP + len(corpora) * ROW
    for tick in _TICKS:
        parts += [_box(_log(tick), TOP - 6, 0.7, bottom - TOP + 6, "#ccc", str(tick))]
        parts += [_text(_log(tick), bottom + 14, f"{tick:,}", anchor="middle")]
    for i, counts in enumerate(corpora):
        y, ordered = TOP + i * ROW, sorted(counts.lengths)
        marks = [ordered[int(share * (len(ordered) - 1))] for share in _SHARES]
        low, quarter, median, three_quarters, high = map(_log, marks)
        title = f"{counts.name}: {', '.join(map(str, marks))}"
        parts.append(_text(LEFT - 8, y + 14, counts.name, anchor="end"))
        parts.append(_box(low, y + 9, high - low, 2, "#555", title))
        parts.append(_box(quarter, y + 3, three_quarters - quarter, 14, "#8ecae6", title))
        parts.append(_box(median - 1, y + 1, 2.5, 18, "#023047", title))
    return _svg(parts, bottom + 24)


def _log(words: int) -> float:
    return LEFT + (WIDTH - LEFT - 40) * math.log10(max(1, words)) / math.log10(_TICKS[-1])


def _box(x: float, y: float, width: float, height: float, color: str, title: str) -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"'
    return f'<rect {place} fill="{color}"><title>{escape(title)}</title></rect>'


def _text(x: float, y: float, text: str, anchor: str = "start", weight: str = "normal") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-weight="{weight}">{escape(text)}</text>'


def _svg(parts: list[str], height: float) -> str:
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}" font-family="sans-serif" '
    return "\n".join(
        [head + 'font-size="12">', f'<rect width="{WIDTH}" height="{height:.0f}" fill="#fff"/>', *parts, "</svg>\n"]
    )
