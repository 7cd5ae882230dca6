"""A window and a command, and two windows, on one home, while its local cloud is killed and comes back."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from support.cli import command
from support.clips import clip
from support.kills import accepted_posts, kill_cloud
from tilewright.files.compositions import save
from tilewright.model.composition import Composition
from tilewright.usecases.bring import bring
from tilewright.usecases.events import Brought
from tilewright.usecases.workplace import Workplace
from ui.conftest import OpenBench

from .conftest import Desk, one

OpenDesks = Callable[[str], Desk]


@pytest.fixture
def open_own_desk(home: Path, open_bench: OpenBench, qtbot: QtBot, tmp_path: Path) -> Iterator[OpenDesks]:
    """Opens windows' desks on the home and the local cloud inside the program."""
    made: list[Desk] = []

    def make(name: str) -> Desk:
        made.append(Desk(open_bench(), qtbot, tmp_path / f"{name}.tilewright"))
        return made[-1]

    yield make
    for desk in made:
        desk.close()


def lesson(name: str) -> Composition:
    """A composition of a video that is in the bucket, with a result of its own."""
    with Workplace.open().service("local") as service:
        brought = [event for event in bring(clip("short"), service) if isinstance(event, Brought)]
        made = one(name)
        tiles = tuple(tile.replace(url=brought[-1].url) for tile in made.tiles)
        assert made.output is not None
        place = made.output.replace(bucket=service.target.bucket, region=service.target.region)
        return made.replace(tiles=tiles, output=place.replace(object=f"output/{name}.${{ext}}"))


def submit_by_command(made: Composition, path: Path) -> subprocess.Popen[str]:
    save(path, made, replace=False)
    argv = command("submit", path, "--wait")
    return subprocess.Popen(argv, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=dict(os.environ))


def test_that_window_and_command_outlive_their_local_cloud(
    home: Path, open_own_desk: OpenDesks, tmp_path: Path
) -> None:
    same, other = lesson("same"), lesson("other")
    desk = open_own_desk("window")
    running = [submit_by_command(same, tmp_path / "a.tilewright"), submit_by_command(other, tmp_path / "b.tilewright")]
    desk.submit(same)
    killed = 0
    for count in (1, 2):
        desk.until(lambda count=count: len(desk.jobs.intents) >= count, 60)
        killed += kill_cloud(home)
    for process in running:
        _, said = process.communicate(timeout=120)
        assert "Traceback" not in said
        assert process.returncode == 0, said
    desk.until(lambda: len(desk.jobs.intents) == 2 and all(it.state == "success" for it in desk.jobs.intents), 90)
    assert killed
    assert (accepted_posts(home, "same-"), accepted_posts(home, "other-")) == (1, 1)
    assert accepted_posts(home) == 2


def test_that_two_windows_outlive_their_local_cloud(home: Path, open_own_desk: OpenDesks) -> None:
    same = lesson("same")
    first, second = open_own_desk("first"), open_own_desk("second")
    first.submit(same)
    second.submit(same)
    first.until(lambda: first.jobs.intents, 60)
    assert kill_cloud(home)
    for desk in (first, second):
        desk.until(lambda desk=desk: desk.jobs.intents and desk.newest.state == "success", 90)
        desk.until(lambda desk=desk: not desk.bench.is_sending, 30)
        assert len(desk.jobs.intents) == 1
    assert accepted_posts(home) == 1
