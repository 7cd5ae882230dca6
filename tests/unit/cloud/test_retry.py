from __future__ import annotations

import pytest

from tilewright.cloud.retry import ask_again, is_passing, pauses
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
