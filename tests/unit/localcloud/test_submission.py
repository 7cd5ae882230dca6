"""Requests that the local cloud takes."""

from __future__ import annotations

from pathlib import Path

from support.builders import LOCAL, composition, output
from support.watermarks import text_mark
from tilewright.checks import check
from tilewright.localcloud import submission
from tilewright.localcloud.templates import Templates
from tilewright.model.source import Known
from tilewright.wire.request import read_request, write_request


def test_that_words_of_watermarks_are_taken_in_any_case_as_the_checks_say(tmp_path: Path) -> None:
    mark = text_mark(pos="bottomRIGHT").replace(type="text", loc_mode="absolute")
    job = composition(watermarks=(mark,), output=output())
    assert {problem.severity for problem in check(job, Known(), LOCAL)} <= {"note", "warning"}
    taken = submission.read_submission(write_request(job), Templates(tmp_path))
    (drawn,) = taken.composition.watermarks
    assert (drawn.type, drawn.pos, drawn.loc_mode) == ("Text", "BottomRight", "Absolute")
    (sent,) = read_request(taken.resolved).composition.watermarks
    assert sent.pos == "BottomRight"
