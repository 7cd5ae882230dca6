"""When which of the open jobs of one place is due. Times are ticks; nothing is asked here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..model.schedule import NEAR_PERCENT, Schedule
from ..model.states import State
from ..wire.limits import IDS_A_QUERY
from .estimate import Estimate
from .intent import Intent

OLD_SECONDS = 120.0
"""While pages of the listing tell of the jobs: one of which they told nothing for so long is asked about by its id."""

GATHER = 0.25
"""A question takes along what would be due within this part of its pause."""

FAR, CLOSE = 1 / 4, 1 / 40
"""A pause is at most such a part of what is left, roughly: before there is a true estimate, and close to the end."""

NEVER = float("inf")


@dataclass(frozen=True)
class Known:
    """What is known of a job; a change of it is news."""

    state: State
    percent: int | None
    is_cancel_wished: bool

    @classmethod
    def of(cls, intent: Intent) -> Known:
        return cls(intent.state, intent.progress, intent.cancel_wished)


class Item:
    """One job: when it is due, and when it was heard of last."""

    def __init__(self, schedule: Schedule, known: Known, now: float) -> None:
        self.due = self.heard = now
        self.pause = schedule.first
        self.is_urgent = False
        self._schedule = schedule
        self._longest = schedule.last
        self._known = known
        self._estimate: Estimate | None = None
        self._ran_from: float | None = None
        self._sample(known, now)

    def learn(self, known: Known, now: float) -> bool:
        """Take what is known of it now; whether it is news. After news more may come soon."""
        if known == self._known:
            return False
        is_new_wish = known.is_cancel_wished and not self._known.is_cancel_wished
        is_progress = (known.state, known.is_cancel_wished) == (self._known.state, self._known.is_cancel_wished)
        self._known, self._longest = known, self._schedule.last
        self._sample(known, now)
        is_foreseen = is_progress and self._rough(now) is not None
        self.pause = self._schedule.moving if is_foreseen else self._schedule.first
        self.hurry(now if is_new_wish else now + self.pause, urgent=is_new_wish)
        return True

    def hurry(self, due: float, *, urgent: bool) -> None:
        self.due = min(self.due, due)
        self.is_urgent |= urgent

    def plan(self, now: float) -> None:
        """It was asked about: find the next time."""
        near = self._near(now)
        self.due = now + min(self.pause, near)
        self.is_urgent = near < self._schedule.last
        self.pause = min(self.pause * 1.5, self._longest)

    def slacken(self) -> None:
        """While there is no news its pauses grow on."""
        self._longest = self._schedule.in_vain

    def due_at(self, *, by_pages: bool) -> float:
        """When it is asked about by its id."""
        return self.due if self.is_urgent or not by_pages else max(self.due, self.heard + OLD_SECONDS)

    def _sample(self, known: Known, now: float) -> None:
        if known.state is not State.RUNNING:
            self._ran_from = None
        elif self._ran_from is None:
            self._ran_from = now
        if known.state is State.RUNNING and known.percent is not None:
            self._estimate = self._estimate or Estimate()
            self._estimate.add(now, known.percent)

    def _rough(self, now: float) -> float | None:
        """Seconds that are left if it goes on as it did, before there is a true estimate; ``None`` without progress."""
        if self._ran_from is None or not self._known.percent:
            return None
        return (now - self._ran_from) * (100 - self._known.percent) / self._known.percent

    def _near(self, now: float) -> float:
        """The longest pause that fits to how near the end is: half of the time to it, or since it should have come."""
        percent = self._known.percent
        if self._known.state is not State.RUNNING or percent is None or self._estimate is None:
            return NEVER
        if percent >= NEAR_PERCENT:
            return max(self._schedule.near, CLOSE * (self._rough(now) or 0))
        if self._estimate.ends is None:
            rough = self._rough(now)
            return NEVER if rough is None else max(self._schedule.near, FAR * rough)
        first, last = self._estimate.ends
        return max(self._schedule.near, (first - now) / 2, (now - last) / 2)


class Agenda:
    """All open jobs by the ids of their intents. ``by_pages``: they are told of by the listing, too, and only what is
    urgent or not told of is asked about by its id.
    """

    def __init__(self, schedule: Schedule) -> None:
        self._schedule = schedule
        self._items: dict[str, Item] = {}

    def __len__(self) -> int:
        return len(self._items)

    def take(self, intent: Intent, now: float) -> bool:
        """It is open: new ones are due at once. Whether there is news."""
        item = self._items.get(intent.id)
        if item is None:
            self._items[intent.id] = Item(self._schedule, Known.of(intent), now)
            return True
        return item.learn(Known.of(intent), now)

    def drop(self, intent_id: str) -> None:
        self._items.pop(intent_id, None)

    def keep_only(self, ids: Iterable[str]) -> None:
        """Forget all others."""
        kept = set(ids)
        for intent_id in [intent_id for intent_id in self._items if intent_id not in kept]:
            del self._items[intent_id]

    def heard(self, intent_id: str, now: float) -> None:
        """The service told of it."""
        if item := self._items.get(intent_id):
            item.heard = now
            item.plan(now)

    def asked(self, intent_id: str, now: float) -> None:
        """It was asked about, and the answer did not tell of it."""
        if item := self._items.get(intent_id):
            item.plan(now)

    def hurry(self, ids: Iterable[str], now: float) -> None:
        """Ask about these by their ids at once."""
        for intent_id in ids:
            if item := self._items.get(intent_id):
                item.hurry(now, urgent=True)

    def slacken(self, intent_id: str) -> None:
        """No answer can clear it up as things are: ask ever less often, until there is news of it."""
        if item := self._items.get(intent_id):
            item.slacken()

    def wake(self, now: float) -> None:
        """Everything is due, and pauses begin anew."""
        for item in self._items.values():
            item.due, item.pause = min(item.due, now), self._schedule.first

    def due_in(self, now: float, *, by_pages: bool = False) -> float:
        """Seconds until a question by ids is due, 0 or less for now; endless without a job."""
        return min((item.due_at(by_pages=by_pages) for item in self._items.values()), default=NEVER) - now

    def next(self, now: float, *, by_pages: bool = False, most: int = IDS_A_QUERY) -> list[str]:
        """What to ask about now by ids, the longest due first; none when nothing is due. What would be due soon after
        comes along.
        """
        moments = {intent_id: item.due_at(by_pages=by_pages) for intent_id, item in self._items.items()}
        if not moments or min(moments.values()) > now:
            return []
        items = self._items
        soon = [intent_id for intent_id, due in moments.items() if due <= now + items[intent_id].pause * GATHER]
        return sorted(soon, key=moments.__getitem__)[:most]
