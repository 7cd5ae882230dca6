"""When a job that was done is made anew unasked: at the local cloud, where what it read or made is another now. One of
an account never is, and nothing that is open or in doubt.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from support import builders
from support.clips import clip
from support.local_cloud import Caller, local_cloud
from support.sending import Killed, killed_at
from support.watching import workplace_at
from tilewright.jobs.events import AlreadyDone, IntentMade
from tilewright.jobs.intent import Intent
from tilewright.jobs.ledger import Ledger
from tilewright.localcloud.queue import QueuedJob
from tilewright.localcloud.server import LocalCloud
from tilewright.localcloud.store import Store
from tilewright.model.composition import Composition
from tilewright.usecases.dry_run import DryRun
from tilewright.usecases.submit import submit

EXACT = builders.output("output/same.${ext}")
TEMPLATE = "t1" + "d" * 32


def produce_itself(job: QueuedJob, store: Store, output: Path, **_: Any) -> None:
    """Its video is its own request."""
    output.write_bytes(job.wanted)


@dataclass
class Place:
    home: Path
    folder: Path
    cloud: LocalCloud

    @property
    def caller(self) -> Caller:
        return Caller(self.cloud.endpoint)

    def submit(self, asked: Composition, **how: Any) -> list[Any]:
        """Its events, watched to the end."""
        workplace = workplace_at(self.home, self.cloud.endpoint)
        return list(submit(asked, workplace, threading.Event().wait, **{"to_end": True, **how}))

    def made(self, asked: Composition, **how: Any) -> Intent:
        """The intent of a job that is made by it."""
        intent = next(event.intent for event in self.submit(asked, **how) if isinstance(event, IntentMade))
        with Ledger(self.home) as ledger:
            return ledger.get(intent)

    def is_done(self, asked: Composition, **how: Any) -> bool:
        """Whether an earlier job is named in the place of a new one."""
        return any(isinstance(event, AlreadyDone) for event in self.submit(asked, **how))

    def jobs(self) -> int:
        return len(self.cloud.accepted_posts())


@pytest.fixture
def place(tmp_path: Path, home: Path) -> Iterator[Place]:
    with local_cloud(tmp_path / "cloud", produce=produce_itself) as cloud:
        made = Place(home, tmp_path / "cloud", cloud)
        made.caller.put("input/a.mp4", clip("short").read_bytes())
        yield made


def encoding(width: int) -> bytes:
    return (
        "<Request><Tag>Transcode</Tag><Name>school</Name><Container><Format>mp4</Format></Container><Video>"
        f"<Codec>H.264</Codec><Width>{width}</Width><Height>180</Height><Fps>25</Fps></Video></Request>"
    ).encode()


def test_that_a_video_put_anew_makes_the_job_anew_and_once(place: Place) -> None:
    asked = builders.composition()
    place.submit(asked)
    assert place.is_done(asked)
    place.caller.put("input/a.mp4", clip("long").read_bytes())
    (would,) = (event.would for event in place.submit(asked, dry_run=True) if isinstance(event, DryRun))
    assert (would, place.jobs()) == ("new", 1)
    place.made(asked)
    assert (place.is_done(asked), place.jobs()) == (True, 2)


def test_that_a_template_that_contains_something_else_makes_the_job_anew(place: Place) -> None:
    folder = place.folder / "templates"
    folder.mkdir()
    file = folder / f"{TEMPLATE}.xml"
    file.write_bytes(encoding(320))
    asked = builders.composition(transcode=None, transcode_template_id=TEMPLATE)
    place.submit(asked)
    assert place.is_done(asked)
    file.write_bytes(encoding(640))
    place.made(asked)
    assert (place.is_done(asked), place.jobs()) == (True, 2)


def test_that_a_result_that_another_job_replaced_is_made_anew(place: Place) -> None:
    asked = builders.composition(output=EXACT)
    other = builders.composition(output=EXACT, user_data="other")
    place.submit(asked, naming="replace")
    place.submit(other, naming="replace")
    place.made(asked, naming="replace")
    assert b"other" not in place.caller.get("output/same.mp4").body
    assert (place.is_done(asked, naming="replace"), place.jobs()) == (True, 3)


@pytest.mark.parametrize("point", ["ledger.intend.before", "ledger.intend.committed", "send.post.answered"])
def test_that_a_program_killed_while_it_makes_it_anew_makes_one(place: Place, point: str) -> None:
    asked = builders.composition()
    place.submit(asked)
    place.caller.put("input/a.mp4", clip("long").read_bytes())
    with killed_at(point), pytest.raises(Killed):
        place.submit(asked)
    place.submit(asked)
    assert (place.is_done(asked), place.jobs()) == (True, 2)
