"""Command and local cloud are killed again and again, really; the next command ends with one job and no question."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.kills import EACH_TIME, Place, place
from support.long import Budget
from tilewright.jobs.history import History
from tilewright.jobs.stations import POINTS
from tilewright.model.states import State

MOMENTS = 0.9
"""Seconds within which a submission with a short video is over, on an idle machine."""

ENDS = {0, -9, 4, 6}
"""A command that is killed or whose local cloud is killed: done, dead, no answer, or no local cloud."""


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with place(tmp_path_factory.mktemp("killed")) as made:
        yield made


def kill_once(here: Place, wish: Path, dice: random.Random) -> tuple[int, int]:
    """Submit ``wish`` and kill the command, its local cloud, or both; how many of each died."""
    if dice.random() < 0.4:
        command = here.start("submit", wish, "--wait", kill_at=(dice.choice(POINTS), dice.choice((1, 1, 1, 2, 3))))
        clouds = 0
    else:
        command = here.start("submit", wish, "--wait")
        time.sleep(dice.uniform(0, MOMENTS))
        victims = dice.choice(("command", "command", "cloud", "both"))
        clouds = int(victims != "command" and here.kill_cloud())
        if victims != "cloud":
            command.kill()
    done = command.wait()
    assert "Traceback" not in done.err, done.err
    assert done.code in ENDS, done.err
    return int(done.code == -9), clouds


def was_lost(here: Place, wish: Path) -> bool:
    """Whether the wish was being sent and did not arrive. The program sends it once more by itself; after a second loss
    only its user can want a third time (sending-once, rule 5).
    """
    with History(here.home) as history:
        states = {intent.state for intent in history.newest(10) if intent.name == wish.stem and not intent.is_resolved}
    return bool(states & {State.SENDING, State.UNKNOWN}) and here.accepted(wish) == 0


def kill_often(here: Place, seed: int, kills: int) -> tuple[int, int]:
    """Until ``kills`` processes died, at least half of them commands, some on the way of each wish; how many commands
    and local clouds.
    """
    dice = random.Random(seed)
    commands = clouds = 0
    for number in range(kills * 3):
        wish = here.wish(f"s{seed}w{number}")
        for _ in range(dice.randint(1, 5)):
            died = kill_once(here, wish, dice)
            commands, clouds = commands + died[0], clouds + died[1]
            if was_lost(here, wish):
                break
        here.expect_one_job(wish)
        if commands + clouds >= kills and commands >= kills // 2:
            return commands, clouds
    raise AssertionError(f"only {commands} commands and {clouds} local clouds could be killed")


def test_that_twenty_kills_leave_one_job_for_each_wish(here: Place, record_property: pytest.RecordProperty) -> None:
    record_property("killed", kill_often(here, 1, 20))


@pytest.mark.full
@pytest.mark.parametrize("seed", range(100, 120))
def test_that_three_hundred_kills_leave_one_job_for_each_wish(
    here: Place, seed: int, record_property: pytest.RecordProperty
) -> None:
    record_property("killed", kill_often(here, seed, 15))


@pytest.mark.long
def test_that_kills_leave_one_job_for_each_wish_until_the_clock(here: Place, budget: Budget) -> None:
    for seed in budget:
        kill_often(here, 1_000 + seed, 5)


SAMPLE = {"send.sending.before", "send.sending.committed", "send.post.answered", "watch.ask.answered"}


MAY_BE_THE_LAST = "watch.state.committed"
"""A job that was done when it was asked about first: nothing is written after that."""


@pytest.mark.parametrize("point", [pytest.param(p, marks=() if p in SAMPLE else pytest.mark.full) for p in EACH_TIME])
def test_that_a_disk_that_takes_no_more_is_told_and_leaves_one_job(here: Place, point: str) -> None:
    """From that point on the system itself refuses every write to a file."""
    wish = here.wish(f"disk-{point.replace('.', '-')}")
    command = here.start("submit", wish, "--wait", disk_fails_at=(point, 1))
    done = command.wait()
    assert "Traceback" not in done.err
    assert command.struck.exists()
    assert done.code in ({0, 6} if point == MAY_BE_THE_LAST else {6}), done.err
    if done.code == 6:  # SQLite writes beside the ledger also where it only reads
        assert re.search(r"^tilewright: No room left on the disk to (open|read|write) the ledger", done.err, re.M)
        assert "Free some space" in done.err
        assert here.accepted(wish) <= 1
    here.expect_one_job(wish)
