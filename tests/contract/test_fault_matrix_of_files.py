"""Every fault that a network or a service can have, at every call that brings a file into the bucket.

Each row is a fault, each cell what comes of it at one call. In all of them: what was to be submitted is not submitted
while its source is not there, the ledger has no trace of it, and the same again ends with one object, of the right
bytes, and one job.
"""

from __future__ import annotations

import contextlib
import re
import struct
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from _pytest.mark.structures import ParameterSet

from support import fault_proxy as faults
from support.clips import clip
from support.fault_proxy import Fault, Late
from support.fault_words import (
    BROKE,
    CUT_OFF,
    FILE_408,
    FILE_409,
    MOVED,
    NO_TLS,
    PAGE,
    REFUSED,
    SAID_429,
    SAID_500,
    SAID_502,
    SAID_503,
    SLOW,
    STRANGE,
    UNNAMED,
    error,
    late,
)
from support.faulty_course import Theatre, Wrong, theatre
from support.nowhere import nowhere
from tilewright.accounts.profile import LOCAL
from tilewright.cloud import putting, transfers
from tilewright.errors import CloudError
from tilewright.jobs.course import follow
from tilewright.jobs.history import History
from tilewright.jobs.intent import Intent
from tilewright.jobs.ledger import Ledger
from tilewright.jobs.wish import make_wish
from tilewright.model.states import State
from tilewright.usecases.events import Made
from tilewright.usecases.make import make
from tilewright.usecases.names import url_of
from tilewright.usecases.workplace import Service

PART = 1 << 20
"""The shortest part that a service takes."""


class Lesson:
    """A video of this machine, and the job of it at a service that is reached through the proxy."""

    def __init__(self, at: Theatre, video: Path, *, local: bool) -> None:
        self.at, self.video, self.target = at, video, at.target(local)
        self.service = Service(LOCAL, at.keys, "", None, at.proxy.address)

    def use(self, read_timeout: float) -> None:
        self.service.client.close()
        self.service.client = self.at.client(self.target, read_timeout)

    def bring(self) -> Made:
        """What a user does first; raises the error of the cloud."""
        *_, made = make([str(self.video)], self.service, name="lesson")
        assert isinstance(made, Made)
        return made

    def submit(self, made: Made) -> None:
        with Ledger(self.at.home, now=self.at.clock.now) as ledger:
            intent = ledger.intend(make_wish(made.composition), self.target).intent
            list(follow(ledger, intent.id, self.service.client, self.at.clock.pace, fresh=True))
            assert ledger.get(intent.id).state is State.SUCCESS

    def intents(self) -> list[Intent]:
        with History(self.at.home) as history:
            return history.newest()

    def plain(self, sentence: str) -> str:
        """``sentence`` without what is another each time."""
        host = re.escape(self.target.cos_host)
        sentence = re.sub(rf"{host} at https?://[\w.:]+", "SERVICE", sentence)
        return re.sub(r"request [\w-]+\)", "request ID)", sentence)

    @property
    def url(self) -> str:
        return url_of(self.target, self.keys()[0])

    def keys(self) -> list[str]:
        with self.at.client(self.target, 20.0) as client:
            return [entry.key for entry in client.list_objects("input/").entries]

    def content(self, key: str) -> bytes:
        with self.at.client(self.target, 20.0) as client, client.open(key) as file:
            return file.read()


@dataclass(frozen=True)
class NotRun:
    """A cell that makes no sense, and why."""

    why: str


CALLS = {
    "head": "Cannot look at input/short.mp4",
    "adopt": "Cannot put short.mp4 into the bucket",
    "put": "Cannot put short.mp4 into the bucket",
    "begin": "Cannot put long.mp4 into the bucket",
    "part": "Cannot put long.mp4 into the bucket",
    "complete": "Cannot put long.mp4 into the bucket",
}
"""What each call is called in a sentence: is it there? here it is, by its path or in one piece; and in parts."""

TOLD = "told"
"""Nothing is submitted, and the same again does it."""
QUIET = "quiet"
"""Nobody needs to notice."""
JOINED = "joined"
"""Nobody needs to notice: the answer was lost, but the upload is no longer known, and the object is there."""

NETWORK = " Check the network, then try again."
NOTHING_SENT = f"{NETWORK} Nothing was sent."
PROFILE = " Check the network and the profile, then try again. Nothing was sent."
PROXY = " Check the network and proxy settings, then try again."
TRUST = " Have the certificate of your network trusted by this computer, or use another network. Nothing was sent."
SIGN_IN = " Open a web page to see whether the network wants a sign-in, then ask again."
BETTER = " Try again, with a better network if there is one."
LATER = " Wait a while and try again."
REFUSED_LATER = f"{LATER} Nothing was carried out."
RENAME = " Use another name."
LENGTHLESS = ": the answer (status 200) does not say how long the object is, and it is empty."
EMPTY_502 = ": the answer (status 502) is not one of the service, and it is empty."

# Only one of the calls has a body, the answer to another has none.
NO_SAFETY = {"put": NO_TLS[0] + PROXY, "": NO_TLS[1] + NETWORK}
GATEWAY = {"head": EMPTY_502 + SIGN_IN, "": SAID_502 + SIGN_IN}
SIGN_IN_PAGE = {"head": LENGTHLESS + SIGN_IN, "": PAGE[1] + SIGN_IN}

How = Fault | Wrong | Callable[[Theatre], Fault]
Said = str | dict[str, str]
Others = dict[str, str | NotRun]
Row = tuple[str, How, Said, Others]

ALIKE: Others = dict.fromkeys(
    ("part", "complete"), NotRun("each call has a connection of its own: as the upload begins")
)
NO_BODY: Others = dict.fromkeys(("head", "adopt", "begin"), NotRun("the call has no body; the row above is the same"))
SMALL: Others = dict.fromkeys(("head", "adopt", "put", "part"), QUIET)
"""Their answers have no body."""
JOIN: Others = {"complete": JOINED}
ALL: Others = {}

# fmt: off
TABLE: list[Row] = [
    # fault                    how it is made             what is said             the calls of which it is not TOLD
    ("connection refused",     Wrong("refused"),          REFUSED + NOTHING_SENT,  ALIKE),
    ("DNS failure",            Wrong("name"),             UNNAMED + PROFILE,       ALIKE),
    ("no TLS spoken",          Wrong("no-tls"),           NO_SAFETY,               ALIKE),
    ("unknown certificate",    Wrong("untrusted"),        STRANGE + TRUST,         ALIKE),
    ("reset before the body",  faults.RESET_BEFORE_BODY,  BROKE + NETWORK,         ALL),
    ("reset in the body",      faults.RESET_IN_BODY,      BROKE + NETWORK,         NO_BODY),
    ("reset after the body",   faults.RESET,              BROKE + NETWORK,         ALL),
    ("reset after delivery",   faults.RESET_AFTER,        BROKE + NETWORK,         JOIN),
    ("answer lost",            faults.LOSE_ANSWER,        BROKE + NETWORK,         JOIN),
    ("request lost",           faults.DROP,               BROKE + NETWORK,         ALL),
    ("request late",           late,                      SLOW + NETWORK,          ALL),
    ("slow drip of the head",  faults.DRIP_HEAD,          SLOW + NETWORK,          JOIN),
    ("slow drip of the body",  faults.DRIP,               SLOW + NETWORK,          SMALL | JOIN),
    ("time-out",               faults.SILENCE,            SLOW + NETWORK,          ALL),
    ("408",                    error(408, "RequestTimeout"),
                                                          FILE_408 + BETTER,       ALL),
    ("409",                    error(409, "PathConflict"),
                                                          FILE_409 + RENAME,       ALL),
    ("429",                    error(429, "SlowDown"),    SAID_429 + REFUSED_LATER, ALL),
    ("429 + Retry-After",      error(429, "SlowDown", ("Retry-After", "9")),
                                                          SAID_429 + REFUSED_LATER, ALL),
    ("500",                    error(500, "InternalError"),
                                                          SAID_500 + LATER,        ALL),
    ("500 but carried out",    error(500, "InternalError", deliver=True),
                                                          SAID_500 + LATER,        JOIN),
    ("502",                    faults.BAD_GATEWAY,        GATEWAY,                 ALL),
    ("503 + Retry-After",      error(503, "ServiceUnavailable", ("Retry-After", "7")),
                                                          SAID_503 + LATER,        ALL),
    ("redirect",               faults.REDIRECT,           MOVED + SIGN_IN,         ALL),
    ("cut-off XML",            faults.CUT_WHOLE,          CUT_OFF[1] + SIGN_IN,    SMALL | JOIN),
    ("HTML page",              faults.HTML_OK,            SIGN_IN_PAGE,            ALL),
]
# fmt: on


def cells() -> list[ParameterSet]:
    """The parts of a long file are like its one piece, but where they are joined: those are for the tier full. So is
    what drips, as it takes its time.
    """
    made = []
    for name, fault, said, others in TABLE:
        for call in CALLS:
            cell = others.get(call, TOLD)
            if isinstance(cell, NotRun):
                continue
            told = said if isinstance(said, str) else said.get(call, said[""])
            is_slow = name.startswith("slow drip")
            marks = [pytest.mark.full] if call in {"begin", "part"} or is_slow else []
            made.append(pytest.param(call, fault, told if cell == TOLD else "", id=f"{name}, {call}", marks=marks))
    return made


@pytest.fixture(scope="module")
def videos(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A short one, and one that goes in three parts: behind its own boxes stands one that nobody reads."""
    data = clip("short").read_bytes()
    free = 5 * PART // 2 - len(data)
    long = tmp_path_factory.mktemp("videos") / "long.mp4"
    long.write_bytes(data + struct.pack(">I4s", free, b"free") + bytes(free - 8))
    return {"short": clip("short"), "long": long}


def strike(lesson: Lesson, call: str, fault: Fault | Wrong, undo: contextlib.ExitStack) -> None:
    """Let the ``call`` meet the ``fault``."""
    if isinstance(fault, Wrong):
        address, client = undo.enter_context(nowhere(fault.how)), lesson.service.client
        put = client.put_file

        def move_then_put(*what: Any) -> None:
            client.move(address, lesson.at.keys)
            put(*what)

        if call == "head":
            client.move(address, lesson.at.keys)
        else:
            client.put_file = move_then_put  # type: ignore[method-assign]
    else:
        lesson.at.proxy.faults_of["put" if call == "adopt" else call].append(fault)


@pytest.mark.parametrize(("call", "fault", "said"), cells())
def test_that_a_fault_is_told_and_the_same_again_makes_one_object_and_one_job(
    tmp_path: Path, videos: dict[str, Path], monkeypatch: pytest.MonkeyPatch, call: str, fault: How, said: str
) -> None:
    monkeypatch.setattr(transfers, "SINGLE_LIMIT", 2 * PART)
    monkeypatch.setattr(putting, "PART", PART)
    video = videos["long" if call in {"begin", "part", "complete"} else "short"]
    with theatre(tmp_path) as at, contextlib.ExitStack() as undo:
        at.gate.set()
        lesson, made, told = Lesson(at, video, local=call == "adopt"), None, ""
        struck = fault(at) if callable(fault) else fault
        lesson.use(1.0 if struck == faults.SILENCE or isinstance(struck, Late) else 20.0)
        strike(lesson, call, struck, undo)
        try:
            made = lesson.bring()
        except CloudError as caught:
            told = lesson.plain(str(caught))
        if not isinstance(struck, Wrong):  # else the sentence tells that it was met
            kind = "put" if call == "adopt" else call
            is_spared = not said and call != "complete"
            assert (at.proxy.met[kind], at.proxy.spared[kind]) == (1, int(is_spared))
        if call == "head":  # what the service says stands in a body
            said = said.replace(": no (", " (")
        assert told == (CALLS[call] + said if said else "")
        assert (at.proxy.seen, lesson.intents()) == (0, [])
        at.clock.wait(10)
        lesson.use(20.0)
        lesson.submit(made or lesson.bring())
        at.clock.wait(10)
        assert at.proxy.seen == len(at.cloud.accepted_posts()) == 1
        (key,) = lesson.keys()
        assert lesson.content(key) == video.read_bytes()
        assert lesson.url in at.cloud.accepted_posts()[0].decode()
        with at.cloud.database.read() as rows:
            assert rows.execute("SELECT count(*) FROM part").fetchone()[0] == 0
