"""Processes of ours in a small world: each goes on by steps, and may die at any of them."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from support.small_world import World
from tilewright.errors import CloudError
from tilewright.jobs.events import Event
from tilewright.jobs.ledger import Ledger


class Died(BaseException):
    """The process ends here."""


class Process:
    """A process of ours: its own handle of the ledger, its own client, and the course it is on."""

    def __init__(self, home: Path, world: World) -> None:
        self._world = world
        self.ledger = Ledger(home, now=world.now)
        self.client = world.client()
        self.course: Iterator[Event] | None = None
        self.is_running = False

    def step(self, count: int) -> list[Event]:
        """Go on by ``count`` events at most. An error of the cloud ends the course, as it ends a command."""
        told: list[Event] = []
        if self.is_running or self.course is None:
            return told
        self.is_running = True
        try:
            for _ in range(count):
                self._world.waits = 0
                told.append(next(self.course))
        except (StopIteration, CloudError):
            self.course = None
        finally:
            self.is_running = False
        return told

    def die(self) -> None:
        """The system takes back what a process has: its locks and its handles."""
        if self.course is not None:
            with contextlib.suppress(Died):  # once is enough
                self.course.close()  # type: ignore[attr-defined]
        self.course = None
        self.ledger.close()
        self.client.close()
