"""Every answer of the service about one job, with its request id: what its support asks for."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from ..jobs.intent import Answer, Intent
from .answers import read_answers
from .export_jobs import cell
from .workplace import Workplace

FIELDS = ("asked", "call", "status", "request_id", "times", "says")


@dataclass(frozen=True)
class OneAnswer:
    """``asked``: Unix seconds of our clock; ``call``, ``status`` as in `jobs.Answer`. One without a request id stands
    for as many ``times`` in a row that had none, or of which earlier versions did not keep it: the last of them.
    """

    asked: float
    call: str
    status: int
    request_id: str
    times: int
    says: str

    def as_record(self) -> dict[str, Any]:
        asked = datetime.fromtimestamp(self.asked, UTC).isoformat(timespec="milliseconds")
        values = asked, self.call, self.status, self.request_id or None, self.times, self.says
        return dict(zip(FIELDS, values, strict=True))

    def describe(self) -> str:
        asked = datetime.fromtimestamp(self.asked).astimezone().isoformat(" ", "seconds")
        status = f"HTTP {self.status}" if self.status else ""
        times = f"{self.times} ×" if self.times > 1 else ""
        return "  ".join(filter(None, (asked, self.call, status, self.request_id, times, self.says)))


def every_answer(intent: Intent, workplace: Workplace) -> list[OneAnswer]:
    """One after another, the oldest first by our clock."""
    with workplace.history() as history:
        answers = history.each_answer(intent.id)
    said = zip(answers, read_answers(answers, intent.job_id).answers, strict=True)
    every = [each for answer, read in said for each in _each(answer, read.says)]
    return sorted(every, key=lambda one: one.asked)


def _each(answer: Answer, says: str) -> Iterator[OneAnswer]:
    for repeat in answer.repeats:
        yield OneAnswer(repeat.asked, answer.call, answer.status, repeat.request_id, 1, says)
    if nameless := answer.times - len(answer.repeats):
        asked = answer.latest if answer.repeats and answer.latest is not None else answer.asked
        yield OneAnswer(asked, answer.call, answer.status, "", nameless, says)


def table_of(intent: Intent, workplace: Workplace) -> bytes:
    """The same for a spreadsheet: CSV in UTF-8 with its mark."""
    table = io.StringIO("\ufeff", newline="")
    table.seek(0, io.SEEK_END)
    lines = csv.writer(table)
    lines.writerow(FIELDS)
    for answer in every_answer(intent, workplace):
        lines.writerow(map(cell, answer.as_record().values()))
    return table.getvalue().encode()
