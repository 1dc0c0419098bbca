"""One server for the tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from serving import Service, running


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with running(tmp_path_factory.mktemp("service"), "--threads", "2", "--queue", "4", "--max-body", "100000") as up:
        yield up
