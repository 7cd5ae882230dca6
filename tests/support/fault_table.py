"""What comes of each fault at each call about a job: one table for commands and for the window.

Each row is a fault, each cell what comes of it at one call: what state is shown, what is said, how it ends; and that
the service accepted one `POST /jobs` for the wish, no more and no less. Where a cell is not run, it says why.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

import pytest
from _pytest.mark.structures import ParameterSet

from support import fault_proxy as faults
from support.fault_proxy import Fault
from support.fault_words import (
    BROKE,
    CUT_OFF,
    MOVED,
    NO_TLS,
    OTHER,
    PAGE,
    REFUSED,
    SAID_408,
    SAID_409,
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
from support.faulty_answers import OTHER_JOB
from support.faulty_course import Listing, Seen, Theatre, Wrong

CALLS = {
    "submit": "Cannot submit the job",
    "query": "Cannot ask about the job JOB",
    "list": "Cannot list the jobs",
    "cancel": "Cannot cancel the job JOB",
}
"""What each call is called in a sentence."""

STATE = {"submit": "not-sent", "query": "submitted", "list": "unknown", "cancel": "submitted"}
"""The state in which an intent is when the call is made, and stays when nothing is known."""

NO_CONTACT = " Next try in N s."


@dataclass(frozen=True)
class Cell:
    """What is to be seen. ``says`` follows what is said of the fault itself; ``kinds`` are among the events."""

    says: str = ""
    shown: str = ""
    end: str = ""
    posts: int = 1
    accepted: int = 1
    kinds: tuple[str, ...] = ()
    is_quiet: bool = False
    spared: str = ""
    """Why the fault can change nothing of the call, although it is done to it."""
    instead: str = ""
    """The whole sentence, where it is not about the call itself."""
    wait: int = 0
    """Seconds that the service wants to be left alone for: it is said so, and nothing is asked before."""


@dataclass(frozen=True)
class NotRun:
    """A cell that makes no sense, and why."""

    why: str


_ASKING = " Whether there is a job now is not known; asking the service."
_UNLISTED = "The service does not list the job, but neither does it list JOB, which it has."
_ALONE = "The service does not list the job, and no other job shows that its list is complete."
_NO_RESULT = " Its result is not in the bucket."
_LIST_REFUSED = (
    "Cannot list the jobs. The keys may not do this. The service says: AccessDenied: not allowed (status 403, request "
    "ID). Ask the owner of the account for that permission, or use other keys."
)

# Nothing was sent: the wish is over, and the same wish is a new one.
NOT_SENT = Cell(" No job was made.", kinds=("not-accepted",))
# The service wants it later: the same submission waits.
LATER = Cell(" No job was made. Trying again in 2 s.", posts=2, kinds=("not-accepted", "sent"))
IN_9_S = replace(LATER, says=" No job was made. Trying again in 9 s.", wait=9)
# There may be a job: it is asked for, and is there.
FOUND = Cell(_ASKING, shown="unknown", kinds=("outcome-unknown", "found"))
# There may be a job: it is asked for, certainly absent, and sent once more.
AGAIN = Cell(_ASKING, shown="unknown", posts=2, kinds=("outcome-unknown", "sending-again", "sent"))
# There may be a job, and nothing ever shows whether: only the user can want it again.
OPEN = Cell(_ASKING, shown="unknown", end="unknown", accepted=0, kinds=("still-unknown",))
# A question without an answer: it is asked again.
ASKED = Cell(NO_CONTACT, kinds=("lost-contact",))
# The same, and the service said when.
ASKED_9, ASKED_7 = replace(ASKED, wait=9), replace(ASKED, wait=7)
# The service itself says no to a question: told, and the intent stays as it is until the next command.
TOLD = Cell()
# The service itself says no to a cancel: told, and the job goes on.
GOES_ON = Cell(end="success", kinds=("cancel-asked",))
# The fault is there, and nobody needs to notice.
QUIET = Cell(is_quiet=True)
# The fault is there, but has nothing to change.
NO_ANSWER = Cell(is_quiet=True, spared="the answer to a cancel has no body")
NONE_YET = Cell(is_quiet=True, spared="the job that the list might leave out is sent after it was asked")
IN_TIME = Cell(is_quiet=True, spared="while queries do not know a job, the list is not asked before its lag is over")
# The keys may not list: told, and the intent stays as it is.
NO_LIST = Cell(instead=_LIST_REFUSED)
# The list leaves out a job that is known to exist, so it shows nothing about ours.
UNLISTED = Cell(instead=_UNLISTED + _NO_RESULT, kinds=("still-unknown", "found"))
# No other job is known that the list could show: it shows nothing about ours.
ALONE = Cell(instead=_ALONE + _NO_RESULT, kinds=("still-unknown", "found"))

NO_BODY = NotRun("the call has no body; the row above is the same for it")
OWN_DATA = NotRun("the local cloud answers a query from its own database, and its list is not asked for a second word")

Made = Fault | Wrong | Listing | Callable[[Theatre], Fault]
Row = tuple[str, Made, str | tuple[str, ...], Cell | NotRun, Cell | NotRun, Cell | NotRun, Cell | NotRun]

# fmt: off
TABLE: list[Row] = [
    # fault                    how it is made            what is said  submit    query       list        cancel
    ("connection refused",     Wrong("refused"),         REFUSED,      NOT_SENT, ASKED,      ASKED,      ASKED),
    ("DNS failure",            Wrong("name"),            UNNAMED,      NOT_SENT, ASKED,      ASKED,      ASKED),
    ("no TLS spoken",          Wrong("no-tls"),          NO_TLS,       NOT_SENT, ASKED,      ASKED,      ASKED),
    ("unknown certificate",    Wrong("untrusted"),       STRANGE,      NOT_SENT, ASKED,      ASKED,      ASKED),
    ("reset before the body",  faults.RESET_BEFORE_BODY, BROKE,        AGAIN,    ASKED,      ASKED,      ASKED),
    ("reset in the body",      faults.RESET_IN_BODY,     BROKE,        AGAIN,    NO_BODY,    NO_BODY,    NO_BODY),
    ("reset after the body",   faults.RESET,             BROKE,        AGAIN,    ASKED,      ASKED,      ASKED),
    ("reset after delivery",   faults.RESET_AFTER,       BROKE,        FOUND,    ASKED,      ASKED,      ASKED),
    ("answer lost",            faults.LOSE_ANSWER,       BROKE,        FOUND,    ASKED,      ASKED,      ASKED),
    ("request lost",           faults.DROP,              BROKE,        AGAIN,    ASKED,      ASKED,      ASKED),
    ("request late",           late,                     SLOW,         FOUND,    ASKED,      ASKED,      ASKED),
    ("slow drip of the head",  faults.DRIP_HEAD,         SLOW,         FOUND,    ASKED,      ASKED,      ASKED),
    ("slow drip of the body",  faults.DRIP,              SLOW,         FOUND,    ASKED,      ASKED,      NO_ANSWER),
    ("time-out",               faults.SILENCE,           SLOW,         AGAIN,    ASKED,      ASKED,      ASKED),
    ("408",                    error(408, "RequestTimeout"),
                                                         SAID_408,     AGAIN,    ASKED,      ASKED,      ASKED),
    ("409",                    error(409, "PathConflict"),
                                                         SAID_409,     AGAIN,    ASKED,      ASKED,      GOES_ON),
    ("429",                    error(429, "SlowDown"),   SAID_429,     LATER,    ASKED,      ASKED,      ASKED),
    ("429 + Retry-After",      error(429, "SlowDown", ("Retry-After", "9")),
                                                         SAID_429,     IN_9_S,   ASKED_9,    ASKED_9,    ASKED_9),
    ("500",                    error(500, "InternalError"),
                                                         SAID_500,     AGAIN,    ASKED,      ASKED,      ASKED),
    ("500 but carried out",    error(500, "InternalError", deliver=True),
                                                         SAID_500,     FOUND,    ASKED,      ASKED,      ASKED),
    ("502",                    faults.BAD_GATEWAY,       SAID_502,     AGAIN,    ASKED,      ASKED,      ASKED),
    ("503 + Retry-After",      error(503, "ServiceUnavailable", ("Retry-After", "7")),
                                                         SAID_503,     AGAIN,    ASKED_7,    ASKED_7,    ASKED_7),
    ("redirect",               faults.REDIRECT,          MOVED,        AGAIN,    ASKED,      ASKED,      ASKED),
    ("cut-off XML",            faults.CUT_WHOLE,         CUT_OFF,      FOUND,    ASKED,      ASKED,      NO_ANSWER),
    ("HTML page",              faults.HTML_OK,           PAGE,         AGAIN,    ASKED,      ASKED,      ASKED),
    ("another job answered",   OTHER_JOB,                OTHER,        FOUND,    ASKED,      QUIET,      QUIET),
]

OF_LIST: list[Row] = [
    # What is wrong with the list while the call is on its course. It is asked before an intent that an earlier run left
    # behind is submitted; when queries do not know a job; when an answer was lost; and before a cancel in that case.
    # fault                    how it is made            what is said  submit    query       list        cancel
    ("list lags",              Listing("lags"),          "",           NONE_YET, IN_TIME,    QUIET,      QUIET),
    ("list refused",           Listing("refused"),       "",           NO_LIST,  QUIET,      NO_LIST,    NO_LIST),
    ("list without our kind",  Listing("without"),       "",           QUIET,    QUIET,      UNLISTED,   UNLISTED),
    ("pages of list shift",    Listing("shifts"),        "",           QUIET,    QUIET,      QUIET,      QUIET),
]

ALONE_AT_ACCOUNT: list[Row] = [
    # No other job is known to exist: the positive control is missing.
    # fault                    how it is made            what is said  submit    query       list        cancel
    ("list without our kind",  Listing("without"),       "",           QUIET,    QUIET,      ALONE,      ALONE),
    ("request lost",           faults.DROP,              BROKE,        OPEN,     ASKED,      ASKED,      ASKED),
    ("answer lost",            faults.LOSE_ANSWER,       BROKE,        FOUND,    ASKED,      ASKED,      ASKED),
]
# fmt: on

SLOW_ONES = {("slow drip of the body", "query"), ("slow drip of the body", "list")}
"""Three seconds each: the slow drip of the body is in the fast tier at submit."""


def cells(table: list[Row], *, local: bool, is_full: bool = False, fast: Collection[str] = ()) -> list[ParameterSet]:
    """With ``is_full`` all are of that tier, but for those of the names ``fast``."""
    made = []
    for name, fault, said, *row in table:
        for call, cell in zip(CALLS, row, strict=True):
            is_own = local and call == "query" and isinstance(fault, Listing)
            expected = OWN_DATA if is_own else cell
            if isinstance(expected, NotRun):
                continue
            of_call = said if isinstance(said, str) else said[call != "submit"]
            cell_name = f"{name}, {call}"
            is_late = (is_full and cell_name not in fast) or (name, call) in SLOW_ONES
            marks = [pytest.mark.full] if is_late else []
            made.append(pytest.param(call, fault, of_call, expected, id=cell_name, marks=marks))
    return made


def check(seen: Seen, call: str, fault: Made, said: str, cell: Cell) -> None:
    is_of_list = isinstance(fault, Listing)
    sentence = cell.instead or CALLS[call] + said + cell.says
    shown = cell.shown or ("unknown" if is_of_list and call == "cancel" else STATE[call])
    end = cell.end or ("cancelled" if call == "cancel" else "success")
    expected = ("", "") if cell.is_quiet else (shown, sentence)
    told = re.sub(r"Next try in \d+ s", "Next try in N s", seen.said)
    assert seen.met > 0, "the call was never made while the fault was there"
    assert seen.is_spared == bool(cell.spared)
    assert (seen.shown, told) == expected
    assert (seen.end, seen.posts, seen.accepted) == (end, cell.posts, cell.accepted)
    assert set(cell.kinds) <= set(seen.kinds)
    if cell.wait:
        assert seen.waited is not None
        assert seen.waited >= cell.wait
        assert all(int(seconds) >= cell.wait for seconds in re.findall(r"in (\d+) s\.$", seen.said))
