from __future__ import annotations

from pathlib import Path

import pytest

from tilewright.cloud.refusals import fault_of, is_about_clock, name_code, refusal
from tilewright.cloud.reply import Reply
from tilewright.errors import BadReply, Rejected

FIXTURES = Path(__file__).parents[2] / "golden" / "reference" / "jobs"


def recorded(name: str, status: int) -> Reply:
    return Reply(status, {}, (FIXTURES / name).read_bytes())


def test_that_the_services_error_bodies_are_read() -> None:
    slow = refusal("list the jobs", recorded("error-ci-429.constructed.xml", 429))
    assert isinstance(slow, Rejected)
    assert (slow.code, slow.request_id) == ("SlowDown", "NTk0MjdmODlfMjQ4OGY3XzYzYzhf")
    skew = refusal("list the jobs", recorded("error-cos-403-skew.constructed.xml", 403))
    assert isinstance(skew, Rejected)
    assert is_about_clock(skew)
    assert "clock" in skew.hint
    taken = refusal("make the bucket", recorded("error-cos-409.xml", 409))
    assert isinstance(taken, Rejected)
    assert "BucketAlreadyExists" in taken.message


def test_that_an_answer_without_a_body_is_told_by_its_status() -> None:
    absent = refusal("look at a.mp4", Reply(404, {"x-cos-request-id": "r"}))
    assert isinstance(absent, Rejected)
    assert (absent.code, absent.request_id) == ("NoSuchKey", "r")
    assert isinstance(refusal("look at a.mp4", Reply(404, {})), BadReply)


def test_that_a_page_of_a_proxy_is_no_refusal() -> None:
    page = Reply(403, {}, b"<html><body>Blocked by  your\n company</body></html>")
    error = refusal("list the jobs", page)
    assert isinstance(error, BadReply)
    assert error.start == "<html><body>Blocked by your company</body></html>"
    assert fault_of(page) is None


@pytest.mark.parametrize(("code", "name"), [("1019", "SecretidNotExist"), ("SlowDown", "SlowDown"), ("9999", "9999")])
def test_that_numbers_of_media_calls_have_names(code: str, name: str) -> None:
    assert name_code(code) == name


@pytest.mark.parametrize(
    ("headers", "date"),
    [
        ({"date": "Mon, 27 Jun 2022 06:44:10 GMT"}, 1656312250.0),
        ({"date": "yesterday"}, None),
        ({}, None),
    ],
)
def test_that_the_services_clock_is_read_from_its_date(headers: dict[str, str], date: float | None) -> None:
    assert Reply(200, headers).date == date
