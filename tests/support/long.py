"""Loops that run until the clock: each round has a seed, and the next run goes on where the last one ended.

A test of the tier ``long`` asks for ``budget`` and loops over it::

    @pytest.mark.long
    def test_that_random_layouts_are_rendered_where_they_are_drawn(budget):
        for seed in budget:
            ...

The state of each test is kept in ``build/long/``. A round that fails is the first of the next run.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

STATE = Path(__file__).parents[2] / "build" / "long"


@dataclass
class Budget:
    """Rounds of one test. ``seconds`` is this run's share of the clock; ``rounds`` and ``spent`` count all runs."""

    name: str
    file: Path
    seconds: float
    seed: int = 0
    rounds: int = 0
    spent: float = 0.0
    rounds_now: int = 0
    spent_now: float = 0.0
    _started: float = field(default_factory=time.monotonic)

    @property
    def time_left(self) -> float:
        return self.seconds - (time.monotonic() - self._started)

    def load(self) -> None:
        if self.file.exists():
            state = json.loads(self.file.read_text("utf-8"))
            self.seed, self.rounds, self.spent = state["seed"], state["rounds"], state["spent"]

    def save(self) -> None:
        self.file.parent.mkdir(parents=True, exist_ok=True)
        state = {"test": self.name, "seed": self.seed, "rounds": self.rounds, "spent": round(self.spent, 1)}
        self.file.write_text(json.dumps(state, indent=1) + "\n", "utf-8")

    def __iter__(self) -> Iterator[int]:
        """Yield a new seed until the time is over, at least one; a round counts when it came to its end."""
        while self.rounds_now == 0 or self.time_left > 0:
            began = time.monotonic()
            yield self.seed
            self.seed += 1
            self.rounds += 1
            self.rounds_now += 1
            self.spent += time.monotonic() - began
            self.spent_now += time.monotonic() - began
            self.save()


_budgets: list[Budget] = []


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long-minutes", type=float, default=0.0, help="how long the tests marked `long` run, together")


@pytest.fixture
def budget(request: pytest.FixtureRequest) -> Budget:
    """The rounds of this test: the minutes of the run, shared evenly among the tests marked ``long``."""
    name: str = request.node.nodeid
    sharing = sum(1 for item in request.session.items if item.get_closest_marker("long")) or 1
    minutes: float = request.config.getoption("--long-minutes")
    file = STATE / (re.sub(r"\W+", "-", name).strip("-")[-150:] + ".json")
    made = Budget(name, file, minutes * 60 / sharing)
    made.load()
    _budgets.append(made)
    return made


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for done in _budgets:
        terminalreporter.write_line(
            f"long: {done.name}: {done.rounds_now} rounds in {done.spent_now / 60:.1f} minutes now, "
            f"{done.rounds} rounds in {done.spent / 60:.1f} minutes in all; next seed {done.seed}"
        )
