"""Answers about jobs that are not what the service says: of lists that lag, shift or leave out, of other jobs."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

from lxml import etree

from support.fault_proxy import Act, Answer, Say
from support.skipping_clock import START, SkippingClock
from tilewright.wire.faults import write_fault


def _delivered_twice(_: str, deliver: Callable[[], Answer]) -> Answer:
    deliver()
    deliver()
    return 502, [], b""


TWICE = Act("delivered twice", _delivered_twice)
"""A network that is worse than one thinks: the service gets the call two times, its answers go astray."""


def _xml(answer: Answer, root: etree._Element) -> Answer:
    status, headers, _ = answer
    return status, headers, etree.tostring(root)


class Without:
    """A list without the jobs of ``mark``, an empty one: without any, while ``is_on``. ``left_out`` says how often it
    left out a job.
    """

    def __init__(self, mark: str, is_on: Callable[[], bool]) -> None:
        self._mark, self._is_on = mark, is_on
        self.left_out = 0

    def answer(self, target: str, deliver: Callable[[], Answer]) -> Answer:
        answer = deliver()
        if not self._is_on() or answer[0] != 200:
            return answer
        root = etree.fromstring(answer[2])
        for detail in root.findall("JobsDetail"):
            if self._mark in (detail.findtext("Operation/UserData") or ""):
                root.remove(detail)
                self.left_out += 1
        return _xml(answer, root)


def not_known_until(clock: SkippingClock, seconds: float) -> Act:
    """A query that does not know the job for ``seconds`` from the start."""

    def act(target: str, deliver: Callable[[], Answer]) -> Answer:
        answer = deliver()
        if clock.now() >= START + seconds:
            return answer
        root = etree.Element("Response")
        etree.SubElement(root, "NonExistJobIds").text = urlsplit(target).path.rpartition("/")[2]
        return _xml(answer, root)

    return Act("a query that does not know the job", act)


def of_another_job(target: str, deliver: Callable[[], Answer]) -> Answer:
    """The service does what was asked, and the answer tells of somebody else's job."""
    answer = deliver()
    detail = "<JobsDetail><Code>Success</Code><Message/><JobId>j0</JobId><State>Success</State></JobsDetail>"
    return 200, answer[1], f"<Response>{detail}</Response>".encode()


OTHER_JOB = Act("another job in the answer", of_another_job)


def refusal_of_list() -> Say:
    body = write_fault("AccessDenied", "not allowed", "NjA", resource=None)
    return Say(403, body, headers=(("x-ci-request-id", "NjA"), ("Content-Type", "application/xml")))


class ShiftingPages:
    """A list in pages of two by position, of which the first job vanishes while it is read: one job slips through."""

    def __init__(self) -> None:
        self._jobs: list[etree._Element] = []
        self._gone: set[str] = set()

    @property
    def left_out(self) -> int:
        """How many jobs slipped through: one for each that vanished."""
        return len(self._gone)

    def answer(self, target: str, deliver: Callable[[], Answer]) -> Answer:
        token = parse_qs(urlsplit(target).query).get("nextToken", ["0"])[0]
        if token == "0":
            self._last = deliver()
            jobs = etree.fromstring(self._last[2]).findall("JobsDetail")
            self._jobs = [job for job in jobs if job.findtext("JobId") not in self._gone]
        elif not self._gone and self._jobs:
            self._gone.add(self._jobs.pop(0).findtext("JobId") or "")
        root = etree.Element("Response")
        root.extend(self._jobs[int(token) : int(token) + 2])
        if int(token) + 2 < len(self._jobs):
            etree.SubElement(root, "NextToken").text = str(int(token) + 2)
        return _xml(self._last, root)
