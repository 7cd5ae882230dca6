"""How one place is watched for the window: a service of a few lines, on a clock that only waiting moves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from support.builders import ACCOUNT, composition, output
from support.ledgers import bring_to, submitted_jobs
from tilewright.cloud.objects import ObjectFacts
from tilewright.cloud.reply import Reply
from tilewright.errors import CloudError, NoAnswer, Rejected
from tilewright.jobs.contact import Answered, NoContact
from tilewright.jobs.intent import Intent
from tilewright.jobs.ledger import Ledger
from tilewright.jobs.lost import keys_gone
from tilewright.jobs.naming import Naming
from tilewright.jobs.pace import Pace
from tilewright.jobs.wish import make_wish
from tilewright.model.states import State
from tilewright.usecases import errands
from tilewright.usecases import station as module
from tilewright.usecases.watched import Resting
from tilewright.usecases.watching import place_of, watch_place
from unit.jobs.service import FREE, START, Service


class Seat:
    """An account that is watched. ``presses`` are the moments at which the user wants to know, seconds since the start;
    ``opened`` those at which the service was opened: with its keys, unless they are gone. ``wall`` seconds our clock is
    ahead, so many seconds the machine has ``slept``.
    """

    def __init__(self, home: Path) -> None:
        self.home = home
        self.service = Service(ACCOUNT)
        self.intents: list[Intent] = []
        self.presses: list[float] = []
        self.opened: list[float] = []
        self.keys_back_at = 0.0
        self.wall = self.slept = 0.0
        self.happens: list[tuple[float, Callable[[], object]]] = []

    @property
    def now(self) -> float:
        return self.service.time - START

    def submitted(self, count: int) -> None:
        """So many jobs that the service has."""
        with Ledger(self.home, now=lambda: START) as ledger:
            self.intents = submitted_jobs(ledger, ACCOUNT, count, START - 100)
            for intent in self.intents:
                self.service.add(intent.job_id, intent.mark, ago=100, key=intent.output_key)

    def noted(self, ago: float, naming: Naming = "numbered") -> None:
        """A wish that was not sent."""
        with Ledger(self.home, now=lambda: START - ago) as ledger:
            ledger.intend(make_wish(composition(output=output(target=ACCOUNT)), naming), ACCOUNT, look=FREE)

    def open(self, *_: object) -> Any:
        self.opened.append(self.now)
        if self.now < self.keys_back_at:
            raise keys_gone(self.intents[0])
        return SimpleNamespace(client=self.service, target=ACCOUNT, close=lambda: None, revive=lambda: False)

    def watch(self, seconds: float) -> list[Any]:
        """What is told in so many seconds."""

        def wait(pause: float) -> bool:
            self.service.time += max(pause, 0.001)
            while self.happens and self.happens[0][0] <= self.now:
                self.happens.pop(0)[1]()
            return self.now >= seconds

        def is_asked() -> bool:
            is_pressed = bool(self.presses) and self.presses[0] <= self.now
            self.presses = [moment for moment in self.presses if moment > self.now]
            return is_pressed

        workplace: Any = SimpleNamespace(ledger=lambda: Ledger(self.home, now=lambda: self.service.time))
        now = lambda: self.service.time + self.wall  # noqa: E731 - one of its kind
        pace = Pace(wait, now, lambda: self.service.time, lambda: self.slept)
        return list(watch_place(place_of(ACCOUNT), workplace, wait, pace=pace, is_asked=is_asked))

    def sleep(self, seconds: float, clocks: Sequence[str]) -> None:
        """The machine sleeps; which of its ``clocks`` tell of it differs from system to system."""
        if "ticks" in clocks:
            self.service.time += seconds
        elif "wall" in clocks:
            self.wall += seconds
        if "asleep" in clocks:
            self.slept += seconds

    @property
    def asked(self) -> list[float]:
        """When the service was asked, whatever it was."""
        return [moment - START for moment, _ in self.service.calls]

    @property
    def busiest_minute(self) -> int:
        return max(sum(begun <= moment < begun + 60 for moment in self.asked) for begun in self.asked)


@pytest.fixture
def seat(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Seat:
    made = Seat(tmp_path)
    monkeypatch.setattr(module, "service_of", made.open)
    return made


def busy(seconds: float) -> CloudError:
    error = Rejected("Too many.", code="SlowDown", status=429)
    error.retry_after = seconds
    return error


# Asking now


def test_that_asking_now_asks_at_once(seat: Seat) -> None:
    seat.submitted(1)
    seat.presses = [200.0]
    seat.watch(201)
    before, after = seat.asked[-2:]
    assert before < 199
    assert after == pytest.approx(200, abs=0.5)


def test_that_asking_now_ends_the_pause_of_a_service_that_does_not_answer(seat: Seat) -> None:
    seat.submitted(1)
    seat.service.fails = [NoAnswer("away")] * 1_000
    seat.presses = [200.0]
    seat.watch(200.4)
    assert seat.asked[-1] >= 200


def test_that_asking_now_waits_for_as_long_as_the_service_wished(seat: Seat) -> None:
    seat.submitted(1)
    seat.service.fails = [busy(30)]
    seat.presses = [1.0 + number for number in range(10)]
    told = seat.watch(60)
    first, second = seat.asked[:2]
    assert second - first == pytest.approx(30, abs=0.5)
    assert len([event for event in told if isinstance(event, NoContact)]) == 1
    assert [event for event in told if isinstance(event, Answered)]


@pytest.mark.parametrize("fails", [[], [NoAnswer("away")] * 1_000], ids=["answered", "silent"])
def test_that_a_minute_is_no_fuller_however_often_one_asks_now(seat: Seat, fails: list[CloudError | None]) -> None:
    seat.submitted(12)
    seat.service.fails = fails
    seat.presses = [number * 0.3 for number in range(400)]
    seat.watch(120)
    assert 30 < seat.busiest_minute <= ACCOUNT.schedule.a_minute(12)


def test_that_what_rests_is_tried_again_when_the_user_wants_to_know(seat: Seat) -> None:
    seat.submitted(2)
    seat.keys_back_at = 50.0
    seat.presses = [20.0, 100.0]
    told = seat.watch(101)
    assert seat.opened == [pytest.approx(moment, abs=0.5) for moment in (0, 20, 100)]
    assert [len(event.intents) for event in told if isinstance(event, Resting)] == [2, 2]
    assert seat.asked[0] == pytest.approx(100, abs=0.5)
    assert [event for event in told if isinstance(event, Answered)]


# A machine that slept

CLOCKS = pytest.mark.parametrize(
    "clocks", [["ticks"], ["wall"], ["asleep"], ["ticks", "asleep"]], ids=lambda clocks: " and ".join(clocks)
)
SILENCES = pytest.mark.parametrize("is_silent", [False, True], ids=["answered", "silent"])


def seconds_to_the_next_question(seat: Seat, clocks: Sequence[str], *, is_silent: bool) -> float:
    """From waking up. The machine slept for five seconds, three after a question; by then pauses are the longest."""
    seat.submitted(1)
    seat.service.fails = [NoAnswer("away")] * 1_000 if is_silent else []
    woken: list[float] = []

    def wake_up() -> None:
        seat.sleep(5, clocks)
        woken.append(seat.now)

    def lie_down() -> None:
        if seat.now > 200 and not seat.happens and not woken:
            seat.happens = [(seat.now + 3, wake_up)]

    seat.service.at_question = lie_down
    seat.watch(300)
    return next(moment for moment in seat.asked if moment >= woken[0]) - woken[0]


@CLOCKS
@SILENCES
def test_that_a_machine_that_slept_asks_at_once(seat: Seat, clocks: Sequence[str], is_silent: bool) -> None:
    assert seconds_to_the_next_question(seat, clocks, is_silent=is_silent) < 0.5


@SILENCES
def test_that_a_machine_that_did_not_sleep_asks_when_it_is_time(seat: Seat, is_silent: bool) -> None:
    assert seconds_to_the_next_question(seat, [], is_silent=is_silent) > 5


def test_that_a_machine_that_slept_waits_for_as_long_as_the_service_wished(seat: Seat) -> None:
    seat.submitted(1)
    seat.service.fails = [busy(30)]
    seat.happens = [(1.0 + number, lambda: seat.sleep(5, ["wall", "asleep"])) for number in range(10)]
    seat.watch(60)
    first, second = seat.asked[:2]
    assert second - first == pytest.approx(30, abs=0.5)


@SILENCES
def test_that_a_minute_is_no_fuller_however_often_the_machine_sleeps(seat: Seat, is_silent: bool) -> None:
    seat.submitted(12)
    seat.service.fails = [NoAnswer("away")] * 1_000 if is_silent else []
    seat.happens = [(number * 0.3, lambda: seat.sleep(5, ["wall", "asleep"])) for number in range(400)]
    seat.watch(120)
    assert 30 < seat.busiest_minute <= ACCOUNT.schedule.a_minute(12)


# What was noted, but not sent


@pytest.mark.parametrize(
    ("ago", "least", "most"),
    [
        pytest.param(3_600, 0, 0.5, id="long ago"),
        pytest.param(0, errands.GRACE_SECONDS, 10, id="just now"),
        pytest.param(-3_600, errands.GRACE_SECONDS, 10, id="before the clock was set back"),
    ],
)
def test_that_what_was_not_sent_is_left_to_its_maker_for_some_seconds_only(
    seat: Seat, ago: float, least: float, most: float
) -> None:
    seat.noted(ago)
    seat.watch(20)
    assert len(seat.service.posts) == 1
    assert least <= seat.asked[0] <= most


def test_that_a_bucket_that_cannot_tell_whether_a_name_is_free_is_asked_once_and_then_as_it_wished(seat: Seat) -> None:
    seat.noted(3_600, "exact")
    tries: list[int] = []
    real = seat.service.look_at

    def look_at(key: str, **how: int) -> tuple[Reply, ObjectFacts | None]:
        tries.append(how.get("tries", 0))
        if len(tries) == 1:
            raise busy(40)
        return real(key)

    seat.service.look_at = look_at  # type: ignore[method-assign]
    seat.watch(80)
    assert tries == [1, 1]
    first, second = seat.asked[:2]
    assert second - first >= 40
    assert len(seat.service.posts) == 1


def test_that_what_became_unknown_is_asked_about_within_a_second(seat: Seat) -> None:
    """Whoever sent it leaves it to the watch, which has seen it under way before."""
    seat.noted(0)
    with Ledger(seat.home, now=lambda: START) as maker:
        (intent,) = maker.open_intents()
        lock = maker.lock(intent.id)
        assert lock.acquire()

        def lose_answer() -> None:
            sent = {"sending_at": START + 7, "sending_clock": START + 7, "signature_end": int(START) + 127}
            bring_to(maker, intent.id, State.UNKNOWN, {**sent, "attempts": 1})
            lock.release()

        seat.happens = [(8.0, lose_answer)]
        seat.watch(20)
    assert 8 <= seat.asked[0] <= 9
