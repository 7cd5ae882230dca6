"""What the checks once said wrongly, or not at all."""

from __future__ import annotations

import time

import pytest

from support.rule_cases import made
from support.rule_cases_mended import CASES, Case
from support.rule_cases_places import ids
from tilewright.checks import check
from tilewright.model.options import AudioMix
from tilewright.model.paths import read_path
from tilewright.model.source import Known
from tilewright.wire.hosts import why_unreachable


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.what)
def test_that_nothing_else_is_said(case: Case) -> None:
    found = check(case.of, case.known, case.target)
    told = {problem.code: problem.severity for problem in found if problem.code != "sound-replaced"}
    assert told == case.said, [problem.sentence for problem in found]
    if case.at:
        (problem,) = [problem for problem in found if problem.code == next(iter(case.said))]
        assert problem.fix is not None
        mended = problem.fix.apply(case.of)
        assert read_path(mended, case.at) == case.mended
        assert problem.fix.apply(mended) == mended
        errors = {problem.code for problem in check(mended, case.known, case.target) if problem.severity == "error"}
        assert errors <= set(case.said)


def test_that_removing_music_without_an_address_twice_takes_no_other() -> None:
    bad = made(audio_mix_array=(AudioMix(), AudioMix(audio_source=" ")))
    for problem in check(bad, Known(), None):
        if problem.code == "music-missing":
            assert problem.fix is not None
            mended = problem.fix.apply(bad)
            assert problem.fix.apply(mended) == mended


def test_that_wide_digits_are_digits() -> None:
    assert why_unreachable("\uff11\uff12\uff17.0.0.1") == why_unreachable("127.0.0.1") != ""


def test_that_many_ids_of_templates_are_judged_at_once() -> None:
    many = ids(*[f"t1abcdefgh{number}" for number in range(8000)], "t1abcdefgh7999")
    started = time.process_time()
    codes = {problem.code for problem in check(many, Known(), None)}
    assert "watermark-template-twice" in codes
    assert time.process_time() - started < 0.5


def test_that_what_nobody_wrote_down_has_no_number_of_another_assumption() -> None:
    several = {"check-several", "check-fails", "adjust-shape-composed", "long-short-several"}
    from support.rule_cases import CASES as ENCODED

    for case in ENCODED:
        if case.code in several:
            problems = check(case.bad, case.known, case.target)
            assert {problem.assumption for problem in problems if problem.code == case.code} <= {"", None}
