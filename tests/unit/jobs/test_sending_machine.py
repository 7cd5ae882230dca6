"""Rules 1 to 9 of design/sending-once.md as a machine: whatever happens in whatever order, a wish is one job.

Two processes share one ledger and carry intents on, step by step and in turns; at any named point of the path one may
die, or the other, the clocks or the user come between. Either is a command, or a window that submits or watches.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from support.builders import ACCOUNT, LOCAL, composition, output
from support.long import Budget
from support.small_processes import Died, Process
from support.small_world import READS, START, SUBMISSIONS, Accepted, World
from tilewright import points
from tilewright.jobs.course import follow, resume
from tilewright.jobs.events import Event, IntentMade, Looking, StillUnknown
from tilewright.jobs.intent import Intent
from tilewright.jobs.pace import OLDEST_SECONDS
from tilewright.jobs.reconcile import ATTEMPTS
from tilewright.jobs.stations import POINTS
from tilewright.jobs.watch import refresh, watch
from tilewright.jobs.wish import make_wish
from tilewright.model.states import State
from tilewright.model.target import Target

MEMORY = Path("/dev/shm")  # where there is one the ledgers lie in it: a disk is not what is tried here, and slow

MOST_STEPS = 12
TO_THE_END = 100
"""Steps in which any course comes to its end."""

DAY = 24 * 3600.0

BETWEEN = tuple(point for point in POINTS if not point.startswith("ledger.write"))
"""Points at which others may do something: not in the middle of a transaction, for which they would wait."""

HOWS = st.sampled_from(SUBMISSIONS)
HELD_SECONDS = st.sampled_from((5.0, 60.0, 1.0, 500.0, 5_000.0))
ANSWERED = ("send.post.answered", "cloud.call.answered")
SENDING = (*(point for point in BETWEEN if point.startswith(("send.", "cloud."))), *ANSWERED, *ANSWERED)
"""Points of a submission; most often the one at which only the disk knows that something was sent."""

DISTURBED = st.tuples(st.sampled_from(READS), st.sampled_from((1, 3, 40)))
LAGS = st.sampled_from((0.0, 0.3, 1.0))
PROCESSES = st.sampled_from((0, 1))
WEATHER = st.tuples(
    HOWS, HELD_SECONDS, st.sampled_from(SENDING), st.sampled_from(("nothing", "die", "die", "the other", "cancel"))
)
"""What a submission meets: how it goes on the way, how long it is held up there; where what comes between."""

WISHES = st.sampled_from(("one", "two"))
PAUSES = st.sampled_from((0.0, 15.0, 60.0))
"""Seconds that a wait of a watch takes at the least."""


class SendingMachine(RuleBasedStateMachine):
    target: Target

    @initialize(
        lists_jobs=st.sampled_from((True, True, True, False)),
        lag=LAGS,
        page=st.sampled_from((1, 3, 100)),
        is_known=st.booleans(),
        reads=DISTURBED,
        weather=WEATHER,
        count=st.sampled_from((4, TO_THE_END)),
        after=st.sampled_from(("submit", "resume", "nothing")),
        by_window=st.booleans(),
        pause=PAUSES,
        others=st.sampled_from((0, 3)),
        healed_by=st.sampled_from(("command", "window")),
    )
    def begin(
        self,
        lists_jobs: bool,
        lag: float,
        page: int,
        is_known: bool,
        reads: tuple[str, int],
        weather: tuple[str, float, str, str],
        count: int,
        after: str,
        by_window: bool = False,
        pause: float = 0.0,
        others: int = 0,
        healed_by: str = "command",
    ) -> None:
        """A submission in bad weather, where another job is known to exist (``is_known``) or not; and what people do
        ``after`` it at once. ``by_window``: a window submits, and watches. There are jobs of ``others`` in the bucket.
        """
        self.home = Path(tempfile.mkdtemp(prefix="machine-", dir=MEMORY if MEMORY.is_dir() else None))
        self.world = World(self.target)
        self.world.lists_jobs = lists_jobs or self.target.local
        self.world.page = page
        self.world.while_waiting = lambda: self.the_other(1)
        self.processes = [Process(self.home, self.world) for _ in range(2)]
        self.consents: dict[str, int] = {}
        self.wishes: dict[str, str] = {}
        self.names: dict[str, str] = {}
        self.at_points: dict[str, Callable[[], None]] = {}
        self.running: list[Process] = []
        self.healed_by = healed_by
        for _ in range(others):
            self.world.somebody_else_submits()
        points.listen(self.at_point)
        if is_known:
            self.submit(1, "two", False, False)
            self.step(1, MOST_STEPS)
        self.list_later(lag)
        self.disturb_reads(reads)
        if by_window:
            self.processes[1].course = self.processes[1].watch(pause)
        self.submit_in_bad_weather(0, "one", weather, count, by_window)
        if after == "submit":
            self.submit(1, "one", False, False)
        elif after == "resume":
            self.resume(1)
        self.step(1, MOST_STEPS if by_window else TO_THE_END)

    # What happens

    def at_point(self, name: str) -> None:
        happening = self.at_points.pop(name, None)
        if happening is not None:
            happening()

    def dying(self) -> None:
        raise Died

    def the_other(self, count: int) -> None:
        """The process that is not at work goes on; not both within each other without end."""
        for process in self.processes:
            if not process.is_running and len(self.running) < 2:
                self.go_on(process, count)

    def all_cancelled(self) -> None:
        for intent_id in list(self.wishes):
            self.wish_cancel(self.processes[0], intent_id)

    def wish_cancel(self, process: Process, intent_id: str) -> None:
        """It is at work meanwhile: only others come between."""
        was_running, process.is_running = process.is_running, True
        try:
            process.ledger.wish_cancel(intent_id)
        finally:
            process.is_running = was_running

    def go_on(self, process: Process, count: int) -> None:
        self.running.append(process)
        try:
            process.step(count)
        except Died:
            self.replace(process)
        finally:
            self.running.pop()

    def replace(self, process: Process) -> None:
        process.die()
        if process in self.processes:
            fresh = Process(self.home, self.world)
            self.processes[self.processes.index(process)] = fresh
            for intent in fresh.ledger.open_intents():
                self.register(intent)

    def idle(self, number: int) -> Process | None:
        process = self.processes[number]
        return process if process.course is None and not process.is_running else None

    def newest(self) -> list[Intent]:
        ledger = self.processes[0].ledger
        return [ledger.get(intent_id) for intent_id in self.wishes]

    @property
    def not_with_service(self) -> list[Intent]:
        return [it for it in self.newest() if not it.is_resolved and it.state.is_before_service]

    def command(self, process: Process, name: str, again: bool, by_window: bool) -> Iterator[Event]:
        """What `submit` does, or the window's."""
        wish = make_wish(composition(user_data=name, output=output(target=self.target)))
        self.names[wish.hash] = name
        made = process.ledger.intend(wish, process.client.reached, again=again)
        if made.how == "new":
            self.check_consent(name, again)
            self.register(made.intent)
        yield IntentMade(made.intent.id, name, made.intent.output_key)
        if made.how != "finished":
            yield from follow(
                process.ledger,
                made.intent.id,
                process.client,
                self.world.pace,
                fresh=made.how == "new",
                to_end=False,
                is_watched=by_window,
            )

    def register(self, intent: Intent) -> None:
        if intent.id not in self.wishes:
            name = self.names[intent.wish]
            self.consents[name] = self.consents.get(name, 0) + 1
            self.wishes[intent.id] = name

    def check_consent(self, name: str, again: bool) -> None:
        """A new intent without "again" means: the service has no job of this wish that is under way."""
        if again:
            return
        for intent in self.newest():
            if self.wishes[intent.id] == name and not intent.cancel_wished:
                assert not [job for job in self.world.accepted(intent.mark) if self.is_under_way(job)]

    def is_under_way(self, job: Accepted) -> bool:
        return job.state in {"Submitted", "Running"} and not job.is_forgotten

    # What people do

    @rule(number=PROCESSES, name=WISHES, again=st.sampled_from((False, False, False, True)), by_window=st.booleans())
    def submit(self, number: int, name: str, again: bool, by_window: bool) -> None:
        process = self.idle(number)
        if process is not None:
            process.course = self.command(process, name, again, by_window)
            self.go_on(process, 2)

    @rule(
        number=PROCESSES,
        name=WISHES,
        weather=WEATHER,
        count=st.sampled_from((4, TO_THE_END)),
        by_window=st.booleans(),
    )
    def submit_in_bad_weather(
        self, number: int, name: str, weather: tuple[str, float, str, str], count: int, by_window: bool = False
    ) -> None:
        process = self.idle(number)
        if process is None:
            return
        how, after, point, what = weather
        self.world.of_submit.appendleft((how, after))
        happening = {"die": self.dying, "the other": lambda: self.the_other(MOST_STEPS), "cancel": self.all_cancelled}
        if what != "nothing":
            self.at_points[point] = happening[what]
        process.course = self.command(process, name, False, by_window)
        self.go_on(process, count)

    @rule(number=PROCESSES, pause=PAUSES, count=st.sampled_from((0, MOST_STEPS)))
    def open_window(self, number: int, pause: float, count: int) -> None:
        """It watches all that is open, until there is nothing more to tell."""
        process = self.idle(number)
        if process is not None:
            process.course = process.watch(pause)
            self.go_on(process, count)

    @rule(number=PROCESSES)
    def ask_now(self, number: int) -> None:
        """The user of a window wants to know."""
        self.processes[number].is_asked_now = True
        self.go_on(self.processes[number], MOST_STEPS)

    @rule(number=PROCESSES)
    def resume(self, number: int) -> None:
        process = self.idle(number)
        if process is not None:
            process.course = resume(process.ledger, process.client, self.world.pace, limit=0.0)
            self.go_on(process, MOST_STEPS)

    @rule(number=PROCESSES)
    def look(self, number: int) -> None:
        process = self.idle(number)
        if process is not None:
            process.course = refresh(process.ledger, process.client, self.world.pace)
            self.go_on(process, MOST_STEPS)

    @rule(
        number=PROCESSES,
        which=st.integers(0, 3),
        pause=PAUSES,
        leap=st.sampled_from((0.0, 600.0, 7_200.0)),
    )
    def watch(self, number: int, which: int, pause: float, leap: float) -> None:
        """One job until its end, or until waiting gets too long; each look takes ``pause`` seconds at the least. Before
        it the clock of the service may leap.
        """
        process = self.idle(number)
        submitted = [intent.id for intent in self.newest() if intent.state.is_with_service and not intent.is_resolved]
        if process is None or not submitted:
            return
        self.correct_the_clock_of_the_service(leap)
        intent_id = submitted[which % len(submitted)]
        pace = replace(self.world.pace, wait=lambda seconds: self.world.wait(max(seconds, pause)))
        process.course = watch(process.ledger, intent_id, process.client, pace)
        self.go_on(process, MOST_STEPS)

    @rule(number=PROCESSES, count=st.sampled_from((1, 2, 3, MOST_STEPS, TO_THE_END)))
    def step(self, number: int, count: int) -> None:
        self.go_on(self.processes[number], count)

    @rule(data=st.data())
    def cancel(self, data: st.DataObject) -> None:
        """The window or another command notes it, and may die doing so."""
        if not self.wishes:
            return
        number = data.draw(st.integers(0, len(self.wishes) - 1))
        try:
            self.wish_cancel(self.processes[0], list(self.wishes)[number])
        except Died:
            self.replace(self.processes[0])

    # What happens to processes, the network and the service

    @rule(number=PROCESSES)
    def kill(self, number: int) -> None:
        self.replace(self.processes[number])

    @rule()
    def reboot(self) -> None:
        """Nothing of ours outlives it; the clock that nobody can set begins anew."""
        self.world.reboot()
        for process in list(self.processes):
            self.replace(process)

    @rule(point=st.sampled_from(POINTS))
    def die_at(self, point: str) -> None:
        self.at_points[point] = self.dying

    @rule(point=st.sampled_from(BETWEEN), what=st.sampled_from(("the other", "cancel")))
    def come_between_at(self, point: str, what: str) -> None:
        self.at_points[point] = self.all_cancelled if what == "cancel" else lambda: self.the_other(MOST_STEPS)

    @rule(how=HOWS, after=HELD_SECONDS)
    def disturb_the_next_submission(self, how: str, after: float) -> None:
        self.world.of_submit.append((how, after))

    @rule(reads=DISTURBED)
    def disturb_reads(self, reads: tuple[str, int]) -> None:
        self.world.of_reads.extend([reads[0]] * reads[1])

    @rule(lag=LAGS)
    def list_later(self, lag: float) -> None:
        """From now on jobs that are accepted are shown so much later, within the limit."""
        self.world.lag = lag * self.target.lag_limit

    @rule(count=st.sampled_from((1, 7)))
    def pages_shift(self, count: int) -> None:
        """There are so many jobs of somebody else, and they go while listings are read."""
        for _ in range(count):
            self.world.somebody_else_submits()
        self.world.shifts += count

    @rule(data=st.data(), state=st.sampled_from(("Running", "Success", "Failed")))
    def work(self, data: st.DataObject, state: str) -> None:
        if open_ones := [job for job in self.world.jobs if job.state in {"Submitted", "Running"}]:
            open_ones[data.draw(st.integers(0, len(open_ones) - 1))].state = state

    # What happens to time

    @rule(seconds=st.sampled_from((0.3, 5.0, 15.0, 130.0, 800.0, 4_000.0, DAY, 10 * DAY)))
    def sleep(self, seconds: float) -> None:
        self.world.pass_by(seconds)

    @rule(seconds=st.sampled_from((-7_200.0, -600.0, -3.0, 3.0, 600.0, 7_200.0)))
    def set_our_clock(self, seconds: float) -> None:
        self.world.wall += seconds

    @rule(seconds=st.sampled_from((-600.0, -3.0, 3.0, 600.0, 7_200.0)))
    def correct_the_clock_of_the_service(self, seconds: float) -> None:
        """Back only while nothing is on its way: a signature that has ended would be good again."""
        if seconds > 0 or not self.world.held:
            self.world.clock += seconds

    # What must hold

    @invariant()
    def an_intent_is_one_job_at_most(self) -> None:
        for intent in self.newest():
            assert len(self.world.accepted(intent.mark)) <= 1, f"{intent.id} is {intent.state} and twice at the service"

    @invariant()
    def a_wish_is_as_many_jobs_as_were_wanted(self) -> None:
        for name, consents in self.consents.items():
            marks = [intent.mark for intent in self.newest() if self.wishes[intent.id] == name]
            assert sum(len(self.world.accepted(mark)) for mark in marks) <= consents

    @invariant()
    def what_is_shown_as_sent_is_there(self) -> None:
        for intent in self.newest():
            jobs = self.world.accepted(intent.mark)
            if intent.job_id:
                assert [job.id for job in jobs] == [intent.job_id]
            elif intent.is_resolved:
                assert not jobs, f"{intent.id} is over as {intent.state}, and the service has its job"
            assert intent.attempts <= ATTEMPTS

    @invariant()
    def what_is_lost_is_forgotten(self) -> None:
        for intent in self.newest():
            if intent.state is State.LOST:
                jobs = self.world.accepted(intent.mark)
                assert all(job.is_forgotten for job in jobs), f"{intent.id} is lost, and the service has its job"

    def teardown(self) -> None:
        if not hasattr(self, "world"):
            return
        try:
            self.let_all_be_well()
            for invariant_of in (
                self.an_intent_is_one_job_at_most,
                self.a_wish_is_as_many_jobs_as_were_wanted,
                self.what_is_shown_as_sent_is_there,
                self.what_is_lost_is_forgotten,
                self.everything_ends,
            ):
                invariant_of()
        finally:
            points.listen(None)
            for process in self.processes:
                process.die()
            shutil.rmtree(self.home)

    def let_all_be_well(self) -> None:
        """The network and the list are whole, people look again, and time passes."""
        self.at_points.clear()
        self.world.of_submit.clear()
        self.world.of_reads.clear()
        self.world.lists_jobs = True
        self.world.shifts = 0
        for process in list(self.processes):
            self.replace(process)
        self.told: dict[str, Event] = {}
        for number in range(3):
            self.world.pass_by(10_000.0)
            if self.healed_by == "window" and number < 2:
                self.watch_all(self.processes[1])
            elif number < 2:
                self.follow_all(self.processes[0])
            for job in self.world.jobs:
                job.state = "Success" if job.state in {"Submitted", "Running"} else job.state
            self.processes[0].course = refresh(self.processes[0].ledger, self.processes[0].client, self.world.pace)
            self.come_to_the_end(self.processes[0])

    def follow_all(self, process: Process) -> None:
        for intent in self.not_with_service:
            process.course = follow(
                process.ledger, intent.id, process.client, self.world.pace, to_end=False, limit=2_000.0
            )
            self.come_to_the_end(process)

    def watch_all(self, process: Process) -> None:
        """A window for as long as it takes to be certain where no clock is a witness of the time before, and more."""
        end = self.world.true + 2_000.0
        process.course = process.watch(60.0)
        self.come_to_the_end(process, lambda: self.world.true > end or not self.not_with_service)
        self.replace(process)

    def come_to_the_end(self, process: Process, is_over: Callable[[], bool] = lambda: False) -> None:
        while process.course is not None and not is_over():
            for event in process.step(1):
                if isinstance(event, Event) and not isinstance(event, Looking):
                    self.told[event.intent] = event

    def everything_ends(self) -> None:
        for intent in self.newest():
            if intent.is_resolved:
                continue
            is_old = self.world.service_time - (intent.sending_at or START) > OLDEST_SECONDS - 3 * DAY
            if intent.state.is_with_service and is_old:
                continue  # forgotten at the service: it takes a few more questions to be lost
            assert intent.state is State.UNKNOWN, f"{intent.id} stays {intent.state}"
            assert isinstance(self.told[intent.id], StillUnknown)
            assert is_old or not self.world.accepted(intent.mark), f"{intent.id} is not found"
            assert is_old or intent.attempts == ATTEMPTS or not self.target.local


MACHINES = [
    type(f"{target.profile.title()}Machine", (SendingMachine,), {"target": target}) for target in (LOCAL, ACCOUNT)
]


def run(machine: Any, examples: int) -> None:
    run_state_machine_as_test(machine, settings=settings(max_examples=examples, stateful_step_count=30))


@pytest.mark.timeout(900)
@pytest.mark.expects_log("no longer knows the job")
@pytest.mark.parametrize("machine", MACHINES)
def test_that_whatever_happens_a_wish_is_one_job(machine: Any) -> None:
    run(machine, 25)  # thousands in full


@pytest.mark.parametrize("ours", [0.0, 600.0, 7_200.0])
def test_that_leaps_of_clocks_are_no_time_in_which_the_service_would_have_listed_the_job(ours: float) -> None:
    """An answer is lost, the list lags by three minutes, the service's clock is put ten minutes forward, and ours."""
    lost = ("answer lost", 5.0, "send.locked", "nothing")
    state: Any = MACHINES[1]()
    state.begin(
        lists_jobs=True,
        lag=0.0,
        page=1,
        is_known=True,
        reads=("pass", 1),
        weather=("answer lost", 5.0, "send.locked", "cancel"),
        count=4,
        after="resume",
    )
    state.list_later(lag=0.3)
    state.submit_in_bad_weather(count=4, name="one", number=0, weather=lost)
    state.correct_the_clock_of_the_service(seconds=600.0)
    state.set_our_clock(seconds=ours)
    state.submit_in_bad_weather(count=4, name="one", number=1, weather=lost)
    state.an_intent_is_one_job_at_most()
    state.teardown()


@pytest.mark.parametrize("pause", [0.0, 15.0, 60.0])
def test_that_a_job_that_shows_up_late_is_not_lost_when_the_services_clock_leaps(pause: float) -> None:
    """Another job shows that the list is not empty; query and list show this one only after ten minutes."""
    state: Any = MACHINES[1]()
    state.begin(
        lists_jobs=True,
        lag=1.0,
        page=1,
        is_known=True,
        reads=("pass", 1),
        weather=("pass", 5.0, "send.locked", "nothing"),
        count=TO_THE_END,
        after="nothing",
    )
    state.watch(number=1, which=1, pause=pause, leap=600.0)
    state.what_is_lost_is_forgotten()
    state.teardown()


@pytest.mark.parametrize("machine", MACHINES)
def test_that_what_a_window_sent_into_nothing_becomes_one_job_by_its_watch_alone(machine: Any) -> None:
    state = begun(machine, ("409", 5.0, "send.locked", "nothing"), by_window=True)
    state.step(number=1, count=TO_THE_END)
    (intent,) = (intent for intent in state.newest() if state.wishes[intent.id] == "one")
    assert (intent.state, intent.attempts) == (State.SUBMITTED, 2)
    state.what_is_shown_as_sent_is_there()
    state.teardown()


def test_that_a_window_does_not_send_again_what_shifting_listings_leave_out() -> None:
    """Jobs of others go while each of three is read, and ours comes to stand on a page that was read already."""
    state = begun(MACHINES[0], ("answer lost", 5.0, "send.post.answered", "die"), by_window=False)
    state.pages_shift(count=7)
    state.sleep(seconds=130.0)
    state.open_window(number=1, pause=0.0, count=TO_THE_END)
    assert state.world.shifts == 0
    state.an_intent_is_one_job_at_most()
    state.teardown()


def begun(machine: Any, weather: tuple[str, float, str, str], *, by_window: bool) -> Any:
    state = machine()
    state.begin(
        lists_jobs=True,
        lag=0.0,
        page=1,
        is_known=not state.target.local,
        reads=("pass", 1),
        weather=weather,
        count=TO_THE_END,
        after="nothing",
        by_window=by_window,
        pause=15.0,
        healed_by="window",
    )
    return state


@pytest.mark.full
@pytest.mark.timeout(1800)
@pytest.mark.expects_log("no longer knows the job")
@pytest.mark.parametrize("_part", range(8))
@pytest.mark.parametrize("machine", MACHINES)
def test_that_whatever_happens_thousands_of_times_a_wish_is_one_job(machine: Any, _part: int) -> None:
    """Two thousand courses, in parts that several processors share."""
    run(machine, 250)


@pytest.mark.long
@pytest.mark.timeout(0)
@pytest.mark.expects_log("no longer knows the job")
@pytest.mark.parametrize("machine", MACHINES)
def test_that_whatever_happens_until_the_clock_a_wish_is_one_job(machine: Any, budget: Budget) -> None:
    """Each round is a hundred courses of another seed, so that the clock is not overrun by much."""
    for round_seed in budget:
        run_state_machine_as_test(
            seed(round_seed)(machine), settings=settings(max_examples=100, stateful_step_count=50, database=None)
        )
