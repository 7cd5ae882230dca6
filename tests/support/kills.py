"""What tests that kill the program share: a home with its local cloud, wishes, and what the local cloud was given."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from support.cli import Done
from support.clips import clip
from support.forker import Command, Forker, forker, run
from support.home import processes_of, temporary_home
from tilewright.jobs.stations import POINTS

ELSEWHERE = {
    r"(machine|ledger\.heir)\.": "unit/jobs/test_owner.py",
    r"ledger\.(cancel|result|delivery|delivered)\.|transfer\.": "contract/test_sending_failing.py",
    r"(reconcile\.cancelled|course\.taken|watch\.lost)\.": "contract/test_sending_without_a_result.py",
    r"(cancel|ledger\.twin)\.": "contract/test_sending_killed.py",
    r"send\.ended": "contract/test_sending_killed.py",
}
"""What no `submit --wait` at a local cloud that answers comes to, and the tests that end a program there."""

BEFORE = {
    "course.unknown": "send.post.answered",
    "reconcile.list": "send.post.answered",
    "ledger.answers": "send.post.answered",
    "reconcile.adopt": "send.post.answered",
    "reconcile.head": "send.sending.committed",
    "reconcile.again": "send.sending.committed",
}
"""What it only comes to when the one before was killed, and where that was: when it had sent the job and did not know
so, or when nobody knew whether it had.
"""

ON_THE_WAY = tuple(point for point in POINTS if not re.match("|".join(ELSEWHERE), point))

EACH_TIME = tuple(
    point
    for point in ON_THE_WAY
    if point.rpartition(".")[0] not in BEFORE and not re.match(r"ledger\.(migrate|claim|spare)\.", point)
)
"""What it comes to with a ledger that is there."""


def make(folder: Path) -> Path:
    """A composition of two short videos that are in the bucket."""
    made = folder / "g.tilewright"
    run("new", clip("short"), clip("mono"), "--size", "320x240", "--layout", "side-by-side", "-o", made).expect()
    return made


def accepted_posts(home: Path, name: str = "") -> int:
    """How many POSTs of jobs the local cloud of this home has accepted, whose output begins with ``name``."""
    return accepted_by(home / "local-cloud", name)


def accepted_by(cloud: Path, name: str = "") -> int:
    """The same for the folder of a local cloud."""
    address = f"file:{cloud / 'store.sqlite3'}?mode=ro"
    with contextlib.closing(sqlite3.connect(address, uri=True)) as rows:
        wanted = f"%<Object>output/{name}%"
        return int(rows.execute("SELECT count(*) FROM job WHERE CAST(request AS TEXT) LIKE ?", (wanted,)).fetchone()[0])


@dataclass
class Place:
    """A home on which commands are started, and killed, quickly."""

    home: Path
    folder: Path
    forker: Forker
    cloud: Path
    environment: dict[str, str]
    tree: dict[str, Any] = field(default_factory=dict)

    def start(self, *args: str | Path, **how: tuple[str, int] | None) -> Command:
        """Start a verb on this home; ``how`` as ``Forker.start``."""
        return self.forker.start(*args, env=self.environment, **how)

    def run(self, *args: str | Path) -> Done:
        return self.start(*args).wait()

    def wish(self, name: str) -> Path:
        """A composition that differs from others in the name of its output."""
        tree = json.loads(json.dumps(self.tree))
        tree["composition"]["output"]["object"] = f"output/{name}.${{ext}}"
        path = self.folder / f"{name}.tilewright"
        path.write_text(json.dumps(tree), "utf-8")
        return path

    def accepted(self, wish: Path) -> int:
        """How many jobs of this wish the local cloud has accepted."""
        return accepted_by(self.cloud, f"{wish.stem}-")

    def kill_cloud(self) -> bool:
        """Kill the local cloud; whether one was running."""
        return kill_cloud(self.home)

    def expect_one_job(self, wish: Path) -> None:
        """The next command needs no answer from anybody, and ends with the one job of this wish done. An attempt that
        was told to have made none, as its local cloud was gone, stands beside it as not sent.
        """
        done = self.run("submit", wish, "--wait", "--json").expect()
        assert done.records[-1]["state"] == "success", done.out
        assert self.accepted(wish) == 1
        jobs = [job for job in self.jobs() if job["name"] == wish.stem]
        given_up = [job for job in jobs if job["state"] == "not-sent" and job["ended"]]
        assert [job["state"] for job in jobs if job not in given_up] == ["success"], jobs

    def jobs(self) -> list[dict[str, Any]]:
        return self.run("jobs", "--json", "--limit", "1000").expect().records


def kill_cloud(home: Path) -> bool:
    """Kill the local cloud of ``home``; whether one was running."""
    with contextlib.suppress(OSError, ValueError):
        pid = int(json.loads((home / "local-cloud" / "endpoint.json").read_text("utf-8"))["pid"])
        if pid in processes_of(home):
            os.kill(pid, signal.SIGKILL)
            return True
    return False


@contextlib.contextmanager
def place(folder: Path, cloud: Path | None = None, environment: Mapping[str, str] | None = None) -> Iterator[Place]:
    """A home with its local cloud, and two videos in it; or with ``cloud``, which ``environment`` tells of."""
    with temporary_home() as home, forker(folder / "said") as made:
        state = str(home.parent / "state")
        own = {"TILEWRIGHT_HOME": str(home), "XDG_STATE_HOME": state, "XDG_VIDEOS_DIR": state}
        found = Place(home, folder, made, cloud or home / "local-cloud", {**own, **(environment or {})})
        whole = folder / "whole.tilewright"
        found.run(
            "new", clip("short"), clip("mono"), "--size", "320x240", "--layout", "side-by-side", "-o", whole
        ).expect()
        found.tree = json.loads(whole.read_text("utf-8"))
        yield found
