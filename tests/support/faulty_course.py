"""The course of one intent on which one call meets one fault: what is shown then, what is said, and how it ends.

Real HTTP between our client, the fault proxy and a real local cloud; only the time is skipped. For an account (listing
not proven, lag of ten minutes) the same local cloud stands behind the proxy, and a job that is known to exist is there.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

from support import fault_proxy as faults
from support.builders import LOCAL, composition
from support.fault_proxy import Act, Fault, FaultProxy, Late, fault_proxy
from support.faulty_answers import ShiftingPages, Without, not_known_until, refusal_of_list
from support.local_cloud import local_cloud
from support.nowhere import nowhere
from support.skipping_clock import START, SkippingClock
from tilewright.cloud.client import Client
from tilewright.errors import CloudError
from tilewright.jobs import events
from tilewright.jobs.course import follow
from tilewright.jobs.intent import Intent
from tilewright.jobs.ledger import Ledger
from tilewright.jobs.wish import make_wish
from tilewright.localcloud.queue import QueuedJob
from tilewright.localcloud.server import LocalCloud
from tilewright.localcloud.store import Store
from tilewright.model.states import State
from tilewright.model.target import Target, hash_key_id
from tilewright.wire.signature import Keys

TROUBLE = (events.NotAccepted, events.OutcomeUnknown, events.LostContact, events.StillUnknown)
"""What tells of a fault."""


@dataclass(frozen=True)
class Wrong:
    """The call goes to where no service is: ``refused``, ``name``, ``no-tls`` or ``untrusted``."""

    how: str


@dataclass(frozen=True)
class Listing:
    """What is wrong with the list while the call is on its course: ``lags``, ``refused``, ``without`` or ``shifts``."""

    how: str


@dataclass
class Seen:
    """``shown`` and ``said``: state and sentence when the fault was told; ``kinds`` of all events.

    ``waited`` are the seconds from then to the next thing that happened. ``posts`` reached the proxy, ``accepted`` the
    service took; ``end`` is the state in the end.

    ``met`` is the number of calls to which the fault was done; ``is_spared`` says that it could change nothing of any.
    """

    shown: str = ""
    said: str = ""
    waited: float | None = None
    kinds: list[str] = field(default_factory=list)
    end: str = ""
    posts: int = 0
    accepted: int = 0
    met: int = 0
    is_spared: bool = False


class Theatre:
    """A local cloud, the proxy before it and who asks it; nothing is made before the ``gate`` is open."""

    def __init__(self, cloud: LocalCloud, proxy: FaultProxy, clock: SkippingClock, home: Path, gate: Event) -> None:
        self.cloud, self.proxy, self.clock, self.home, self.gate = cloud, proxy, clock, home, gate
        self.keys = Keys(cloud.endpoint.secret_id, cloud.endpoint.secret_key)

    def target(self, local: bool) -> Target:
        """The local cloud as it is, or as if it were the service of an account."""
        account = {"profile": "school", "local": False, "key_id_hash": hash_key_id(self.keys.secret_id)}
        return LOCAL if local else LOCAL.replace(scheme="http", **account)

    def client(self, target: Target, read_timeout: float) -> Client:
        return Client(
            target,
            self.keys,
            self.proxy.address,
            connect_timeout=read_timeout,
            read_timeout=read_timeout,
            reply_seconds=0.5,
            tries=1,
            sleep=self.clock.wait,
            now=self.clock.now,
        )


@contextlib.contextmanager
def theatre(home: Path, clock: SkippingClock | None = None) -> Iterator[Theatre]:
    gate = Event()
    clock = clock or SkippingClock()

    def produce(
        job: QueuedJob,
        store: Store,
        output: Path,
        *,
        on_progress: Callable[[float], None],
        on_start: Callable[[int], None],
        on_end: Callable[[], None],
        should_stop: Callable[[], bool],
    ) -> None:
        while not gate.wait(0.01) and not should_stop():
            pass
        output.write_bytes(b"video")

    with (
        local_cloud(home / "cloud", produce=produce, clock=clock.now) as cloud,
        fault_proxy(cloud.endpoint.address) as proxy,
    ):
        yield Theatre(cloud, proxy, clock, home, gate)


class FaultyCourse:
    """Plays the course of one intent; the ``call`` (submit, query, list, cancel) meets the ``fault``."""

    def __init__(self, at: Theatre, call: str, fault: Fault | Wrong | Listing, *, local: bool, control: bool) -> None:
        self._at = at
        self._call = call
        self._fault = fault
        self._control = control
        self._target = at.target(local)
        self._seen = Seen()
        self._is_awaited = False
        self._job_id = ""
        self._intent_id = ""
        self._marks: set[str] = set()
        self._told_at = 0.0
        self._to_nowhere = 0
        self._list: Without | ShiftingPages | None = None

    def play(self) -> Seen:
        """The whole course: the fault, what is told of it, then all is well again and it goes on to its end."""
        silent = self._fault == faults.SILENCE or isinstance(self._fault, Late)
        with (
            Ledger(self._at.home, now=self._at.clock.now) as self._ledger,
            self._at.client(self._target, 1.0 if silent else 20.0) as self._client,
        ):
            self._stand_by()
            self._intend()
            is_fresh = not (isinstance(self._fault, Listing) and self._call == "submit")
            self._prepare()
            self._follow(fresh=is_fresh)
            self._heal()
            if self._call != "cancel":
                self._at.gate.set()
            for _ in range(2):  # what the user does: the same command again
                if not self._intent.is_resolved:
                    self._follow(fresh=False)
                elif self._intent.state is State.NOT_SENT:
                    self._intend()
                    self._follow(fresh=True)
            self._count()
        return self._seen

    @property
    def _intent(self) -> Intent:
        return self._ledger.get(self._intent_id)

    def _stand_by(self) -> None:
        """Jobs of others, which come first: nothing of ours is made before the gate is open."""
        with self._at.client(self._target, 20.0) as stranger:
            for _ in range(2):
                now = int(stranger.service_now)
                stranger.submit(make_wish(composition(user_data="stranger")).request, (now - 1, now + 5))
            if self._control:
                known = self._ledger.intend(make_wish(composition(user_data="known")), self._target).intent
                list(follow(self._ledger, known.id, stranger, self._at.clock.pace, fresh=True, to_end=False))
        self._posts_before = self._at.proxy.seen

    def _intend(self) -> None:
        wish = make_wish(composition(user_data="lesson"))
        intent = self._ledger.intend(wish, self._target).intent
        self._intent_id = intent.id
        self._marks.add(intent.mark)

    def _prepare(self) -> None:
        """What the call's own course needs, and the fault, if it need not wait for its moment."""
        proxy = self._at.proxy
        is_of_list = isinstance(self._fault, Listing)
        if self._call == "list" or (is_of_list and self._call == "cancel"):
            proxy.faults_of["submit"].append(faults.LOSE_ANSWER)
        if isinstance(self._fault, Listing):
            if self._call == "query":
                proxy.always["query"] = not_known_until(self._at.clock, FORGETFUL_SECONDS)
            proxy.always["list"] = self._fault_of_list(self._fault.how)
        elif not isinstance(self._fault, Wrong):
            proxy.faults_of[self._call].append(self._fault)
        self._is_awaited = self._call != "list"
        if self._call == "submit":
            self._strike()

    def _fault_of_list(self, how: str) -> Fault:
        if how == "refused":
            return refusal_of_list()
        if how == "shifts":
            self._list = ShiftingPages()
        else:
            self._list = Without(self._intent.mark, self._is_lagging) if how == "lags" else Without("", lambda: True)
        return Act(f"a list: {how}", self._list.answer)

    def _is_lagging(self) -> bool:
        return self._at.clock.now() < START + (LAG_LOCAL if self._target.local else LAG_ACCOUNT)

    def _strike(self) -> None:
        """From now on calls go to where no service is, if that is the fault."""
        if isinstance(self._fault, Wrong):
            self._undo = contextlib.ExitStack()
            self._to_nowhere -= self._client.asked
            self._client.move(self._undo.enter_context(nowhere(self._fault.how)), self._at.keys)

    def _heal(self) -> None:
        """From now on all is well."""
        if self._client.address != self._at.proxy.address:
            self._client.move(self._at.proxy.address, self._at.keys)
            self._to_nowhere += self._client.asked
            self._undo.close()
        self._at.proxy.always.clear()
        for waiting in self._at.proxy.faults_of.values():
            waiting.clear()

    def _follow(self, *, fresh: bool) -> None:
        try:
            for event in follow(self._ledger, self._intent_id, self._client, self._at.clock.pace, fresh=fresh):
                self._seen.kinds.append(event.kind)
                self._hear(event)
        except CloudError as error:
            self._tell(str(error))

    def _hear(self, event: events.Event) -> None:
        """The call's moment comes with what is told before it."""
        if self._seen.said and self._seen.waited is None:
            self._seen.waited = self._at.clock.now() - self._told_at
        if isinstance(event, (events.Sent, events.Found)):
            self._job_id = event.job_id
            if self._call == "cancel" and not self._intent.cancel_wished:
                self._wish_cancel()
            if self._call in {"query", "cancel"}:
                self._strike()
            if self._call not in {"query", "cancel"} or (self._call == "query" and isinstance(self._fault, Listing)):
                self._at.gate.set()
        elif isinstance(event, events.OutcomeUnknown) and not self._is_awaited:
            self._is_awaited = True
            self._strike()
        elif isinstance(event, events.OutcomeUnknown) and isinstance(self._fault, Listing) and self._call == "cancel":
            self._wish_cancel()
        elif isinstance(event, events.CancelAsked) and event.message:
            self._tell(event.describe())
            self._at.gate.set()  # it is not cancelled: it goes on
        elif isinstance(event, TROUBLE):
            self._tell(event.describe())

    def _wish_cancel(self) -> None:
        self._ledger.wish_cancel(self._intent_id)

    def _tell(self, sentence: str) -> None:
        if self._seen.said or not self._is_awaited:
            return
        self._seen.shown = self._intent.state.value
        self._seen.said = self._plain(sentence)
        self._told_at = self._at.clock.now()
        self._heal()
        if self._call != "cancel":
            self._at.gate.set()

    def _plain(self, sentence: str) -> str:
        """``sentence`` without what is another each time."""
        for host in (self._target.ci_host, self._target.cos_host):
            sentence = re.sub(rf"{re.escape(host)} at https?://[\w.:]+", "SERVICE", sentence)
        sentence = re.sub(r"j[0-9a-f]{32}", "JOB", sentence).replace(self._intent.short_id, "INTENT")
        return re.sub(r"request [\w-]+\)", "request ID)", sentence)

    def _count(self) -> None:
        """How it ended; what is shown as sent must be at the service."""
        intent = self._intent
        bodies = self._at.cloud.accepted_posts()
        self._seen.end = intent.state.value
        self._seen.posts = self._at.proxy.seen - self._posts_before
        self._seen.accepted = sum(mark.encode() in body for mark in self._marks for body in bodies)
        self._seen.met, self._seen.is_spared = self._met()
        if intent.job_id:
            with self._at.client(self._target, 20.0) as direct:
                assert [job.mark for job in direct.query([intent.job_id])[1].jobs] == [intent.mark]

    def _met(self) -> tuple[int, bool]:
        """To how many calls the fault was done, and whether it could change nothing of any of them."""
        if isinstance(self._fault, Wrong):
            return self._to_nowhere, False
        proxy, kind = self._at.proxy, "list" if isinstance(self._fault, Listing) else self._call
        is_spared = proxy.spared[kind] == proxy.met[kind] if self._list is None else self._list.left_out == 0
        return proxy.met[kind], is_spared


FORGETFUL_SECONDS = 660.0
"""For how long a query does not know the job, where that is on the course: longer than the lag of an account."""

LAG_LOCAL = 5.0
LAG_ACCOUNT = 500.0
"""Seconds after which a list that lags shows the job: of a local cloud before the signature is over (assumed: at once),
of an account before its limit.
"""
