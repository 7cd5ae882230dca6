"""What a code and a message mean."""

from __future__ import annotations

from collections import Counter

import pytest

from support.builders import composition, tile
from tilewright.errors import Where
from tilewright.failures.clock import clock_words
from tilewright.failures.explain import CATALOGUE, OF_NUMBER, OF_STATUS, explain
from tilewright.usecases.failing import field_of


def test_that_an_id_and_a_code_belong_to_one_entry() -> None:
    assert max(Counter(entry.id for entry in CATALOGUE).values()) == 1
    codes = Counter((code, place) for entry in CATALOGUE for code in entry.codes for place in entry.at or ("",))
    assert max(codes.values()) == 1


def test_that_numbers_and_statuses_lead_to_entries() -> None:
    for code in (*OF_NUMBER, *OF_STATUS.values()):
        assert explain(code).is_known
    assert explain("1103").id == explain("ResourceNotFound").id == "source-absent"


def test_that_a_code_that_nobody_knows_is_told_honestly_with_its_words() -> None:
    failure = explain("QuotaOfTheMoon", "The moon is full.")
    assert failure.id == "unexplained"
    assert failure.words == "QuotaOfTheMoon: The moon is full."


@pytest.mark.parametrize(
    ("where", "right"),
    [("submit", "cam:PassRole"), ("ask", "ci:DescribeMediaJob"), ("cancel", "ci:CancelMediaJob")],
)
def test_that_a_call_that_is_not_allowed_names_the_permission_it_needs(where: Where, right: str) -> None:
    assert right in explain("AccessDenied", where=where).why


def test_that_words_tell_more_than_a_general_code() -> None:
    assert explain("AccessDenied", "Request has expired", where="list").id == "clock-wrong"
    assert explain("InternalError", "a.mp4: moov atom not found", where="job").id == "video-incomplete"
    assert explain("InternalError", "a.mp4: moov atom not found", where="ask").id == "service-error"


@pytest.mark.parametrize(
    ("ahead", "told"),
    [
        (430.0, "This computer's clock is 7 min ahead of the service's."),
        (-7200.0, "This computer's clock is 2 h behind the service's."),
        (3.0e6, "This computer's clock is 35 days ahead of the service's."),
        (20.0, None),
    ],
)
def test_that_a_clock_is_told_in_words(ahead: float, told: str | None) -> None:
    assert clock_words(ahead) == told


def test_that_a_failure_names_the_very_field_its_words_name() -> None:
    made = composition(tile("t1", url="https://b/a%20b.mp4"), tile("t2", url="https://b/c.mp4"))
    missing = explain("ResourceNotFound", "The source a b.mp4 is not in the bucket.", where="job")
    assert field_of(missing, made) == "tiles.t1.url"
    assert field_of(explain("ResourceNotFound", "Something is missing.", where="job"), made) == "tiles"
    refused = explain("InvalidArgument", "Transcode.Video.Width is required, in pixels.", where="submit")
    assert field_of(refused, made) == "transcode.video.width"
    assert field_of(explain("WriteTargetBucketDenied"), made) == "output.bucket"
    assert field_of(explain("SlowDown"), made) == ""
