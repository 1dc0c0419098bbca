"""The table of slots: every kind of value that a template can name."""

from __future__ import annotations

from . import (
    addresses,
    banking,
    identifiers,
    near_misses,
    neutral,
    organizations,
    people,
    phones,
    technical,
    times,
    web,
)
from .values import Kind

KINDS: dict[str, Kind] = {
    **people.KINDS,
    **addresses.KINDS,
    **phones.KINDS,
    **organizations.KINDS,
    **times.KINDS,
    **identifiers.KINDS,
    **banking.KINDS,
    **web.KINDS,
    **neutral.KINDS,
    **near_misses.KINDS,
    **technical.KINDS,
}
