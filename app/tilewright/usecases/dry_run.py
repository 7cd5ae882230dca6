"""A dry run: everything that a submission looks at, and nothing that it does."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any, Literal

from ..errors import NameTaken
from ..jobs.pace import Pace
from ..jobs.reserved import look_before
from ..jobs.wish import Wish
from ..jobs.wished import Intended
from ..text import say
from .earlier import changes_since, ended_unseen, has_ended
from .workplace import Service, Workplace


@dataclass(frozen=True, slots=True)
class DryRun:
    """A dry run ends here: no wish was noted, nothing sent. ``request`` is what would have been; ``would`` says what
    comes of it now: a ``new`` job, or that of ``job``, which is under way (``joined``) or done (``finished``);
    ``is_outdated``: what that was made of changed since, but another result may not have its name.
    """

    request: bytes
    would: Literal["new", "joined", "finished"] = "new"
    job: str = ""
    is_outdated: bool = False

    def describe(self) -> str:
        if self.would == "joined":
            return say(
                "Nothing was sent. The same job is under way already ({job}): no second one would be made.",
                job=self.job,
            )
        if self.is_outdated:
            return say(
                "Nothing was sent. The same job was done already ({job}). What it was made of changed since: "
                "`submit --replace` would make it anew under this name.",
                job=self.job,
            )
        if self.would == "finished":
            return say(
                "Nothing was sent. The same job was done already ({job}): a new one would be made with `--again` only.",
                job=self.job,
            )
        return say(
            "Nothing was sent: the request has {count} bytes and would be accepted by all checks.",
            count=len(self.request),
        )

    def as_record(self) -> dict[str, Any]:
        return {
            "event": "dry-run",
            "request": self.request.decode(),
            "would": self.would,
            "same_as": self.job or None,
        }


def try_out(wish: Wish, service: Service, workplace: Workplace, pace: Pace, *, again: bool) -> DryRun:
    """What submitting ``wish`` would come to now. Raises ``NameTaken`` and the errors of the cloud as that does.

    An earlier job that seems to write the name is asked about, where that may be noted: it may have ended.
    """
    with workplace.ledger() as ledger:
        may_note = ledger.not_ours is None

        def find(passed_over: str = "") -> Intended | None:
            is_again = again and not passed_over
            look = look_before(wish, service.client)
            now = time.time()
            return ledger.would_intend(wish, service.target, now, look=look, again=is_again, passed_over=passed_over)

        try:
            found = find()
        except NameTaken as error:
            if not may_note or not has_ended(error.writer, ledger, service, pace, cancels=False):
                raise
            found = find()
        if found and found.how == "joined" and may_note and ended_unseen(found.intent, ledger, service, pace):
            found = find()
        while found and found.how == "finished" and may_note:
            changes, done = changes_since(found.intent, ledger, service), found
            if not changes:
                break
            try:
                found = find(done.intent.id)
            except NameTaken as error:
                if wish.naming != "exact" or error.writer or not changes.has_result:
                    raise
                return _would(wish, done, is_outdated=True)
    return DryRun(wish.request) if found is None else _would(wish, found)


def _would(wish: Wish, found: Intended, *, is_outdated: bool = False) -> DryRun:
    return DryRun(wish.request, found.how, found.intent.job_id or found.intent.short_id, is_outdated)
