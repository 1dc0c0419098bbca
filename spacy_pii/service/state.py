"""What the routes of one app share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastapi import Request

from .metrics import Metrics
from .settings import Settings
from .workers import Workers

if TYPE_CHECKING:
    from .detector import Detectors


@dataclass(frozen=True)
class State:
    """What an app was started with. detectors: None in the anonymizer's role. threshold: of the verdict."""

    settings: Settings
    workers: Workers
    metrics: Metrics
    detectors: Detectors | None
    threshold: float

    @property
    def finding(self) -> Detectors:
        """The detectors, for routes that exist only in an app that has them."""
        assert self.detectors is not None, "the routes that need them exist only with them"
        return self.detectors


def state_of(request: Request) -> State:
    """The state of the request's app."""
    state: State = request.app.state.service
    return state
