"""Processes of ours in a small world: each goes on by steps, and may die at any of them."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from support.small_world import World
from tilewright.cloud.client import Client
from tilewright.errors import CloudError
from tilewright.jobs.events import Event
from tilewright.jobs.ledger import Ledger
from tilewright.model.target import Target
from tilewright.usecases.watching import place_of, watch_place


class Died(BaseException):
    """The process ends here."""


@dataclass(frozen=True)
class Reached:
    """The service of a world, as a workplace opens it."""

    client: Client

    @property
    def target(self) -> Target:
        return self.client.reached

    def revive(self) -> bool:
        return False

    def close(self) -> None:
        self.client.close()


@dataclass(frozen=True)
class Window:
    """What a window works with in a world: a `Workplace`, as far as its watch asks for one."""

    home: Path
    world: World

    def ledger(self) -> Ledger:
        return Ledger(self.home, now=self.world.now)

    def service(self, _: str) -> Reached:
        return Reached(self.world.client())

    def local_service(self, target: Target) -> Reached:
        return self.service(target.profile)

    def frozen_service(self, _: Target) -> Reached:
        return Reached(self.world.client())


class Process:
    """A process of ours: its own handle of the ledger, its own client, and the course it is on."""

    def __init__(self, home: Path, world: World) -> None:
        self._world = world
        self._window: Any = Window(home, world)
        self.is_asked_now = False
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
        waits = self._world.waits
        try:
            for _ in range(count):
                self._world.waits = 0
                told.append(next(self.course))
        except (StopIteration, CloudError):
            self.course = None
        finally:
            self.is_running = False
            self._world.waits = waits  # whoever waits meanwhile has waited as often as before
        return told

    def watch(self, pause: float) -> Iterator[Event]:
        """What a window does about all that is open; each of its waits takes ``pause`` seconds at the least. No error
        of the cloud may end it.
        """
        world = self._world
        pace = replace(world.pace, wait=lambda seconds: world.wait(max(seconds, pause) if seconds > 0 else 0.0))
        try:
            yield from watch_place(place_of(world.target), self._window, pace.wait, pace=pace, is_asked=self._is_asked)
        except CloudError as error:
            raise AssertionError("The watch of a window ended.") from error

    def _is_asked(self) -> bool:
        is_asked, self.is_asked_now = self.is_asked_now, False
        return is_asked

    def die(self) -> None:
        """The system takes back what a process has: its locks and its handles. It never comes to its turn again."""
        self.is_running = True
        if self.course is not None:
            with contextlib.suppress(Died):  # once is enough
                self.course.close()  # type: ignore[attr-defined]
        self.course = None
        self.ledger.close()
        self.client.close()
