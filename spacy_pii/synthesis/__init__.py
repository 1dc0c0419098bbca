"""Synthetic records: templates filled with surrogate values, then noise.

Faker, which gives the values, is loaded with the first of these names: noise and mixtures do without it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .generation import WALK_LIMIT, generate, walk

__all__ = ["WALK_LIMIT", "generate", "walk"]


def __getattr__(name: str) -> Any:
    if name in __all__:
        from . import generation

        return getattr(generation, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
