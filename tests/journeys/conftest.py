"""What the journeys through the window share: a desktop, and the real program on it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from support.desktop import desktop
from support.seat import Seat, require_quick

TOLD = 5
"""Events that are recorded of each journey."""


@pytest.fixture
def seat(
    home: Path, tmp_path: Path, request: pytest.FixtureRequest, record_property: pytest.RecordProperty
) -> Iterator[Seat]:
    """A desktop with somebody at it; Tilewright's home is that of the test. A failure leaves a picture. No event may
    have held up the UI thread.
    """
    with desktop() as made:
        sat = Seat(made, home)
        failed_before = request.session.testsfailed
        yield sat
        if request.session.testsfailed > failed_before:
            made.picture(tmp_path / "screen.png")
        else:
            events = sat.leave()
            record_property("dearest events", events[:TOLD])
            require_quick(events)
