"""Names of results, on a real local cloud: reserved, numbered when taken, replaced only when that was wished."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from support import forker
from support.builders import composition, tile
from support.clips import clip
from support.fault_proxy import Act, Answer, Say, fault_proxy
from support.local_cloud import Caller, local_cloud
from support.sending import killed_at, produce_slowly
from support.watching import workplace_at
from tilewright.errors import CloudError, NameTaken, NameUnsure
from tilewright.failures.explain import explain_error
from tilewright.files.saving import save_file
from tilewright.jobs import wish as module
from tilewright.jobs.events import Event
from tilewright.jobs.explained import failure_of
from tilewright.jobs.history import History
from tilewright.jobs.intent import Intent
from tilewright.jobs.ledger import Ledger
from tilewright.localcloud.home import Endpoint
from tilewright.model.composition import Composition
from tilewright.model.options import Audio, Output, Transcode, Video
from tilewright.model.states import State
from tilewright.usecases.jobs import reopen
from tilewright.usecases.submit import Renumbered, submit, submit_again
from tilewright.usecases.workplace import Workplace
from tilewright.wire.faults import write_fault

KEY = "output/lesson.mp4"
ELSEWHERE = Output(region="local", bucket="films-1250000000", object="output/lesson.${ext}")
"""A result in another bucket than the job's."""


BUSY = Say(429, write_fault("SlowDown", "slower", "NjA", resource=None), headers=(("x-ci-request-id", "NjA"),))


@dataclass
class Place:
    home: Path
    endpoint: Endpoint
    caller: Caller
    held: threading.Event
    """While it is set no job gets done."""

    @property
    def workplace(self) -> Workplace:
        return workplace_at(self.home, self.endpoint)

    @property
    def env(self) -> dict[str, str]:
        return {
            "TILEWRIGHT_HOME": str(self.home),
            "TILEWRIGHT_ENDPOINT": self.endpoint.address,
            "TILEWRIGHT_SECRET_ID": self.endpoint.secret_id,
            "TILEWRIGHT_SECRET_KEY": self.endpoint.secret_key,
        }

    def submit(self, made: Composition, **how: Any) -> tuple[Intent, list[Any]]:
        """Submit and watch to the end."""
        events = list(submit(made, self.workplace, threading.Event().wait, **{"to_end": True, **how}))
        with Ledger(self.home) as ledger:
            return ledger.get(events[-1].intent), events

    def jobs(self) -> int:
        return len(self.caller.list_jobs().jobs)

    def bytes_of(self, key: str = KEY) -> bytes:
        return self.caller.get(key).body


def one(text: str = "lesson", key: str = "output/lesson.${ext}", **more: Any) -> Composition:
    output = Output(region="local", bucket="studio-1250000000", object=key)
    return composition(tile("a"), size=(320, 180), user_data=text, **{"output": output, **more})


def endless(text: str = "lesson", **more: Any) -> Composition:
    """One that leaves it to the service what kind of file the result is, as one with a template does."""
    kind = Transcode(video=Video(codec="H.264", width=320, height=180), audio=Audio(codec="aac"))
    return one(text, **{"transcode": kind, **more})


@pytest.fixture
def place(home: Path, tmp_path: Path) -> Iterator[Place]:
    home.mkdir(parents=True)
    held = threading.Event()

    def produce(*what: Any, should_stop: Callable[[], bool], **how: Any) -> None:
        while held.is_set() and not should_stop():
            time.sleep(0.01)
        produce_slowly(*what, should_stop=should_stop, **how)

    with local_cloud(tmp_path / "cloud", produce=produce) as cloud:
        caller = Caller(cloud.endpoint)
        caller.put("input/a.mp4", clip("mono").read_bytes())
        yield Place(home, cloud.endpoint, caller, held)


def test_that_two_submissions_in_a_row_have_numbers_and_keep_both_results(place: Place) -> None:
    first, second = (place.submit(one(text))[0] for text in ("one", "two"))
    assert first.result_key != second.result_key
    for intent in (first, second):
        assert intent.result_key == intent.reserved == f"output/lesson-{intent.short_id}.mp4"
        assert place.bytes_of(intent.result_key) == b"video"


def test_that_an_exact_name_is_written_as_it_is(place: Place) -> None:
    intent, _ = place.submit(one(), naming="exact")
    assert intent.result_key == intent.reserved == KEY
    reopened = reopen(intent, place.workplace).composition
    assert reopened.output is not None
    assert reopened.output.object == "output/lesson.${ext}"
    assert reopened.exact_name


def test_that_a_composition_can_want_its_exact_name(place: Place) -> None:
    assert place.submit(one(exact_name=True))[0].result_key == KEY


def test_that_a_name_that_is_taken_in_the_bucket_is_not_replaced(place: Place) -> None:
    place.caller.put(KEY, b"mine")
    with pytest.raises(NameTaken, match="in the bucket already") as caught:
        place.submit(one(), naming="exact")
    failure = explain_error(caught.value)
    assert failure is not None
    assert (failure.id, failure.field) == ("name-taken", "output.object")
    assert place.bytes_of() == b"mine"
    assert place.jobs() == 0
    with Ledger(place.home) as ledger:
        assert ledger.open_intents() == []


def test_that_what_has_the_name_is_replaced_when_that_is_wished(place: Place) -> None:
    place.caller.put(KEY, b"mine")
    intent, _ = place.submit(one(), naming="replace")
    assert intent.result_key == KEY
    assert place.bytes_of() == b"video"


def test_that_a_result_of_another_composition_is_not_replaced_unasked(place: Place) -> None:
    place.submit(one("one"), naming="exact")
    with pytest.raises(NameTaken):
        place.submit(one("two"), naming="exact")
    assert place.jobs() == 1
    place.submit(one("two"), naming="replace")
    assert place.jobs() == 2


def test_that_a_name_is_free_again_when_its_result_was_deleted(place: Place) -> None:
    place.submit(one("one"), naming="exact")
    place.caller.call("DELETE", f"/{KEY}")
    assert place.submit(one("two"), naming="exact")[0].result_key == KEY


def test_that_the_same_wish_twice_is_one_job_under_an_exact_name_too(place: Place) -> None:
    first, _ = place.submit(one(), naming="exact")
    again, events = place.submit(one(), naming="exact")
    assert again.id == first.id
    assert events[-1].kind == "already-done"
    assert place.jobs() == 1
    assert place.submit(one())[0].id != first.id, "the numbered one is another wish: its result is elsewhere"


def test_that_nobody_replaces_what_a_job_is_writing(place: Place) -> None:
    place.held.set()
    place.submit(one("one"), naming="exact", to_end=False)
    for naming in ("exact", "replace"):
        with pytest.raises(NameTaken, match="Another job writes") as caught:
            place.submit(one("two"), naming=naming, to_end=False)
        assert caught.value.writer
    assert place.jobs() == 1


def test_that_a_job_that_ended_while_nobody_watched_holds_its_name_no_longer(place: Place) -> None:
    first, _ = place.submit(one("one"), naming="exact", to_end=False)
    place.caller.wait(first.job_id)
    with pytest.raises(NameTaken, match="in the bucket already"):
        place.submit(one("two"), naming="exact")
    assert place.submit(one("two"), naming="replace")[0].state is State.SUCCESS


def test_that_a_number_that_is_taken_gives_way_to_another(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = module.new_mark(), module.new_mark()
    marks = [first, second]
    monkeypatch.setattr(module, "new_mark", lambda: marks.pop(0))
    taken = f"output/lesson-{module.short_id(first)}.mp4"
    place.caller.put(taken, b"mine")
    intent, events = place.submit(one())
    assert [event.key for event in events if isinstance(event, Renumbered)] == [taken]
    assert intent.mark == second
    assert place.bytes_of(taken) == b"mine"


def test_that_a_name_only_the_service_knows_is_not_reserved(place: Place) -> None:
    named = one("one", key="output/${jobid}.${ext}")
    first, second = (place.submit(made, naming="exact")[0] for made in (named, named.replace(user_data="two")))
    assert first.reserved == ""
    assert first.result_key != second.result_key


def test_that_a_retry_keeps_the_exact_name_and_does_not_replace_unasked(place: Place) -> None:
    wait = threading.Event().wait
    intent, _ = place.submit(one(), naming="replace")
    with pytest.raises(NameTaken):
        list(submit_again(intent, place.workplace, wait, again=True))
    events: list[Any] = list(submit_again(intent, place.workplace, wait, again=True, naming="replace"))
    assert events[-1].intent != intent.id


def test_that_a_wish_that_waited_gives_way_to_who_took_its_name_meanwhile(place: Place) -> None:
    with killed_at("send.locked"), pytest.raises(BaseException, match=r"send\.locked"):
        place.submit(one("one"), naming="exact")
    place.caller.put(KEY, b"mine")
    events = place.submit(one("two"))[1]
    with Ledger(place.home) as ledger:
        about = (ledger.get(event.intent) for event in events if isinstance(event, Event))
        given_up = next(intent for intent in about if intent.code)
    failure = failure_of(given_up)
    assert failure is not None
    assert failure.id == "name-taken"
    assert place.bytes_of() == b"mine"
    assert place.jobs() == 1


def test_that_who_took_the_name_while_the_service_was_busy_is_not_replaced(place: Place) -> None:
    waited: list[float] = []

    def wait(seconds: float) -> bool:
        waited.append(seconds)
        place.caller.put(KEY, b"mine")
        return False

    with fault_proxy(place.endpoint.address, BUSY) as proxy:
        workplace = workplace_at(place.home, place.endpoint, proxy.address)
        with pytest.raises(NameTaken, match="in the bucket already"):
            list(submit(one(), workplace, wait, naming="exact"))
        assert (len(waited), proxy.seen) == (1, 1)
    assert place.bytes_of() == b"mine"
    assert place.jobs() == 0


def denied(target: str, deliver: Callable[[], Answer]) -> Answer:
    """Nobody may look at the result."""
    return (403, [("x-cos-request-id", "NjA")], b"") if target == f"/{KEY}" else deliver()


def test_that_who_may_not_look_at_a_name_is_told_which_permission_that_takes(place: Place) -> None:
    with fault_proxy(place.endpoint.address, BUSY) as proxy:

        def wait(seconds: float) -> bool:
            proxy.always["head"] = Act("deny the result", denied)
            return False

        workplace = workplace_at(place.home, place.endpoint, proxy.address)
        with pytest.raises(CloudError, match=f"Cannot look at {KEY}"):
            list(submit(one(), workplace, wait, naming="exact"))
    with History(place.home) as history:
        (given_up,) = history.newest()
    failure = failure_of(given_up)
    assert (given_up.state, given_up.is_resolved) == (State.NOT_SENT, True)
    assert failure is not None
    assert "cos:HeadObject" in failure.why
    assert place.jobs() == 0


# Other buckets


def test_that_a_name_that_is_taken_in_another_bucket_is_not_replaced(place: Place) -> None:
    other = Caller(place.endpoint, bucket="films-1250000000")
    other.put(KEY, b"mine")
    with pytest.raises(NameTaken, match="in the bucket already"):
        place.submit(one(output=ELSEWHERE), naming="exact")
    assert (other.get(KEY).body, place.jobs()) == (b"mine", 0)
    assert place.submit(one(output=ELSEWHERE), naming="replace")[0].result_bucket == other.bucket
    assert other.get(KEY).body == b"video"


def test_that_a_free_name_in_another_bucket_is_written_as_it_is(place: Place) -> None:
    place.caller.put(KEY, b"mine")
    intent, _ = place.submit(one(output=ELSEWHERE), naming="exact", to_end=False)
    assert (intent.output_bucket, intent.reserved, place.jobs()) == (ELSEWHERE.bucket, KEY, 1)


def test_that_who_took_the_name_in_another_bucket_while_the_service_was_busy_is_not_replaced(place: Place) -> None:
    other = Caller(place.endpoint, bucket="films-1250000000")

    def wait(seconds: float) -> bool:
        other.put(KEY, b"mine")
        return False

    with fault_proxy(place.endpoint.address, BUSY) as proxy:
        workplace = workplace_at(place.home, place.endpoint, proxy.address)
        with pytest.raises(NameTaken, match="in the bucket already"):
            list(submit(one(output=ELSEWHERE), workplace, wait, naming="exact"))
    assert (other.get(KEY).body, place.jobs()) == (b"mine", 0)


def test_that_a_bucket_that_may_not_be_looked_into_is_written_only_when_that_is_wished(place: Place) -> None:
    with fault_proxy(place.endpoint.address) as proxy:
        proxy.always["head"] = Act("deny the result", denied)
        workplace = workplace_at(place.home, place.endpoint, proxy.address)
        wait = threading.Event().wait
        with pytest.raises(NameUnsure, match=f"Nobody can tell whether there is {KEY}.*Cannot look at") as told:
            list(submit(one(output=ELSEWHERE), workplace, wait, naming="exact"))
        assert "--replace" in told.value.hint
        assert place.jobs() == 0
        list(submit(one(output=ELSEWHERE), workplace, wait, naming="replace"))
    assert place.jobs() == 1


# Endings that only the service knows


def test_that_a_name_whose_ending_the_service_decides_is_written_only_when_that_is_wished(place: Place) -> None:
    place.caller.put(KEY, b"mine")
    with pytest.raises(NameUnsure, match=r"Only the service knows what \$\{ext\} becomes"):
        place.submit(endless(), naming="exact")
    assert (place.bytes_of(), place.jobs()) == (b"mine", 0)
    assert place.submit(endless(), naming="replace")[0].result_key == KEY
    assert place.bytes_of() == b"video"


def test_that_the_ending_of_a_name_that_only_the_service_knows_takes_nobodys_name(place: Place) -> None:
    place.held.set()
    place.submit(endless("one"), naming="replace", to_end=False)
    for made in (endless("two"), one("three")):
        for naming in ("exact", "replace"):
            with pytest.raises(NameTaken, match="Another job writes"):
                place.submit(made, naming=naming, to_end=False)
    assert place.jobs() == 1


def test_that_a_name_being_written_is_not_replaced_by_one_whose_ending_only_the_service_knows(place: Place) -> None:
    place.held.set()
    place.submit(one("one"), naming="exact", to_end=False)
    with pytest.raises(NameTaken, match="Another job writes"):
        place.submit(endless("two"), naming="replace", to_end=False)


def saved(folder: Path, name: str, made: Composition | None = None) -> Path:
    path = folder / f"{name}.tilewright"
    save_file(path, made or one(name), None)
    return path


@pytest.mark.full
def test_that_the_command_line_says_what_to_do_where_nobody_can_tell(place: Place, tmp_path: Path) -> None:
    made = saved(tmp_path, "one", endless())
    refused = forker.run("submit", made, "--exact-name", env=place.env).expect(2)
    assert "Only the service knows what ${ext} becomes" in refused.err
    assert "--replace" in refused.err
    assert len(refused.err[refused.err.index("tilewright: ") :].splitlines()) <= 3
    assert place.jobs() == 0


def test_that_of_two_processes_with_one_name_the_second_is_told(place: Place, tmp_path: Path) -> None:
    started = [
        forker.start("submit", saved(tmp_path, name), "--exact-name", "--wait", env=place.env)
        for name in ("one", "two")
    ]
    told = [command.wait() for command in started]
    assert sorted(done.code for done in told) == [0, 2], told
    refused = next(done.err for done in told if done.code == 2)
    assert KEY in refused
    assert "Traceback" not in refused
    assert place.jobs() == 1


def test_that_the_command_line_replaces_only_when_told(place: Place, tmp_path: Path) -> None:
    place.caller.put(KEY, b"mine")
    made = saved(tmp_path, "one")
    refused = forker.run("submit", made, "--exact-name", env=place.env).expect(2)
    assert "--replace" in refused.err
    assert len(refused.err[refused.err.index("tilewright: ") :].splitlines()) == 3
    assert place.bytes_of() == b"mine"
    done = forker.run("submit", made, "--replace", "--wait", "--json", env=place.env).expect()
    assert done.records[-1]["result"] == KEY
    assert place.bytes_of() == b"video"
