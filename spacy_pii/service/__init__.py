"""HTTP: Presidio's REST contract, our own endpoint and a page to try it on. Needs the extra `service`."""

from .app import create_app
from .settings import Settings

__all__ = ["Settings", "create_app"]
