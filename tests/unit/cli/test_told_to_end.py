"""Commands that the system ends, or whose terminal is closed, leave nothing behind: they end as by Ctrl+C."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import pytest

from tilewright.cli.main import guarded
from tilewright.cli.output import Output

NUMBERS = (signal.SIGTERM, signal.SIGHUP)


@pytest.fixture(autouse=True)
def _handlers() -> Iterator[None]:
    before = {number: signal.getsignal(number) for number in NUMBERS}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def end_by(number: signal.Signals) -> int:
    def work() -> int:
        os.kill(os.getpid(), number)
        return 0

    return guarded("test", Output(as_json=False, quiet=False), work)


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("number", NUMBERS)
def test_that_a_command_told_to_end_ends_as_by_ctrl_c(number: signal.Signals) -> None:
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    assert end_by(number) == 130


@pytest.mark.usefixtures("home")
def test_that_a_command_that_outlives_its_terminal_goes_on() -> None:
    signal.signal(signal.SIGHUP, signal.SIG_IGN)  # as `nohup` does
    assert end_by(signal.SIGHUP) == 0
