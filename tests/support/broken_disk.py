"""A disk that fails from a named point of a job's path on, and the way on which a command comes to each of the points.

A point that has no disk work of its own, as before and after a call, is one from which on the ledger cannot be written:
the next thing to be written after it fails. Where none is left, as after the last, that is the next command's first.
"""

from __future__ import annotations

import contextlib
import errno
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from _pytest.mark.structures import ParameterSet

from support import fault_proxy as faults
from support.fault_proxy import Fault
from support.faulty_answers import TWICE
from support.troubles import EIO, ENOSPC, Trouble
from tilewright.cli.exit_codes import LOCAL_TROUBLE, code_of
from tilewright.errors import AppError, DiskFull, StorageError, Unreachable

TROUBLES: dict[str, tuple[Trouble, int]] = {"EIO": (EIO, errno.EIO), "ENOSPC": (ENOSPC, errno.ENOSPC)}

OPENING = r"ledger\.(migrate|claim)\."
"""These have transactions of their own; every other point is about ``ledger.write``, or the spare file."""


COMMIT = ("before", "committed")
ASK = ("before", "answered")


def _points(ends: tuple[str, ...], *names: str) -> tuple[str, ...]:
    return tuple(f"{name}.{end}" for name in names for end in ends)


@dataclass(frozen=True)
class Way:
    """How a command comes to its ``points``. ``faults`` are done to the submissions of the job, ``ends_at`` is where a
    command before this one ended, ``reaches_nobody``: no service is at the address.
    """

    name: str
    points: tuple[str, ...]
    faults: tuple[Fault, ...] = ()
    ends_at: str = ""
    reaches_nobody: bool = False
    is_cancelled: bool = False
    is_twice: bool = False


EVERY_WAY = (
    Way(
        "opening",
        (
            *_points(("before", "changed", "committed"), "ledger.migrate"),
            *_points(COMMIT, "ledger.claim"),
            *_points(("before", "filled"), "ledger.spare"),
        ),
    ),
    Way(
        "whole",
        (
            *_points(COMMIT, "ledger.intend", "send.sending", "send.outcome", "watch.state"),
            *_points(COMMIT, "ledger.delivery", "ledger.delivered"),
            *_points(ASK, "cloud.call", "send.post", "watch.ask"),
            *_points(("before", "changed", "committed"), "ledger.write"),
            "send.locked",
        ),
    ),
    Way("cancelled", _points(COMMIT, "ledger.cancel"), is_cancelled=True),
    Way("joined", _points(COMMIT, "ledger.result"), ends_at="ledger.intend.committed"),
    Way("died while sending", _points(COMMIT, "course.unknown"), ends_at="send.post.answered"),
    Way(
        "answer lost",
        (*_points(ASK, "reconcile.list"), *_points(COMMIT, "ledger.answers", "reconcile.adopt")),
        faults=(faults.LOSE_ANSWER,),
    ),
    Way(
        "never arrived",
        (*_points(ASK, "reconcile.head"), *_points(COMMIT, "reconcile.again")),
        faults=(faults.DROP,),
    ),
    Way(
        "arrived twice",
        (*_points(ASK, "cancel.ask", "cancel.look"), *_points(COMMIT, "ledger.twin")),
        faults=(TWICE,),
        is_twice=True,
    ),
    Way("nobody there", _points(COMMIT, "send.ended"), reaches_nobody=True),
)

ELSEWHERE = {
    r"(machine\.keep|ledger\.heir)\.": "unit/jobs/test_owner.py",
    r"(reconcile\.cancelled|course\.taken|watch\.lost)\.": "contract/test_sending_without_a_result.py",
    r"transfer\.place\.": "contract/test_sending_failing.py",
}
"""What no wish of a course comes to, or in a thread of its own, and the tests in which the disk fails there."""

IN_FAST = {
    ("ledger.claim.committed", "EIO"),
    ("ledger.spare.before", "ENOSPC"),
    ("course.unknown.before", "EIO"),
    ("reconcile.adopt.before", "ENOSPC"),
    ("ledger.twin.before", "EIO"),
    ("ledger.cancel.committed", "ENOSPC"),
    ("ledger.result.before", "EIO"),
    ("send.ended.before", "EIO"),
}
"""The sample of the fast tier: what the nth writes of a plain course do not come to."""


def both_tiers(
    points: Sequence[str], *in_fast: tuple[str, str], troubles: Sequence[str] = ("end", *TROUBLES)
) -> list[ParameterSet]:
    """Each of ``troubles`` at all ``points``; those that are not ``in_fast`` are for the tier full."""
    return [
        pytest.param(point, trouble, marks=[] if (point, trouble) in in_fast else [pytest.mark.full])
        for point in points
        for trouble in troubles
    ]


def points_with_both_troubles() -> set[str]:
    """The points at which a disk fails in a test, with EIO and with ENOSPC."""
    found = {point for way in EVERY_WAY for point in way.points}
    for pattern, file in ELSEWHERE.items():
        text = (Path(__file__).parents[1] / file).read_text("utf-8")
        if "EIO" in text and "ENOSPC" in text:
            found |= {name for name in re.findall(r'"([a-z.]+)"', text) if re.match(pattern, name)}
    return found


def told_of_the_disk(command: Callable[[], object]) -> AppError:
    """What ``command`` says of a disk that fails; where nothing is left for it to write, what it says the next time."""
    for _ in range(2):
        try:
            with contextlib.suppress(Unreachable):
                command()
        except (DiskFull, StorageError) as error:
            return error
    raise AssertionError("nobody says that the disk fails")


def expect_said(error: AppError, trouble: str) -> None:
    kind, sentence = TROUBLES[trouble][0].error, TROUBLES[trouble][0].sentence
    assert (type(error), code_of(error)) == (kind, LOCAL_TROUBLE)
    assert re.match(sentence, error.message)


def broken(trouble: Trouble, number: int) -> Callable[[str], None]:
    """What such a disk does at a point: SQLite says so, and the system where the spare file is made."""

    def fail(name: str) -> None:
        if name == "ledger.write.changed" or re.match(OPENING, name):
            trouble.at(name)(name)
        elif name.startswith("ledger.spare."):
            raise OSError(number, "as a test")

    return fail
