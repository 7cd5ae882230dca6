"""All jobs of the service since a moment, a page of its listing at a time."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ..errors import BadReply, CloudError
from ..points import reach
from ..wire.jobs import Job
from .intent import Answer
from .keeping import keep_before, keep_each, keep_gist
from .pace import Pace

if TYPE_CHECKING:
    from ..cloud.client import Client

PAGES = 10_000


class Pages:
    """``jobs`` made since ``start`` (service time) by id, oldest first, as far as they were asked for; ``begun`` and
    ``date`` are the service's clock at the first and the last answer, and ``heard`` is what to keep of all answers.
    """

    def __init__(self, start: float) -> None:
        self.jobs: dict[str, Job] = {}
        self.begun: float | None = None
        self.date: float | None = None
        self.heard: list[Answer] = []
        self._since = datetime.fromtimestamp(start, UTC)
        self._token = ""
        self._seen: set[str] = set()

    def ask(self, client: Client, pace: Pace) -> bool:
        """Ask for the next page; whether it was the last. After an error the same page may be asked for again."""
        asked = pace.now()
        reach("reconcile.list.before")
        try:
            reply, page = client.list_jobs(since=self._since, next_token=self._token, tries=1)
        except CloudError as error:
            self.heard += keep_each(client, error, asked, "list")
            raise
        reach("reconcile.list.answered")
        self.heard += keep_before(client, reply, asked, "list")
        self.heard.append(keep_gist(client, reply, asked, "list", str(len(page.jobs))))
        self.jobs |= {job.job_id: job for job in page.jobs}
        self.date = reply.service_time
        if not self._seen:
            self.begun = self.date
        if page.next_token in {"", self._token}:  # the end: no token, or the one that we sent (A8)
            return True
        if page.next_token in self._seen or len(self._seen) >= PAGES:
            raise BadReply("The list of jobs at the service does not end.")
        self._token = page.next_token
        self._seen.add(self._token)
        return False
