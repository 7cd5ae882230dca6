"""What a service said of a job, as values: the window reads them early."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class ReadAnswer:
    """One answer, or several in a row that said the same: ``asked`` and ``latest``, Unix seconds of our clock, are when
    the first and the last of ``times`` came, with ``request_id`` and ``latest_id``. ``call`` is as in `jobs.Answer`;
    empty where that was not kept. ``says`` is a sentence, ``text`` the body: laid out to be read where it is XML, else
    as it came; empty when only what it says was kept. ``status`` 0: no answer came.
    """

    asked: float
    request_id: str
    status: int
    says: str
    text: str = field(default="", repr=False)
    call: str = ""
    times: int = 1
    latest: float | None = None
    latest_id: str = ""


@dataclass(frozen=True)
class Heard:
    """What was sent and all that was kept of what the service said, oldest first. ``started`` and ``ended`` are Unix
    seconds of its clock; ``media_info`` the facts about the result as the service names them: part, name, value.
    """

    answers: tuple[ReadAnswer, ...] = ()
    started: float | None = None
    ended: float | None = None
    media_info: tuple[tuple[str, str, str], ...] = ()
    request: bytes = field(default=b"", repr=False)
