"""Jobs that the service's answers no longer name, and whether they are gone for good.

The cloud's query may lag as its listing does (A19): two complete listings must not show such a job either, at a time
when they must show every job. That it is late enough takes two witnesses: the service's clock, and as much time by the
clock that nobody can set, in which no answer named it. What the listings show is believed where they show all jobs that
are known to exist, and one at least; or of jobs so old that the service may have forgotten them (ci-jobs §3.2). Where
the listing is refused, nobody will tell more of those old ones: they are gone.

All of them are looked for at once, and a step is one page: other jobs are asked about between two.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from ..cloud.retry import is_about_rate, is_passing
from ..errors import CloudError, Rejected
from ..model.target import Target
from ..text import say
from .agenda import NEVER
from .intent import Answer, Intent
from .ledger import Ledger
from .pace import OLDEST_SECONDS, Pace, growing
from .pages import Pages
from .tally import Tally

if TYPE_CHECKING:
    from ..cloud.client import Client

log = logging.getLogger(__name__)

MISSES = 5
"""Answers in a row that do not know the job, after which it may be lost: a new job may show up late."""

LISTINGS = 2
"""Complete listings that must not show it."""

BEFORE_SECONDS = 3600.0
"""How long before the making of a job a listing begins that must not show it."""

GUESS_SECONDS = 60.0
"""By how much what we know of the moment at which another job was made may be off."""

MOST = 100
"""So many are looked for at once: what the service said is kept with each of them."""

AGAIN_SECONDS = 600.0
"""The longest pause between two searches that found out nothing."""

FAILURES = 3
"""Searches in a row that failed, after which the listing counts as refused."""


class Missing:
    """Those of one place. Times are ticks."""

    def __init__(self, ledger: Ledger, target: Target, pace: Pace, tally: Tally) -> None:
        self._ledger = ledger
        self._tally = tally
        self._target = target
        self._pace = pace
        self._misses: Counter[str] = Counter()
        self._since: dict[str, float] = {}
        self._unnamed: set[str] = set()
        self._told: set[str] = set()
        self._doubtful: dict[str, Intent] = {}
        self._search: _Search | None = None
        self._date = 0.0
        self._due = pace.ticks()
        self._pauses = self._new_pauses()
        self._failures = 0

    def is_doubtful(self, intent_id: str) -> bool:
        """Whether so many answers did not name it that it may be gone."""
        return self._misses[intent_id] >= MISSES

    def named(self, intent_id: str) -> None:
        """An answer told of it, or nobody asks about it any more."""
        if self._misses.pop(intent_id, 0) == 0:
            return
        del self._since[intent_id]
        self._unnamed.discard(intent_id)
        self._told.discard(intent_id)
        self._doubtful.pop(intent_id, None)
        if self._search is not None:
            self._search.intents.pop(intent_id, None)

    def keep_only(self, ids: Collection[str]) -> None:
        """Forget all others."""
        for intent_id in [intent_id for intent_id in self._misses if intent_id not in ids]:
            self.named(intent_id)

    def missed(self, intents: Sequence[Intent], client: Client, date: float | None) -> list[Intent]:
        """An answer did not name them; ``date`` is the service's clock then. Those that are gone, as the local cloud
        knows at once. Raises ``Rejected`` at another local cloud: that one says nothing of our jobs.
        """
        now = self._pace.ticks()
        for intent in intents:
            self._misses[intent.id] += 1
            self._since.setdefault(intent.id, now)
        doubtful = [intent for intent in intents if self.is_doubtful(intent.id)]
        for intent in doubtful:
            if intent.target.local:
                _check_cloud(intent, client)
            elif date is not None and _must_be_shown(intent, date):
                self._unnamed.add(intent.id)
                if now - self._since[intent.id] >= intent.target.lag_limit:  # the service's clock may have leapt
                    self._look_for(intent, date)
        return [intent for intent in doubtful if intent.target.local]

    def news(self, intents: Sequence[Intent]) -> list[tuple[Intent, float]]:
        """Those of ``intents`` of which is to be told now that no answer names them any more, and for how many seconds
        none did.
        """
        now = self._pace.ticks()
        untold = [intent for intent in intents if intent.id in self._unnamed - self._told]
        self._told.update(intent.id for intent in untold)
        return [(intent, now - self._since[intent.id]) for intent in untold]

    def _look_for(self, intent: Intent, date: float) -> None:
        if self._search is not None and intent.id in self._search.intents:
            return
        if not self._doubtful and self._search is None:  # others that are gone are noticed meanwhile
            self._due = max(self._due, self._pace.ticks() + self._target.schedule.last)
        self._doubtful[intent.id] = intent
        self._date = max(self._date, date)

    # The search

    def due_in(self, now: float) -> float:
        """Seconds until a page of a listing is due, 0 or less for now; endless while none is needed."""
        if self._search is not None and not self._search.intents:
            self._end(self._search, [])
        if self._search is not None:
            return 0.0
        return self._due - now if self._doubtful else NEVER

    def wake(self, now: float) -> None:
        self._due = min(self._due, now)
        self._pauses = self._new_pauses()

    def look(self, client: Client) -> list[Intent]:
        """Ask for a page. Those that are gone, if it was the last that had to be seen. Raises the error of a service
        that gets too many questions: the search goes on later.
        """
        search = self._search = self._search or self._begin()
        try:
            is_over = self._ask(search, client)
        except CloudError as error:
            if is_about_rate(error):
                raise
            log.info("%s jobs cannot be looked for: %s", len(search.intents), error)
            self._failures += 1
            is_refused = not is_passing(error) or self._failures >= FAILURES
            return self._end(search, search.old if is_refused else [])
        if not is_over:
            return []
        self._failures = 0
        return self._end(search, search.gone(self._ledger, self._target, self._doubtful.values()))

    def _ask(self, search: _Search, client: Client) -> bool:
        try:
            return search.ask(client, self._pace)
        finally:  # a job that is named, or watched no more, leaves the search: what was said until then is kept with it
            self._tally.add(search.intents, *search.take_heard())

    def _begin(self) -> _Search:
        wanted = {intent_id: self._doubtful.pop(intent_id) for intent_id in list(islice(self._doubtful, MOST))}
        return _Search(wanted, self._date)

    def _end(self, search: _Search, gone: list[Intent]) -> list[Intent]:
        self._tally.note(search.intents)
        self._search = None
        if gone:
            self._pauses = self._new_pauses()
        self._due = self._pace.ticks() + next(self._pauses)
        return gone

    def _new_pauses(self) -> Iterator[float]:
        return growing(self._target.schedule.last, AGAIN_SECONDS)


class _Search:
    """Lists all jobs again and again until ``LISTINGS`` are complete. ``date`` is the service's clock before it."""

    def __init__(self, intents: dict[str, Intent], date: float) -> None:
        self.intents = intents
        self._date = date
        self._job_ids = {intent.job_id for intent in intents.values()}
        self._start = min(intent.job_created or date for intent in intents.values()) - BEFORE_SECONDS
        self._pages = Pages(self._start)
        self._shown: list[frozenset[str]] = []
        self._begun: list[float] = []

    def ask(self, client: Client, pace: Pace) -> bool:
        """Ask for a page; whether it was the last."""
        if self._pages.ask(client, pace):
            self._shown.append(frozenset(self._pages.jobs))
            self._begun.append(self._pages.begun or 0.0)
            heard, self._pages = self._pages.heard, Pages(self._start)
            self._pages.heard = heard
        return len(self._shown) >= LISTINGS

    def take_heard(self) -> list[Answer]:
        """What to keep of the answers since this was called last."""
        heard, self._pages.heard = self._pages.heard, []
        return heard

    def gone(self, ledger: Ledger, target: Target, others: Iterable[Intent]) -> list[Intent]:
        """Those that the listings show to be gone; ``others`` are to be looked for later."""
        in_doubt = self._job_ids | {intent.job_id for intent in others}
        in_all = self._shown[0].intersection(*self._shown)
        left_out = self._must_be_there(ledger, target) - in_doubt - in_all
        if left_out:
            log.info("The listing leaves out %d jobs that the service has, as %s.", len(left_out), min(left_out))
        is_believed = not left_out and bool((ledger.known_jobs(target, self._start) - self._job_ids) & in_all)
        shown = frozenset[str]().union(*self._shown)
        doubtful = list(self.intents.values()) if is_believed else self.old
        return [intent for intent in doubtful if intent.job_id not in shown]

    def _must_be_there(self, ledger: Ledger, target: Target) -> frozenset[str]:
        """All known jobs that a listing must show: made since it begins, neither too late nor so long ago that the
        service may have forgotten them.
        """
        late = min(self._begun) - target.lag_limit - GUESS_SECONDS
        early = max(self._start, max(self._begun) - OLDEST_SECONDS) + GUESS_SECONDS
        return ledger.known_jobs(target, early) - ledger.known_jobs(target, late)

    @property
    def old(self) -> list[Intent]:
        """Those that the service may have forgotten."""
        made = [(intent, intent.job_created) for intent in self.intents.values()]
        return [intent for intent, moment in made if moment is not None and self._date - moment > OLDEST_SECONDS]


def _must_be_shown(intent: Intent, date: float) -> bool:
    """Whether a complete listing at ``date`` or later shows its job, if there is one."""
    return intent.job_created is not None and date > intent.job_created + intent.target.lag_limit


def _check_cloud(intent: Intent, client: Client) -> None:
    target = intent.target
    if client.target.endpoint or not client.reached.is_same_service(target):
        raise Rejected(
            say(
                "The service at {address} does not know the job {id}: it needs the local cloud it was sent to.",
                address=client.target.endpoint or client.address,
                id=intent.job_id,
            ),
            "Is it the one that the job was sent to? Set TILEWRIGHT_ENDPOINT to that one.",
            code="OtherService",
            status=0,
        )
