"""The table of slots: every kind of value that a template can name."""

from __future__ import annotations

from . import banking, digital, near_misses, neutral, numbers, organizations, people, phones, places, technical, times
from .values import Kind

KINDS: dict[str, Kind] = {
    **people.KINDS,
    **places.KINDS,
    **phones.KINDS,
    **organizations.KINDS,
    **times.KINDS,
    **numbers.KINDS,
    **banking.KINDS,
    **digital.KINDS,
    **neutral.KINDS,
    **near_misses.KINDS,
    **technical.KINDS,
}
