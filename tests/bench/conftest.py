"""What benches found is told at the end of the run, whatever else was printed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

_FOUND = pytest.StashKey[list[str]]()


@pytest.fixture(scope="session")
def told(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Takes lines for the end of the run."""
    return request.config.stash.setdefault(_FOUND, []).append


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    lines = config.stash.get(_FOUND, [])
    if lines:
        terminalreporter.section("measured")
        for line in lines:
            terminalreporter.write_line(line)
