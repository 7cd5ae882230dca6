"""A local cloud in the test's process, and who calls it; a test that needs another one makes a ``cloud`` of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from support.gate import Gate
from support.local_cloud import Caller, local_cloud
from tilewright.localcloud import production
from tilewright.localcloud.server import LocalCloud
from tilewright.localcloud.worker import Produce


@pytest.fixture
def produce() -> Produce:
    """What ``cloud`` renders with."""
    return production.produce


@pytest.fixture
def gate() -> Gate:
    """What holds jobs up until it is opened, where ``produce`` is that."""
    return Gate()


@pytest.fixture
def cloud(tmp_path: Path, produce: Produce) -> Iterator[LocalCloud]:
    with local_cloud(tmp_path / "cloud", produce=produce) as running:
        yield running


@pytest.fixture
def caller(cloud: LocalCloud) -> Caller:
    return Caller(cloud.endpoint)
