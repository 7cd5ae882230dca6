"""Requests that the local cloud takes."""

from __future__ import annotations

from pathlib import Path

from support.builders import LOCAL, composition, output
from support.watermarks import text_mark
from tilewright.checks import check
from tilewright.localcloud import submission
from tilewright.localcloud.templates import Templates
from tilewright.media.stamp import make_stamp
from tilewright.model.source import Known
from tilewright.wire.request import write_request


def test_that_words_of_watermarks_are_taken_in_any_case_as_the_checks_say(tmp_path: Path) -> None:
    mark = text_mark(pos="bottomRIGHT").replace(type="text", loc_mode="absolute")
    job = composition(watermarks=(mark,), output=output())
    assert {problem.severity for problem in check(job, Known(), LOCAL)} <= {"note", "warning"}
    taken = submission.read_submission(write_request(job), Templates(tmp_path))
    (drawn,) = taken.composition.watermarks
    stamp, usual = (make_stamp(one, (1280, 720)) for one in (drawn, text_mark(pos="BottomRight")))
    assert stamp == usual
    assert taken.resolved == b"", "the request is kept as it came"
