"""How long the result is, and whether anything of a watermark is seen in it."""

from __future__ import annotations

import pytest

from support.builders import composition, source, tile
from tilewright.model.options import TimeInterval, Transcode, Watermark
from tilewright.model.source import Known
from tilewright.model.span import is_ever_seen, known_length


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


def test_that_a_template_decides_how_long_the_result_is() -> None:
    shown = tile("a", 0, 0)
    own = composition(shown).replace(transcode=Transcode(time_interval=TimeInterval(duration=2)))
    hidden = own.replace(transcode_template_id="t1")
    known = Known(sources={shown.url: source(shown.url, duration=8.0)})
    assert known_length(own, known) == 2
    assert known_length(hidden, known) is None, "nobody knows yet what the template keeps"
    assert known_length(hidden, known.with_template("t1", Transcode())) == 8
    cut = Transcode(time_interval=TimeInterval(start=1, duration=4))
    assert known_length(hidden, known.with_template("t1", cut)) == 4
