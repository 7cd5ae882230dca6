"""What is said, after "Cannot …", of the faults that a network or a service can have; and how some of them are made.

Where two are given, the first is of what makes something, the second of questions.
"""

from __future__ import annotations

from support.fault_proxy import Fault, Late, Say
from support.faulty_course import Theatre
from tilewright.wire.faults import write_fault

IDS = (("x-ci-request-id", "NjA"), ("Content-Type", "application/xml"))


def error(status: int, code: str, *headers: tuple[str, str], deliver: bool = False) -> Say:
    return Say(status, write_fault(code, "no", "NjA", resource=None), deliver, IDS + headers)


def words(known: str, code: str, status: int) -> str:
    return f". {known} The service says: {code}: no (status {status}, request ID)."


def late(at: Theatre) -> Fault:
    """Five seconds after the client gave up the service gets the call."""
    return Late(lambda deliver: at.clock.at(at.clock.now() + 5, deliver))


REFUSED = ": SERVICE cannot be reached (connection refused)."
UNNAMED = ": SERVICE cannot be reached (its name is not known)."
NO_TLS = (": no safe connection to SERVICE (it does not speak TLS).", ": the safe connection to SERVICE broke.")
STRANGE = ": no safe connection to SERVICE (its certificate is not trusted)."
BROKE = ": SERVICE broke off without a whole answer."
SLOW = ": SERVICE did not answer in time."
SAID_408 = words("The request came too slowly for the service.", "RequestTimeout", 408)
SAID_409 = words("Something else at the service is in the way.", "PathConflict", 409)
FILE_408 = words("The file came too slowly for the service.", "RequestTimeout", 408)
FILE_409 = words("A folder of the bucket and a file want the same name.", "PathConflict", 409)
SAID_429 = words("The service gets too many requests.", "SlowDown", 429)
SAID_500 = words("The service has an error of its own.", "InternalError", 500)
SAID_502 = ": the answer (status 502) is not one of the service. It says: “Bad gateway”."
SAID_503 = words("The service is not available at the moment.", "ServiceUnavailable", 503)
MOVED = ": the answer (status 302) is not one of the service, and it is empty."
CUT_OFF = (": the answer (status 200) does not name our job.", ": the answer (status 200) is not one of the service.")
PAGE = tuple(f"{said} It says: “Please sign in”." for said in CUT_OFF)
OTHER = (": the answer (status 200) does not name our job.", ": the answer (status 200) is about another job.")
