"""What the checks once said wrongly, or not at all."""

from __future__ import annotations

import random
import time

import pytest

from support.builders import ACCOUNT, LOCAL, composition, known, output, source, tile, url
from support.generated import composition_of
from support.rule_cases import made
from support.rule_cases_mended import CASES, Case
from support.rule_cases_places import ids
from tilewright.checks import check
from tilewright.model.composition import Composition
from tilewright.model.options import AudioMix, Output
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


def test_that_of_two_videos_in_one_place_none_goes_round_for_ever() -> None:
    twins = composition(tile("a", 0, 0, 1280, 720), tile("b", 0, 0, 1280, 720))
    (problem,) = [problem for problem in check(twins, Known(), None) if problem.code == "tile-covered"]
    assert problem.fix is None
    behind = composition(tile("a", 0, 0, 640, 360), tile("b", 0, 0, 1280, 720))
    (problem,) = [problem for problem in check(behind, Known(), None) if problem.code == "tile-covered"]
    assert problem.fix is not None


def test_that_no_sentence_is_as_long_as_what_is_wrong() -> None:
    long = "x" * 300
    bad = composition(
        tile("a", 0, 0, 1280, 720, name=long, url=f"{url('a')}?{long}=1"),
        output=Output(region=f"{long}_", bucket=f"{long}_", object="a.${ext}"),
    )
    told = {problem.code: problem.sentence for problem in check(bad, Known(), LOCAL)}
    assert {"tile-name", "url-query", "output-region", "output-bucket"} <= set(told)
    assert [code for code, sentence in told.items() if long in sentence] == []


def test_that_a_short_composition_is_not_told_to_fade_for_no_time() -> None:
    case = next(case for case in CASES if case.what.startswith("a fade longer"))
    short = Known().with_source(url("a", ACCOUNT), source(duration=0.01))
    (problem,) = [problem for problem in check(case.of, short, ACCOUNT) if problem.code == "fade-too-long"]
    assert problem.fix is not None
    assert str(problem.fix.text) == "Switch it off"


SEEN = known().with_source(url("a", ACCOUNT), source())
GOOD = composition(tile("a", 0, 0, 1280, 720, url=url("a", ACCOUNT)), output=output(target=ACCOUNT))
PARTS = (
    ("watermarks",),
    ("transcode",),
    ("output",),
    ("callback", "callback_type", "callback_format", "callback_mq"),
    ("tiles",),
    ("user_data", "job_level"),
)
UNCOVERS = {"watermark-type", "music-missing", "music-void", "sound-dropped", "tile-size"}
"""Their fixes bring into force what was not judged before, with whatever is wrong there."""


@pytest.mark.parametrize("seeds", [range(40), pytest.param(range(40, 2000), marks=pytest.mark.full)], ids=str)
def test_that_fixes_of_anything_mend_once_for_all_and_bring_no_error(seeds: range) -> None:
    for seed in seeds:
        rng = random.Random(seed)
        strange = composition_of(rng)
        for names in rng.sample(PARTS, 2):
            assert_mends(GOOD.replace(**{name: getattr(strange, name) for name in names}), f"{seed} {names}")


def assert_mends(bad: Composition, what: str) -> None:
    before = check(bad, SEEN, ACCOUNT)
    known_errors = {(problem.code, problem.path) for problem in before}
    for problem in before:
        if problem.fix is None:
            continue
        mended = problem.fix.apply(bad)
        after = check(mended, SEEN, ACCOUNT)
        assert problem.fix.apply(mended) == mended, (what, problem.sentence)
        left = {(other.code, other.path) for other in after}
        # Of a list from which a member went another one has its number.
        is_of_list = problem.code in {"music-missing", "watermark-twice"}
        assert is_of_list or (problem.code, problem.path) not in left, (what, problem.sentence)
        errors = {(other.code, other.path) for other in after if other.severity == "error"}
        assert problem.code in UNCOVERS or errors <= known_errors, (what, problem.sentence, errors - known_errors)
