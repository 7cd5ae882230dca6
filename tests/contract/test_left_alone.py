"""A service that says for how long it wants to be left alone, when a command asks it about an earlier job."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from support.builders import composition, tile
from support.clips import clip
from support.fault_proxy import Say, fault_proxy
from support.local_cloud import Caller, local_cloud
from support.sending import killed_at, produce_slowly
from support.watching import workplace_at
from tilewright.jobs.events import Event
from tilewright.model.composition import Composition
from tilewright.usecases.submit import submit
from tilewright.wire.faults import write_fault

WAIT = threading.Event().wait
BUSY = Say(503, write_fault("SlowDown", "slower", "NjA", resource=None), headers=(("Retry-After", "2"),))


def lesson(name: str) -> Composition:
    return composition(tile("a", 0, 0, 320, 180), size=(320, 180), user_data=name)


def test_that_nothing_is_sent_before_it_may_be_asked_again(home: Path, tmp_path: Path) -> None:
    home.mkdir(parents=True)
    with local_cloud(tmp_path / "cloud", produce=produce_slowly) as cloud:
        Caller(cloud.endpoint).put("input/a.mp4", clip("mono").read_bytes())
        with killed_at("send.locked"), pytest.raises(BaseException, match=r"send\.locked"):
            list(submit(lesson("one"), workplace_at(home, cloud.endpoint), WAIT))
        told: dict[str, tuple[float, int]] = {}
        with fault_proxy(cloud.endpoint.address) as proxy:
            proxy.faults_of["list"].append(BUSY)
            for event in submit(lesson("two"), workplace_at(home, cloud.endpoint, proxy.address), WAIT):
                if isinstance(event, Event):
                    told[event.kind] = (time.monotonic(), proxy.seen)
        assert list(told) == ["left-alone", "intent-made", "sending", "sent"]
        assert told["left-alone"][1] == 0
        assert told["sending"][0] - told["left-alone"][0] >= 2
        assert len(cloud.accepted_posts()) == 1
        list(submit(lesson("three"), workplace_at(home, cloud.endpoint), WAIT))
        assert len(cloud.accepted_posts()) == 3
