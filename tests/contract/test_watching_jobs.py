"""What the window is told about jobs, against a real local cloud: all of them end, none is sent twice, files arrive."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from support import fault_proxy as faults
from support import sending
from support.builders import composition, tile
from support.clips import clip
from support.fault_proxy import FaultProxy, fault_proxy
from support.faulty_answers import TWICE
from support.home import processes_of
from support.ledgers import bring_to
from support.local_cloud import Caller, local_cloud
from support.sending import Killed, killed_at, produce_slowly
from support.watching import Watching, watching, workplace_at
from tilewright.accounts.profile import Profile
from tilewright.errors import NoAnswer
from tilewright.jobs.contact import Answered, NoContact
from tilewright.jobs.events import Found, IntentMade, LostContact, Twin
from tilewright.jobs.history import History
from tilewright.jobs.intent import Fate, TwinJob
from tilewright.jobs.ledger import Ledger
from tilewright.jobs.wish import make_wish
from tilewright.localcloud.home import Endpoint
from tilewright.model.composition import Composition
from tilewright.model.states import State
from tilewright.settings import Settings
from tilewright.usecases import errands
from tilewright.usecases import station as module
from tilewright.usecases.bring import bring
from tilewright.usecases.deliver import place_beside
from tilewright.usecases.jobs import reopen
from tilewright.usecases.make import request_text
from tilewright.usecases.names import url_of
from tilewright.usecases.submit import submit
from tilewright.usecases.watched import Delivered, JobsChanged, NotDelivered, PlacesOpen, Resting
from tilewright.usecases.workplace import Workplace


@dataclass
class Place:
    home: Path
    folder: Path
    endpoint: Endpoint
    proxy: FaultProxy

    @property
    def workplace(self) -> Workplace:
        return workplace_at(self.home, self.endpoint, self.proxy.address)

    def submit(self, name: str = "lesson", **how: Any) -> list[Any]:
        """What the window does: everything until the service has the job."""
        wanted = place_beside(self.folder / f"{name}.tilewright", name)
        made = one(name)
        return list(submit(made, self.workplace, never, name=name, result_path=wanted, **how))

    def files(self) -> list[str]:
        return sorted(path.name for path in self.folder.iterdir())


def never(seconds: float) -> bool:
    time.sleep(seconds)
    return False


def one(name: str = "lesson") -> Composition:
    return composition(size=(320, 180), user_data=name)


@pytest.fixture
def place(home: Path, tmp_path: Path) -> Iterator[Place]:
    with (
        local_cloud(tmp_path / "cloud", produce=produce_slowly) as cloud,
        fault_proxy(cloud.endpoint.address) as proxy,
    ):
        Caller(cloud.endpoint).put("input/a.mp4", clip("mono").read_bytes())
        folder = tmp_path / "lessons"
        folder.mkdir()
        home.mkdir(parents=True)
        yield Place(home, folder, cloud.endpoint, proxy)


def is_delivered(watch: Watching) -> bool:
    return bool(watch.intents) and all(intent.delivered is not None for intent in watch.intents)


def test_that_a_submitted_job_is_followed_to_its_end_and_its_file_arrives(place: Place) -> None:
    with watching(place.workplace) as watch:
        place.submit()
        watch.until(is_delivered)
    told = [intents[0].state for event in watch.of(JobsChanged) if (intents := event.intents)]
    assert told[-1] is State.SUCCESS
    assert told[0] is not State.SUCCESS  # which of the states before are seen depends on when the watch looks
    assert watch.of(Answered)
    assert (place.folder / "lesson.mp4").read_bytes() == b"video"
    assert watch.of(Delivered)[0].path == str(place.folder / "lesson.mp4")


def test_that_a_second_job_is_cancelled_although_the_service_does_not_answer_at_first(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "PRODUCTION_SECONDS", 15.0)  # the second waits for as long as the first is made
    place.proxy.faults.append(TWICE)
    place.proxy.faults_of["cancel"].extend([faults.DROP] * 2)
    place.submit()
    with History(place.home) as history:
        (intent,) = history.newest()
    assert [twin.fate for twin in intent.twins] == [Fate.WAITS]
    with watching(place.workplace) as watch:
        watch.until(lambda watch: bool(watch.intents) and not watch.intents[0].has_waiting_twin)
    with History(place.home) as history:
        after = history.get(intent.id)
        calls = [(it.call, it.told, it.times) for it in history.answers(intent.id) if "twin" in it.call]
    assert after.twins == (TwinJob(intent.twins[0].job_id, Fate.CANCELLED),)
    assert calls == [("cancel-twin", "BrokenOff", 2), ("cancel-twin", "accepted", 1), ("twin", "cancelled", 1)]
    assert watch.of(Twin)[-1].fate is Fate.CANCELLED


def test_that_a_file_of_that_name_is_never_replaced(place: Place) -> None:
    (place.folder / "lesson.mp4").write_text("mine")
    (place.folder / "lesson-2.mp4").symlink_to("nowhere")
    with watching(place.workplace) as watch:
        place.submit()
        watch.until(is_delivered)
    assert place.files() == ["lesson-2.mp4", "lesson-3.mp4", "lesson.mp4"]
    assert (place.folder / "lesson.mp4").read_text() == "mine"


def test_that_many_watchers_deliver_once_and_send_once(place: Place) -> None:
    with (
        watching(place.workplace) as first,
        watching(place.workplace) as second,
        watching(place.workplace) as third,
    ):
        for number in range(4):
            place.submit(f"lesson {number}")
        for watch in (first, second, third):
            watch.until(lambda it: len(it.intents) == 4 and is_delivered(it))
    assert place.files() == [f"lesson {number}.mp4" for number in range(4)]
    assert place.proxy.delivered == 4
    assert sum(len(watch.of(Delivered)) for watch in (first, second, third)) == 4


def test_that_a_delivery_cut_off_before_it_was_noted_makes_no_second_file(place: Place) -> None:
    with watching(place.workplace) as watch:
        place.submit(again=True)
        watch.until(lambda it: it.intents and it.intents[0].delivered is not None)
    intent = watch.intents[0]
    with Ledger(place.home) as ledger:
        ledger._database.execute("UPDATE intents SET delivered = NULL")
    with watching(place.workplace) as again:
        again.until(is_delivered)
    assert place.files() == ["lesson.mp4"]
    assert again.intents[0].delivered_path == intent.delivered_path


def test_that_what_ended_while_nobody_watched_is_delivered_at_the_next_start(place: Place) -> None:
    place.submit(to_end=True)
    assert place.files() == []
    with watching(place.workplace) as watch:
        watch.until(is_delivered)
    assert place.files() == ["lesson.mp4"]


def test_that_a_folder_that_is_gone_is_replaced_by_that_for_videos(place: Place) -> None:
    place.submit(to_end=True)
    place.folder.rmdir()
    with watching(place.workplace) as watch:
        watch.until(is_delivered)
    assert Path(watch.intents[0].delivered_path) == place.home.parent / "Videos" / "lesson.mp4"
    assert Path(watch.intents[0].delivered_path).read_bytes() == b"video"


def test_that_a_result_gone_from_the_bucket_is_told_once(place: Place) -> None:
    place.submit(to_end=True)
    with History(place.home) as history:
        key = history.newest()[0].result_key
    Caller(place.endpoint).call("DELETE", f"/{key}")
    with watching(place.workplace) as watch:
        watch.until(lambda it: it.of(NotDelivered))
        watch.until(is_delivered)
    with watching(place.workplace) as again:
        again.until(lambda it: it.intents)
        again.until_all_looked()
    assert not again.of(NotDelivered)


def test_that_lost_contact_is_told_and_is_not_the_end(place: Place) -> None:
    place.submit()
    place.proxy.faults_of_reads.extend([faults.RESET] * 7)
    with watching(place.workplace) as watch:
        watch.until(is_delivered)
    lost = watch.of(NoContact)
    assert lost
    assert lost[0].intents == (watch.intents[0].id,)
    assert lost[0].next_try > 0


def test_that_a_lost_answer_is_asked_about_and_sent_once(place: Place) -> None:
    place.proxy.faults.append(faults.LOSE_ANSWER)
    with killed_at("send.post.answered"), pytest.raises(Killed):
        place.submit()
    with watching(place.workplace) as watch:
        watch.until(is_delivered)
    assert watch.of(Found)
    assert place.proxy.delivered == 1


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """What nobody seems to send is taken up before long."""
    monkeypatch.setattr(errands, "GRACE_SECONDS", 0.2)


@pytest.mark.usefixtures("soon")
@pytest.mark.parametrize("point", ["ledger.intend.committed", "send.sending.before"])
def test_that_what_was_noted_but_not_sent_is_sent_once_by_the_next_start(place: Place, point: str) -> None:
    with killed_at(point), pytest.raises(Killed):
        place.submit()
    assert place.proxy.seen == 0
    with watching(place.workplace) as one_window, watching(place.workplace) as other_window:
        one_window.until(is_delivered)
        other_window.until(is_delivered)
    assert place.proxy.delivered == 1


def test_that_a_window_leaves_what_is_in_doubt_to_the_watch(place: Place) -> None:
    place.proxy.faults.append(faults.LOSE_ANSWER)
    with killed_at("send.post.answered"), pytest.raises(Killed):
        place.submit()
    place.proxy.faults.append(faults.LOSE_ANSWER)
    events: list[Any] = list(submit(one("other"), place.workplace, lambda _: True, name="other", is_watched=True))
    assert [event.kind for event in events[-2:]] == ["outcome-unknown", "stopped"]
    assert not [call for call in place.proxy.calls if "GET /jobs" in call]
    with watching(place.workplace) as watch:
        watch.until(lambda it: len(it.intents) == 2 and all(intent.job_id for intent in it.intents))
    assert place.proxy.delivered == 2


@pytest.mark.usefixtures("soon")
def test_that_closing_the_window_right_after_submit_loses_nothing(place: Place) -> None:
    wanted = place_beside(place.folder / "lesson.tilewright", "lesson")
    events = submit(one(), place.workplace, never, name="lesson", result_path=wanted)
    assert any(isinstance(event, IntentMade) for event in events)
    events.close()
    with watching(place.workplace) as watch:
        watch.until(is_delivered)
    assert place.files() == ["lesson.mp4"]
    assert place.proxy.delivered == 1


def test_that_one_that_is_just_being_sent_is_left_to_its_sender(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(errands, "GRACE_SECONDS", 1e9)
    with Ledger(place.home) as ledger, watching(place.workplace) as watch:
        target = place.workplace.target()
        made = ledger.intend(make_wish(one()), target).intent
        watch.until(lambda it: any(event.places for event in it.of(PlacesOpen)))
        watch.until_all_looked(20)
        assert place.proxy.seen == 0
        monkeypatch.setattr(errands, "GRACE_SECONDS", 0.0)
        watch.until(lambda it: it.intents[0].state is State.SUCCESS)
        assert made.id == watch.intents[0].id
    assert place.proxy.delivered == 1


def test_that_a_change_by_another_process_is_told(place: Place) -> None:
    with watching(place.workplace) as watch:
        watch.until(lambda it: it.of(JobsChanged))
        with Ledger(place.home) as other:
            made = other.intend(make_wish(one()), place.workplace.target()).intent
            bring_to(other, made.id, State.CANCELLED, {"ended": 1.0})
        watch.until(lambda it: it.intents and it.intents[0].state is State.CANCELLED)


def test_that_missing_keys_rest_one_place_and_the_others_go_on(place: Place) -> None:
    school = Profile(name="school", bucket="lessons-1250000001", region="ap-shanghai")
    workplace = Workplace(place.home, Settings(profiles=(school,)), {})
    with Ledger(place.home) as ledger:
        made = ledger.intend(make_wish(one("school")), school.target("AKID")).intent
        bring_to(ledger, made.id, State.SUBMITTED, {"job_id": "j1", "job_created": time.time()})
    with watching(workplace) as watch:
        watch.until(lambda it: it.of(Resting))
        watch.until_all_looked()
    resting = watch.of(Resting)
    assert [event.intents for event in resting] == [(made.id,)]
    assert "keys" in resting[0].message
    assert watch.intents[0].state is State.LOST
    assert watch.intents[0].message == "The job needs the keys of school."
    with Ledger(place.home) as ledger:
        assert ledger.get(made.id).state is State.SUBMITTED  # it is taken up when they are back
    assert not (place.home / "local-cloud").exists()


def test_that_a_silent_account_holds_up_no_other_place(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    released = threading.Event()

    def silent(*_: object) -> None:
        released.wait(20)
        raise NoAnswer("The service did not answer.")

    monkeypatch.setattr(module, "service_of", silent)
    school = Profile(name="school", bucket="lessons-1250000001", region="ap-shanghai")
    with Ledger(place.home) as ledger:
        made = ledger.intend(make_wish(one("school")), school.target("AKID")).intent
        bring_to(ledger, made.id, State.SUBMITTED, {"job_id": "j1", "job_created": time.time()})
    with watching(place.workplace) as watch:
        watch.until(lambda it: it.intents)
        place.submit()
        watch.until(lambda it: it.intents[0].delivered is not None, 10)
        assert not watch.of(NoContact)
        released.set()
        watch.until(lambda it: it.of(NoContact))


def test_that_a_home_without_open_jobs_starts_no_local_cloud_and_ends_at_once(place: Place) -> None:
    place.submit(to_end=True)
    with Ledger(place.home) as ledger, History(place.home) as history:
        ledger.note_delivered(history.newest()[0].id)
    calls = len(place.proxy.calls)
    with watching(Workplace(place.home, Settings(), {})) as watch:
        watch.until(lambda it: it.intents)
        watch.until_all_looked()
        begun = time.monotonic()
        watch.close()
        assert time.monotonic() - begun < 0.3
    assert not (place.home / "local-cloud").exists()
    assert len(place.proxy.calls) == calls


def test_that_one_job_the_service_does_not_know_holds_up_no_other(place: Place) -> None:
    with Ledger(place.home) as ledger:
        lost = ledger.intend(make_wish(one("other")), place.workplace.target()).intent
        bring_to(ledger, lost.id, State.SUBMITTED, {"job_id": "j" + "0" * 31, "job_created": time.time()})
    with watching(place.workplace) as watch:
        watch.until(lambda it: it.of(LostContact))
        place.submit()
        watch.until(lambda it: it.intents and it.intents[0].delivered is not None)
    assert watch.of(LostContact)[0].intent == lost.id
    assert not any(lost.id in event.intents for event in watch.of(Answered))


def test_that_a_job_reopens_as_it_was_before_it_got_its_mark_and_number(place: Place) -> None:
    place.submit()
    with History(place.home) as history:
        reopened = reopen(history.newest()[0], place.workplace).composition
    assert request_text(reopened) == request_text(one())


def test_that_the_local_cloud_inside_the_program_is_started_again_when_it_died_in_mid_job(
    home: Path, tmp_path: Path
) -> None:
    workplace = Workplace.open()
    with workplace.service("local") as service:
        list(bring(clip("mono"), service))
        target = service.target
    url = url_of(target, f"input/{clip('mono').name}")
    tiles = [tile(f"t{number}", number * 40, number * 20, 1200, 680, url=url) for number in range(4)]
    made = composition(*tiles, size=(1280, 720))
    list(submit(made, workplace, never, name="lesson", result_path=str(tmp_path / "lesson")))
    with watching(workplace) as watch:
        watch.until(lambda it: it.intents and it.intents[0].state is State.RUNNING, 60)
        for pid in processes_of(home):
            os.kill(pid, signal.SIGKILL)
        watch.until(is_delivered, 60)
    assert watch.of(NoContact)
    assert (tmp_path / "lesson.mp4").stat().st_size > 1000
    assert watch.intents[0].attempts == 1
