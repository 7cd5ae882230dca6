"""Whether anything of a watermark is seen in a result of some length."""

from __future__ import annotations

import pytest

from tilewright.model.options import Watermark
from tilewright.model.span import is_ever_seen


@pytest.mark.parametrize(
    ("start", "end", "length", "is_seen"),
    [
        (None, None, None, True),
        (None, None, 8.0, True),
        (2, 3, 8.0, True),
        (3, 3, None, False),
        (4, 3, 8.0, False),
        (None, 0, 8.0, False),
        (8, None, 8.0, False),
        (8, None, None, True),
        (7.9, 99, 8.0, True),
    ],
)
def test_that_a_watermark_is_seen_where_its_times_leave_something(
    start: float | None, end: float | None, length: float | None, is_seen: bool
) -> None:
    assert is_ever_seen(Watermark(type="Text", start_time=start, end_time=end), length) is is_seen
