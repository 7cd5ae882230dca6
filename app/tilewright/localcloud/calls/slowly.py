"""Answers to what may take long: they begin before it is known how it ends (ci-jobs §6)."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator
from typing import TypeVar

from werkzeug.wrappers import Response

from ...wire.faults import write_fault
from ..exchange import Call, new_id, xml_answer
from ..refusals import fault_of

Made = TypeVar("Made")

PATIENCE = 2.0
"""Seconds of work after which an answer begins."""

BLANK_EVERY = 1.0
"""Seconds between two blanks of such an answer."""

_DECLARATION = b"<?xml version='1.0' encoding='utf-8'?>"


def answer_of(steps: Generator[None, None, Made], call: Call, write: Callable[[Made], bytes]) -> Response:
    """Take all ``steps``, and answer what ``write`` makes of their value. What they raise soon is raised."""
    end = time.monotonic() + PATIENCE
    try:
        while time.monotonic() < end:
            next(steps)
    except StopIteration as done:
        return xml_answer(write(done.value))
    return Response(_slowly(steps, call, write), 200, {"Content-Type": "application/xml"}, direct_passthrough=True)


def _slowly(steps: Generator[None, None, Made], call: Call, write: Callable[[Made], bytes]) -> Iterator[bytes]:
    """An answer that has begun: blanks while there is work, then the result, or the error. When the caller does not
    wait for it everything stays as it was.
    """
    yield _DECLARATION
    told = time.monotonic()
    try:
        while True:
            next(steps)
            if time.monotonic() - told >= BLANK_EVERY:
                told = time.monotonic()
                yield b" "
    except StopIteration as done:
        body = write(done.value)
    except Exception as error:  # noqa: BLE001 (the edge of a call whose answer has begun)
        fault = fault_of(error, call.request_id, call.path)
        body = write_fault(fault.code, fault.message, call.request_id, resource=call.path, trace_id=new_id())
    finally:
        steps.close()
    yield body.removeprefix(_DECLARATION)
