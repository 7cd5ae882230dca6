"""When a job that was done is made anew unasked: at the local cloud, where what it read or made is another now. One of
an account never is, and nothing that is open or in doubt.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from support import builders
from support.builders import ACCOUNT
from support.clips import clip
from support.fault_proxy import BAD_GATEWAY, Act, Answer, fault_proxy
from support.ledgers import bring_to
from support.local_cloud import Caller, local_cloud
from support.sending import Killed, killed_at
from support.watching import workplace_at
from support.watermarks import image_mark, plain_image
from tilewright.cloud.outdated import Outdated, outdated_of
from tilewright.errors import Absent, CloudError, NameTaken, Rejected
from tilewright.failures.explain import explain_error
from tilewright.jobs.events import AlreadyDone, Ended, IntentMade, Joined
from tilewright.jobs.intent import Fate, Intent, TwinJob
from tilewright.jobs.ledger import Ledger
from tilewright.jobs.wish import make_wish
from tilewright.localcloud import store as store_module
from tilewright.localcloud import worker
from tilewright.localcloud.queue import QueuedJob
from tilewright.localcloud.server import LocalCloud
from tilewright.localcloud.store import Store
from tilewright.model.composition import Composition
from tilewright.model.options import Output
from tilewright.model.states import State
from tilewright.usecases.deliver import deliver
from tilewright.usecases.dry_run import DryRun
from tilewright.usecases.fetch import fetch_job
from tilewright.usecases.job_pictures import pictures_of_jobs
from tilewright.usecases.own_result import fetch_own, require_own
from tilewright.usecases.result_facts import result_facts
from tilewright.usecases.submit import submit, submit_again
from tilewright.usecases.workplace import Workplace

EXACT = builders.output("output/same.${ext}")
TEMPLATE = "t1" + "d" * 32


POINTS = (
    "cloud.call.before",
    "cloud.call.answered",
    "ledger.intend.before",
    "ledger.write.before",
    "ledger.write.changed",
    "ledger.write.committed",
    "ledger.intend.committed",
    "ledger.answers.before",
    "ledger.answers.committed",
    "send.locked",
    "send.sending.before",
    "send.sending.committed",
    "send.post.before",
    "send.post.answered",
    "send.outcome.before",
    "send.outcome.committed",
    "watch.ask.before",
    "watch.ask.answered",
    "watch.state.before",
    "watch.state.committed",
)
"""All that a submission reaches which makes a job anew, watched to its end."""


def produce_itself(job: QueuedJob, store: Store, output: Path, **_: Any) -> None:
    """Its video is its own request, and tells the job: no two jobs make the same bytes of it."""
    output.write_bytes(job.wanted + job.id.encode())


@dataclass
class Place:
    home: Path
    folder: Path
    cloud: LocalCloud
    held: threading.Event
    """While it is set no job gets done."""
    begun: threading.Event
    """Set once a job has looked at what it is going to read: that it runs is told a moment before."""

    @property
    def caller(self) -> Caller:
        return Caller(self.cloud.endpoint)

    @property
    def workplace(self) -> Workplace:
        return workplace_at(self.home, self.cloud.endpoint)

    def fetch(self, job: Intent, path: Path) -> None:
        list(fetch_job(job.job_id, path, self.workplace, replace=False))

    def submit(self, asked: Composition, **how: Any) -> list[Any]:
        """Its events, watched to the end."""
        return list(submit(asked, self.workplace, threading.Event().wait, **{"to_end": True, **how}))

    def made(self, asked: Composition, **how: Any) -> Intent:
        """The intent of a job that is made by it."""
        intent = next(event.intent for event in self.submit(asked, **how) if isinstance(event, IntentMade))
        with Ledger(self.home) as ledger:
            return ledger.get(intent)

    def is_done(self, asked: Composition, **how: Any) -> bool:
        """Whether an earlier job is named in the place of a new one."""
        return any(isinstance(event, AlreadyDone) for event in self.submit(asked, **how))

    def changes_since(self, job: Intent) -> Outdated:
        with self.workplace.service() as service:
            return outdated_of(service.client, job.job_id)

    def lose(self, job: Intent) -> None:
        """The content of its result goes, the object stays."""
        store = self.cloud.store
        entry = store.find(store.buckets()[0].place, job.result_key)
        assert entry is not None
        store.blobs.path(entry.blob).unlink()

    def jobs(self) -> int:
        return len(self.cloud.accepted_posts())


@pytest.fixture
def place(tmp_path: Path, home: Path) -> Iterator[Place]:
    held, begun = threading.Event(), threading.Event()

    def produce(*what: Any, should_stop: Callable[[], bool], **how: Any) -> None:
        begun.set()
        while held.is_set() and not should_stop():
            time.sleep(0.01)
        produce_itself(*what, **how)

    with local_cloud(tmp_path / "cloud", produce=produce) as cloud:
        made = Place(home, tmp_path / "cloud", cloud, held, begun)
        made.caller.put("input/a.mp4", clip("short").read_bytes())
        yield made


@contextmanager
def clock_set_back() -> Iterator[None]:
    """Within the block objects are put at a time before all jobs."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store_module, "time", SimpleNamespace(time=lambda: 1.0, monotonic=time.monotonic))
        yield


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


def test_that_a_video_put_anew_makes_the_job_anew_though_the_clock_was_set_back(place: Place) -> None:
    asked = builders.composition()
    place.submit(asked)
    with clock_set_back():
        place.caller.put("input/a.mp4", clip("long").read_bytes())
    place.made(asked)
    assert (place.is_done(asked), place.jobs()) == (True, 2)


def test_that_a_picture_of_a_watermark_put_anew_makes_the_job_anew(place: Place) -> None:
    one, two = plain_image(8, 8), plain_image(9, 9)
    place.caller.put("input/logo.png", one)
    asked = builders.composition(watermarks=(image_mark(place.caller.url("input/logo.png")),))
    job = place.made(asked)
    for put, is_other in ((one, False), (two, True)):
        with clock_set_back():
            place.caller.put("input/logo.png", put)
        assert bool(place.changes_since(job)) is is_other


def test_that_what_was_read_is_unsure_when_something_else_was_there_meanwhile(place: Place) -> None:
    place.held.set()
    asked = builders.composition()
    place.submit(asked, to_end=False)
    (job,) = place.caller.list_jobs().jobs
    assert place.begun.wait(60)
    for name in ("long", "short"):  # at the end it is the content of the beginning
        place.caller.put("input/a.mp4", clip(name).read_bytes())
    place.held.clear()
    place.caller.wait(job.job_id)
    place.made(asked)
    assert place.jobs() == 2


def test_that_the_same_content_put_again_makes_nothing_anew(place: Place) -> None:
    asked = builders.composition()
    place.submit(asked)
    place.caller.put("input/a.mp4", clip("short").read_bytes())
    assert (place.is_done(asked), place.jobs()) == (True, 1)


def test_that_a_large_result_is_known_again_though_the_clock_was_set_back(
    place: Place, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(worker, "MOST_AT_ONCE", 3)
    first = place.made(builders.composition(output=EXACT), naming="replace")
    place.fetch(first, tmp_path / "a.mp4")
    with clock_set_back():
        place.caller.put("output/same.mp4", b"another")
    with pytest.raises(Absent, match="something else has its name"):
        place.fetch(first, tmp_path / "b.mp4")


def test_that_of_a_job_of_an_earlier_version_the_clock_tells_what_was_put_since(place: Place) -> None:
    asked = builders.composition()
    job = place.made(asked)
    with place.cloud.store.database.write() as rows:  # as it is after a database of before was taken over
        rows.execute("DELETE FROM reading")
        rows.execute("UPDATE result SET etag = ''")
    assert place.is_done(asked)
    place.caller.put("input/a.mp4", clip("long").read_bytes())
    assert place.changes_since(job).has_changed
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


def test_that_nothing_is_made_anew_beside_another_one_in_doubt_though_a_new_one_was_wished(place: Place) -> None:
    asked = builders.composition()
    done = place.made(asked)
    with Ledger(place.home) as ledger:
        doubtful = ledger.intend(make_wish(asked), done.target, again=True).intent
        bring_to(ledger, doubtful.id, State.UNKNOWN)
    place.caller.put("input/a.mp4", clip("long").read_bytes())
    events = submit_again(done, place.workplace, threading.Event().wait, in_doubt=True, is_watched=True)
    answer = next(event for event in events if isinstance(event, IntentMade | Joined))
    events.close()
    with Ledger(place.home) as ledger:
        assert (answer, ledger.get(doubtful.id).cancel_wished) == (Joined(doubtful.id, State.UNKNOWN), False)


def test_that_a_job_that_ended_unseen_is_not_joined_but_made_anew_when_what_it_read_was_put_anew(place: Place) -> None:
    asked = builders.composition()
    place.submit(asked, to_end=False)
    place.caller.wait(place.caller.list_jobs().jobs[0].job_id)
    place.caller.put("input/a.mp4", clip("long").read_bytes())
    place.made(asked)
    assert (place.is_done(asked), place.jobs()) == (True, 2)


def test_that_a_dry_run_tells_that_a_job_that_ended_unseen_would_be_made_anew(place: Place) -> None:
    asked = builders.composition()
    place.submit(asked, to_end=False)
    place.caller.wait(place.caller.list_jobs().jobs[0].job_id)
    place.caller.put("input/a.mp4", clip("long").read_bytes())
    (would,) = (event.would for event in place.submit(asked, dry_run=True) if isinstance(event, DryRun))
    assert (would, place.jobs()) == ("new", 1)


def test_that_a_job_that_was_joined_is_made_anew_when_what_it_read_was_put_anew_meanwhile(place: Place) -> None:
    asked = builders.composition()
    place.held.set()
    place.submit(asked, to_end=False)
    assert place.begun.wait(60)
    place.caller.put("input/a.mp4", clip("long").read_bytes())
    told = []
    for event in submit(asked, place.workplace, threading.Event().wait, to_end=True):
        told.append(type(event))
        if isinstance(event, Joined):
            place.held.clear()
    assert [kind for kind in told if kind in {Joined, Ended, IntentMade}] == [Joined, Ended, IntentMade, Ended]
    assert (place.is_done(asked), place.jobs()) == (True, 2)


def test_that_what_has_an_exact_name_is_named_with_what_changed_and_replaced_only_when_that_is_wished(
    place: Place,
) -> None:
    asked = builders.composition(output=EXACT)
    first = place.made(asked, naming="exact")
    place.caller.put("input/a.mp4", clip("long").read_bytes())
    (dry,) = (event for event in place.submit(asked, naming="exact", dry_run=True) if isinstance(event, DryRun))
    assert (dry.would, "--replace" in dry.describe()) == ("finished", True)
    (done,) = (event for event in place.submit(asked, naming="exact") if isinstance(event, AlreadyDone))
    assert (done.job_id, done.is_outdated, "--replace" in done.describe()) == (first.job_id, True, True)
    assert place.jobs() == 1
    place.made(asked, naming="replace")
    assert place.jobs() == 2


def test_that_an_exact_name_that_another_job_took_is_not_named_as_done(place: Place) -> None:
    asked = builders.composition(output=EXACT)
    place.made(asked, naming="exact")
    place.made(builders.composition(output=EXACT, user_data="other"), naming="replace")
    with pytest.raises(NameTaken):
        place.submit(asked, naming="exact")


@pytest.mark.parametrize("output", [None, EXACT])
def test_that_a_result_whose_content_the_local_cloud_lost_is_made_anew(place: Place, output: Output | None) -> None:
    asked = builders.composition(output=output) if output else builders.composition()
    first = place.made(asked)
    assert place.is_done(asked)
    place.lose(first)
    second = place.made(asked)
    assert (place.is_done(asked), place.jobs()) == (True, 2)
    assert place.caller.get(second.result_key).status == 200


def test_that_a_result_whose_content_is_lost_is_told_with_a_cure_that_helps(place: Place, tmp_path: Path) -> None:
    first = place.made(builders.composition())
    place.lose(first)
    with pytest.raises(Rejected, match="ObjectChanged") as caught:
        place.fetch(first, tmp_path / "a.mp4")
    told = explain_error(caught.value)
    assert told is not None
    assert told.id == "file-lost"
    assert str(told.cure).endswith("if a job made it, submit its composition again.")
    with place.workplace.service() as service, pytest.raises(Absent, match="if a job made it, submit its composition"):
        service.client.open(first.result_key)


@pytest.mark.parametrize(
    "point",
    [point if point == "send.post.answered" else pytest.param(point, marks=pytest.mark.full) for point in POINTS],
)
def test_that_a_program_killed_while_it_makes_it_anew_makes_one(place: Place, point: str) -> None:
    asked = builders.composition()
    place.submit(asked)
    place.caller.put("input/a.mp4", clip("long").read_bytes())
    with killed_at(point), pytest.raises(Killed):
        place.submit(asked)
    place.submit(asked)
    assert (place.is_done(asked), place.jobs()) == (True, 2)


def test_that_what_another_job_wrote_is_not_fetched_as_the_result_of_the_first(place: Place, tmp_path: Path) -> None:
    first = place.made(builders.composition(output=EXACT), naming="replace")
    second = place.made(builders.composition(output=EXACT, user_data="other"), naming="replace")
    with pytest.raises(Absent, match="something else has its name"):
        place.fetch(first, tmp_path / "a.mp4")
    assert not (tmp_path / "a.mp4").exists()
    place.fetch(second, tmp_path / "b.mp4")
    assert b"other" in (tmp_path / "b.mp4").read_bytes()


def test_that_what_another_job_wrote_is_not_delivered_as_the_result_of_the_first(place: Place, tmp_path: Path) -> None:
    wanted = str(tmp_path / "result")
    first = place.made(builders.composition(output=EXACT), naming="replace", result_path=wanted)
    place.made(builders.composition(output=EXACT, user_data="other"), naming="replace")
    with Ledger(place.home) as ledger, place.workplace.service() as service:
        with pytest.raises(Absent, match="something else has its name"):
            list(deliver(first.id, ledger, service.client))
        assert (ledger.undelivered(), ledger.get(first.id).delivered_path) == ([], "")
    assert not list(tmp_path.glob("result*"))


@contextmanager
def when_the_result_is_asked_for(
    place: Place, happens: Callable[[], object], kind: str = "other"
) -> Iterator[Workplace]:
    """A workplace; ``happens`` once just before the first GET of an object of the results, or what ``kind`` is of the
    proxy's, reaches the local cloud.
    """
    with fault_proxy(place.cloud.endpoint.address) as proxy:

        def act(target: str, deliver: Callable[[], Answer]) -> Answer:
            if target.startswith("/output/"):
                proxy.always.clear()
                happens()
            return deliver()

        proxy.always[kind] = Act("meanwhile", act)
        yield workplace_at(place.home, place.cloud.endpoint, proxy.address)


def test_that_what_another_job_writes_between_look_and_fetch_is_not_saved_as_the_result(
    place: Place, tmp_path: Path
) -> None:
    first = place.made(builders.composition(output=EXACT), naming="replace")
    other = builders.composition(output=EXACT, user_data="other")
    with (
        when_the_result_is_asked_for(place, lambda: place.made(other, naming="replace")) as workplace,
        pytest.raises(Absent, match="something else has its name"),
    ):
        list(fetch_job(first.id, tmp_path / "a.mp4", workplace, replace=False))
    assert (place.jobs(), list(tmp_path.glob("*.mp4"))) == (2, [])


def test_that_what_another_job_writes_between_look_and_delivery_is_not_put_beside_the_composition(
    place: Place, tmp_path: Path
) -> None:
    first = place.made(builders.composition(output=EXACT), naming="replace", result_path=str(tmp_path / "result"))
    other = builders.composition(output=EXACT, user_data="other")
    with (
        when_the_result_is_asked_for(place, lambda: place.made(other, naming="replace")) as workplace,
        Ledger(place.home) as ledger,
        workplace.service() as service,
    ):
        with pytest.raises(Absent, match="something else has its name"):
            list(deliver(first.id, ledger, service.client))
        assert (ledger.undelivered(), ledger.get(first.id).delivered_path) == ([], "")
    assert not list(tmp_path.glob("result*"))


def test_that_the_facts_told_of_a_result_are_of_the_version_its_job_made(place: Place) -> None:
    first = place.made(builders.composition(output=EXACT), naming="replace")
    place.caller.put("output/same.mp4", clip("long").read_bytes())
    with pytest.raises(Absent, match="something else has its name"):
        result_facts(first, place.workplace)


def test_that_nothing_is_saved_as_the_result_while_nobody_tells_whose_it_is(place: Place, tmp_path: Path) -> None:
    asked = builders.composition(builders.tile("a", 0, 0, 320, 180, url=place.caller.url("input/a.mp4")), output=EXACT)
    first = place.made(asked, naming="replace", result_path=str(tmp_path / "result"))
    place.made(builders.composition(output=EXACT, user_data="other"), naming="replace")
    with fault_proxy(place.cloud.endpoint.address) as proxy:
        proxy.always["query"] = BAD_GATEWAY
        workplace = workplace_at(place.home, place.cloud.endpoint, proxy.address)
        with pytest.raises(CloudError):
            list(fetch_job(first.id, tmp_path / "a.mp4", workplace, replace=False))
        assert [made.picture for made in pictures_of_jobs([first], workplace)] == [None], "a source's would be kept"
        with Ledger(place.home) as ledger, workplace.service() as service:
            with pytest.raises(CloudError):
                list(deliver(first.id, ledger, service.client))
            assert [one.id for one in ledger.undelivered()] == [first.id], "it is tried again"
    assert not list(tmp_path.glob("*.mp4"))


def test_that_of_a_job_that_is_not_known_there_one_version_is_fetched(place: Place, tmp_path: Path) -> None:
    """The local cloud was begun anew, and what has the name was put back: nobody can tell more."""
    first = replace(place.made(builders.composition(output=EXACT), naming="replace"), job_id="j" + "0" * 32)
    there = place.caller.get("output/same.mp4")
    with place.workplace.service() as service:
        assert require_own(first, service.client) == there.header("etag").strip('"')
        list(fetch_own(first, service.client, tmp_path / "a.mp4", replace=False))
    assert (tmp_path / "a.mp4").read_bytes() == there.body


def test_that_what_is_put_between_look_and_picture_is_not_kept_as_the_picture_of_the_job(place: Place) -> None:
    asked = builders.composition(builders.tile("a", 0, 0, 320, 180, url=place.caller.url("input/a.mp4")), output=EXACT)
    first = place.made(asked, naming="replace")
    upright = clip("rotated").read_bytes()
    with when_the_result_is_asked_for(place, lambda: place.caller.put("output/same.mp4", upright), "head") as workplace:
        for _ in range(2):
            (made,) = pictures_of_jobs([first], workplace)
            assert made.picture is not None
            assert made.picture.width > made.picture.height, "its source"
    assert place.caller.get("output/same.mp4").body == upright


def test_that_a_result_is_fetched_and_delivered_though_another_job_of_its_intent_replaced_it(
    place: Place, tmp_path: Path
) -> None:
    job = place.made(builders.composition(), result_path=str(tmp_path / "result"))
    with Ledger(place.home) as ledger, place.workplace.service() as service:
        second = place.caller.submit(ledger.request(job.id))
        place.caller.wait(second.job_id)
        ledger.note_twin(job.id, TwinJob(second.job_id, Fate.STAYS))
        list(deliver(job.id, ledger, service.client))
        assert Path(ledger.get(job.id).delivered_path).read_bytes().endswith(second.job_id.encode())
    place.fetch(job, tmp_path / "a.mp4")
    assert (tmp_path / "a.mp4").read_bytes().endswith(second.job_id.encode())


def test_that_nothing_is_asked_before_the_result_of_an_account_is_fetched(tmp_path: Path) -> None:
    """It is never withheld: it was paid for, no sum is certain, and keys that may fetch it need not be allowed more."""
    facts = {"job_id": "j1", "result_key": "output/lesson.mp4"}
    client: Any = SimpleNamespace(target=ACCOUNT)
    with Ledger(tmp_path) as ledger:
        intent = ledger.intend(make_wish(builders.composition()), ACCOUNT).intent
        bring_to(ledger, intent.id, State.SUCCESS, facts)
        require_own(ledger.get(intent.id), client)
