"""What the journeys through the window share: a desktop, and the real program on it."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from _pytest.runner import runtestprotocol

from support.desktop import desktop
from support.seat import HeldUp, Seat, require_quick

TOLD = 5
"""Events that are recorded of each journey."""

FAILED, HELD_UP = pytest.StashKey[bool](), pytest.StashKey[str]()


@pytest.fixture
def seat(
    home: Path, tmp_path: Path, request: pytest.FixtureRequest, record_property: pytest.RecordProperty
) -> Iterator[Seat]:
    """A desktop with somebody at it; Tilewright's home is that of the test. A failure leaves a picture. No event may
    have held up the UI thread.
    """
    with desktop() as made:
        sat = Seat(made, home)
        yield sat
        if request.node.stash.get(FAILED, False):
            made.picture(tmp_path / "screen.png")
        else:
            events = sat.leave()
            record_property("dearest events", events[:TOLD])
            require_quick(events)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if call.excinfo is not None and call.excinfo.errisinstance(HeldUp):
        item.stash[HELD_UP] = str(call.excinfo.value)
    elif call.excinfo is not None and call.when == "call":
        item.stash[FAILED] = True
    return report


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
    """A journey whose dearest event took too long, and in which nothing else was wrong, is made once more, and that
    counts. The same work costs a thread up to three times its CPU time while neighbours use the same core (measured: 7
    to 25 ms for one page of options): what is really too dear is so both times.
    """
    if "seat" not in getattr(item, "fixturenames", ()):
        return None
    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    reports = runtestprotocol(item, log=False, nextitem=nextitem)
    first = item.stash.get(HELD_UP, "")
    if first and not item.stash.get(FAILED, False):
        del item.stash[HELD_UP]
        item._initrequest()  # type: ignore[attr-defined]  # as all that runs a test twice has to
        item.user_properties.append(("held up at first", first))
        reports = runtestprotocol(item, log=False, nextitem=nextitem)
    for report in reports:
        item.ihook.pytest_runtest_logreport(report=report)
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True
