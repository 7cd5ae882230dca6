from __future__ import annotations

import itertools
import time
from email.utils import formatdate

import pytest

from tilewright.cloud.refusals import refusal
from tilewright.cloud.reply import Reply
from tilewright.cloud.retry import WAIT_LIMIT, ask_again, is_about_rate, is_passing, pauses, wished_pause
from tilewright.errors import BadReply, CloudError, NoAnswer, Rejected, Unreachable


@pytest.mark.parametrize(
    ("error", "passing"),
    [
        (Unreachable("x"), True),
        (NoAnswer("x"), True),
        (BadReply("x", status=502), True),
        (Rejected("x", code="SlowDown", status=429), True),
        (Rejected("x", code="SlowDown", status=503), True),
        (Rejected("x", code="InternalError", status=500), True),
        (Rejected("x", code="RequestTimeout", status=408), True),
        (Rejected("x", code="Conflict", status=409, where="ask"), True),
        (Rejected("x", code="Conflict", status=409, where="list"), True),
        (Rejected("x", code="Conflict", status=409, where="cancel"), False),
        (Rejected("x", code="PathConflict", status=409, where="browse"), False),
        (Rejected("x", code="AccessDenied", status=403), False),
        (Rejected("x", code="NoSuchKey", status=404), False),
        (Rejected("x", code="NotImplemented", status=501), False),
    ],
)
def test_that_only_what_may_pass_is_asked_again(error: CloudError, passing: bool) -> None:
    assert is_passing(error) is passing


def test_that_pauses_grow_up_to_a_ceiling_with_jitter() -> None:
    many = [list(pauses(8, first=1.0, last=10.0)) for _ in range(20)]
    for series in many:
        for number, pause in enumerate(series):
            most = min(2.0**number, 10.0)
            assert most / 2 <= pause <= most
    assert len({series[3] for series in many}) > 1


def test_that_the_last_failure_is_the_answer() -> None:
    slept: list[float] = []
    errors = [NoAnswer("first"), NoAnswer("second"), NoAnswer("third")]

    def ask() -> None:
        raise errors.pop(0)

    with pytest.raises(NoAnswer, match="third"):
        ask_again(ask, tries=3, sleep=slept.append)
    assert len(slept) == 2


def test_that_a_lasting_failure_ends_it_at_once() -> None:
    def ask() -> None:
        raise Rejected("no", code="AccessDenied", status=403)

    with pytest.raises(Rejected):
        ask_again(ask, tries=5, sleep=lambda _: pytest.fail("slept"))


def busy(after: str = "", **headers: str) -> CloudError:
    """A refusal as a busy service, or a gateway before it, makes it."""
    told = {"retry-after": after} if after else {}
    return refusal("ask", Reply(503, told | headers, b"<html>busy</html>"))


@pytest.mark.parametrize(
    ("after", "seconds"),
    [("", 0.0), ("7", 7.0), ("0", 0.0), ("-5", 0.0), ("soon", 0.0), ("9" * 30, WAIT_LIMIT), ("1.5", 0.0)],
)
def test_that_an_answer_may_say_in_seconds_when_to_ask_again(after: str, seconds: float) -> None:
    assert wished_pause(busy(after)) == seconds


def test_that_an_answer_may_say_by_a_date_when_to_ask_again() -> None:
    """By its own clock, however wrong that is; without one by ours."""
    made = 1_000_000_000
    assert wished_pause(busy(formatdate(made + 20, usegmt=True), date=formatdate(made, usegmt=True))) == 20
    assert wished_pause(busy(formatdate(made - 20, usegmt=True), date=formatdate(made, usegmt=True))) == 0
    assert wished_pause(busy(formatdate(time.time() + 30, usegmt=True))) == pytest.approx(30, abs=2)


def test_that_a_busy_service_is_known_from_one_that_is_away() -> None:
    assert is_about_rate(busy())
    assert is_about_rate(Rejected("x", code="SlowDown", status=400))
    assert not is_about_rate(Rejected("x", code="InternalError", status=500))
    assert not is_about_rate(NoAnswer("x"))


def test_that_the_pause_that_the_service_wants_is_kept() -> None:
    slept: list[float] = []
    errors = [busy("9"), busy()]

    def ask() -> str:
        if errors:
            raise errors.pop(0)
        return "answer"

    assert ask_again(ask, tries=3, sleep=slept.append, ticks=lambda: 0.0) == "answer"
    assert slept[0] == 9.0
    assert slept[1] < 1.0


@pytest.mark.parametrize("after", ["", "40"])
def test_that_no_try_begins_after_the_bound(after: str) -> None:
    now = 0.0
    begun: list[float] = []

    def sleep(seconds: float) -> None:
        nonlocal now
        now += seconds

    def ask() -> None:
        nonlocal now
        begun.append(now)
        now += 25.0  # as long as a time-out takes
        raise busy(after)

    with pytest.raises(BadReply):
        ask_again(ask, tries=100, sleep=sleep, within=60.0, ticks=lambda: now)
    assert max(begun) <= 60.0
    assert len(begun) == (1 if after else 3)
    assert all(later > earlier for earlier, later in itertools.pairwise(begun))
