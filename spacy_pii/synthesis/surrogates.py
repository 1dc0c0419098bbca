"""The table of slots: every kind of value that a template can name."""

from __future__ import annotations

from . import digital, neutral, numbers, people, places, times
from .values import Kind

KINDS: dict[str, Kind] = {
    **people.KINDS,
    **places.KINDS,
    **times.KINDS,
    **numbers.KINDS,
    **digital.KINDS,
    **neutral.KINDS,
}
