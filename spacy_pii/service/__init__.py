"""HTTP: Presidio's REST contract, our own endpoint and a page to try it on. Needs the extra `service`."""

from typing import TYPE_CHECKING, Any

from .settings import Settings

if TYPE_CHECKING:
    from .app import create_app

__all__ = ["Settings", "create_app"]


def __getattr__(name: str) -> Any:
    """The app on first use: the process that only starts others needs nothing of it."""
    if name == "create_app":
        from .app import create_app

        return create_app
    raise AttributeError(name)
