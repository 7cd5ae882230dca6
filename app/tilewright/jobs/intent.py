"""One row of the ledger."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from ..model.states import Kind, State, kind_of
from ..model.target import Target
from .naming import Naming


class Fate(StrEnum):
    """What becomes of another job that the service made of the same intent."""

    WAITS = "waits"
    """It has not begun, and is to be cancelled before it does."""

    CANCELLED = "cancelled"

    STAYS = "stays"
    """It was begun, or is at its end: nothing can be done about it."""


@dataclass(frozen=True)
class TwinJob:
    """Another job that the service made of the same intent."""

    job_id: str
    fate: Fate


@dataclass(frozen=True)
class Intent:
    """One wish to submit and what became of it. The request itself, ``request_size`` bytes, is read when it is needed.

    ``created``, ``ended`` and ``sending_clock`` are Unix seconds of our clock; ``sending_at``, ``signature_end``,
    ``job_created`` of the service's; ``sending_ticks`` those of `pace.ticks` in the run ``sending_boot`` of the
    machine. ``ended`` is set once and for all when nothing more can happen; until then the intent is unresolved, also
    in state ``not-sent``. ``progress`` is 0–100. ``output_key`` is as sent, with its
    variables; ``result_key`` what the service made of it. ``result_path`` is where the user wants the file,
    without its extension; empty when it just stays in the bucket. ``delivered_path`` is the file chosen for it, and
    ``delivered`` (Unix seconds of our clock) says that it is whole. ``attempts`` counts the sendings that may have
    made a job. ``naming`` is what became of the output's name, ``reserved`` the name that the result has or will have,
    as ``Wish`` has it. ``length`` are the seconds of the result, as the sources had them when it was
    submitted; ``None`` where that was not known. ``number`` is its place among the rows of the ledger, 0 before it is
    written; ``changed`` grows with every change of the ledger: of two readings the one with more is the later.
    """

    id: str
    short_id: str
    mark: str
    target: Target
    request_size: int
    wish: str
    name: str
    state: State
    created: float
    output_bucket: str
    output_region: str
    output_key: str
    cancel_wished: bool = False
    attempts: int = 0
    sending_at: float | None = None
    sending_clock: float | None = None
    sending_ticks: float | None = None
    sending_boot: str = ""
    signature_end: int | None = None
    job_id: str = ""
    job_created: float | None = None
    progress: int | None = None
    code: str = ""
    message: str = ""
    result_bucket: str = ""
    result_region: str = ""
    result_key: str = ""
    result_path: str = ""
    machine: str = ""
    ended: float | None = None
    delivered_path: str = ""
    delivered: float | None = None
    naming: Naming = "numbered"
    reserved: str = ""
    twins: tuple[TwinJob, ...] = ()
    length: float | None = None
    number: int = field(default=0, compare=False)
    changed: int = field(default=0, compare=False)

    @property
    def is_resolved(self) -> bool:
        return self.ended is not None

    @property
    def kind(self) -> Kind:
        return kind_of(self.state, is_resolved=self.is_resolved)

    @property
    def is_awaited(self) -> bool:
        """Whether something is still to happen: the job is open, its file on its way to its place, or another job of
        the same intent to be cancelled.
        """
        return not self.is_resolved or self.is_undelivered or self.has_waiting_twin

    @property
    def is_undelivered(self) -> bool:
        """Whether its result is there and wanted, but not in its place."""
        return self.state is State.SUCCESS and bool(self.result_path) and self.delivered is None

    @property
    def has_waiting_twin(self) -> bool:
        return any(twin.fate is Fate.WAITS for twin in self.twins)


class Repeat(NamedTuple):
    """The same answer once more: when it was asked for (Unix seconds of our clock), and its own request id."""

    asked: float
    request_id: str


@dataclass(frozen=True)
class Answer:
    """An answer of the service worth keeping. ``asked`` is Unix seconds of our clock; ``body`` holds no secrets.

    ``call`` is ``submit``, ``query`` (by its id, or a page of all jobs that names it), ``list`` (a page that does not),
    ``cancel``, ``head`` (of the output) or ``name`` (of another name: one that was taken, or that an equal wish would
    have got), and ``twin`` or ``cancel-twin`` about another job of the same intent; empty in what versions 1 and 2 of
    the ledger kept.
    ``told`` is what it said: a state and progress (``running 40``), how many jobs a page had, ``there`` or ``absent``
    (of the output, or of the job in an answer), or the code of an error. A question that got no answer has status 0.

    It was said ``times`` in a row, ``latest`` at last. ``asked`` and the request id are of the first time, those of the
    others stand in ``again``, oldest first, as far as the answers had ids and they were read.
    """

    asked: float
    request_id: str
    status: int
    body: bytes = field(repr=False)
    call: str = ""
    told: str = ""
    times: int = 1
    latest: float | None = None
    again: tuple[Repeat, ...] = ()

    @property
    def repeats(self) -> tuple[Repeat, ...]:
        """Each time that it came with a request id, oldest first."""
        first = (Repeat(self.asked, self.request_id),) if self.request_id else ()
        return (*first, *self.again)
