"""What a service said of a job, as values: the window reads them early."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..jobs.intent import Repeat


@dataclass(frozen=True)
class ReadAnswer:
    """One answer, or several in a row that said the same: ``asked`` and ``latest``, Unix seconds of our clock, are when
    the first and the last of ``times`` came. ``call`` is as in `jobs.Answer`; empty where that was not kept. ``says``
    is a sentence, ``text`` the body: laid out to be read where it is XML, else as it came; empty when only what it says
    was kept. ``status`` 0: no answer came. ``again`` are the later times, with their request ids: the newest of them.
    """

    asked: float
    request_id: str
    status: int
    says: str
    text: str = field(default="", repr=False)
    call: str = ""
    times: int = 1
    latest: float | None = None
    again: tuple[Repeat, ...] = ()


@dataclass(frozen=True)
class Heard:
    """What was sent, and what the service said: the newest, oldest first. ``started`` and ``ended`` are Unix
    seconds of its clock; ``media_info`` the facts about the result as the service names them: part, name, value.
    ``older`` is how many answers to questions there are before these.
    """

    answers: tuple[ReadAnswer, ...] = ()
    started: float | None = None
    ended: float | None = None
    media_info: tuple[tuple[str, str, str], ...] = ()
    older: int = 0
    request: bytes = field(default=b"", repr=False)
