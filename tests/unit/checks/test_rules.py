"""Every rule: it speaks of the bad, is silent about the good, and its fix makes the problem go away."""

from __future__ import annotations

import pytest

from support.bad_compositions import CASES, COVERED, KNOWN, LOGO, WHOLE, Bad, template
from support.builders import ACCOUNT, LOCAL, composition, known, output, source, tile, transcode, url
from support.watermarks import image_mark, text_mark
from tilewright.checks import check
from tilewright.model.composition import Composition
from tilewright.model.document import decode, encode
from tilewright.model.options import (
    Output,
    Transcode,
    Video,
)
from tilewright.model.problem import SEVERITIES, Problem
from tilewright.model.source import Known
from tilewright.wire.request import read_request


def name(case: Bad) -> str:
    return f"{case.code}-{CASES.index(case)}"


def problems(case: Bad, changed: Composition | None = None) -> list[Problem]:
    found = check(changed or case.composition, case.known, case.target)
    return [problem for problem in found if problem.code == case.code and problem.path == case.path]


def test_that_a_whole_composition_has_no_problems() -> None:
    assert check(composition(), KNOWN, LOCAL) == []


def test_that_whole_watermarks_have_no_problems() -> None:
    marks = (
        text_mark("第七课", "Center").replace(dx=None, dy=None),
        image_mark(LOGO.replace(".cos.", ".ci."), "BottomRight", loc_mode="Relativity", mode="Proportion", width=10),
        image_mark(LOGO, dx=0, dy=0, mode="Fixed", width=1280, height=720, start_time=0.5, end_time=2),
    )
    assert check(composition(watermarks=marks), KNOWN, LOCAL) == []


@pytest.mark.parametrize("case", CASES, ids=name)
def test_that_the_rule_speaks_once_of_the_bad(case: Bad) -> None:
    (problem,) = problems(case)
    assert problem.severity == case.severity
    assert problem.sentence.endswith((".", "…"))
    assert (problem.fix is not None) == case.fixed


@pytest.mark.parametrize("case", [case for case in CASES if case.fixed], ids=name)
def test_that_the_fix_makes_the_problem_go_away_and_can_be_repeated(case: Bad) -> None:
    (problem,) = problems(case)
    assert problem.fix is not None
    mended = problem.fix.apply(case.composition)
    assert problems(case, mended) == []
    assert problem.fix.apply(mended) == mended
    assert decode(encode(mended)) == mended, "what a fix puts in can be saved"


def test_that_errors_come_first_and_tiles_in_their_order() -> None:
    bad = composition(tile("b", 9000, 0, name="!"), tile("a", 9000, 0), job_level=7, user_data="é", callback="http://x")
    found = check(bad, KNOWN, LOCAL)
    assert [problem.code for problem in found if problem.severity == "error"] == [
        "tile-name",
        "tile-outside",
        "tile-outside",
        "user-data",
        "job-level",
    ]
    ranks = [SEVERITIES.index(problem.severity) for problem in found]
    assert ranks == sorted(ranks)


@pytest.mark.parametrize(
    "good",
    [
        composition(tile("a", **WHOLE, name="第1课_a-b*")),
        composition(transcode=transcode(fps=25, crf=1, gop=1)),
        composition(transcode=transcode(bitrate=10, gop=100_000)),
        composition(job_level=2, user_data="x" * 992, callback="no"),
        composition(tile("a", 0, 0, 4, 2)),
        composition(tile("a", 0, 0, 642, 360)),
    ],
)
def test_that_the_rules_are_silent_about_the_good(good: Composition) -> None:
    assert check(good, KNOWN, LOCAL) == []


def test_that_a_tile_with_one_free_pixel_is_not_covered() -> None:
    free = COVERED.with_tile(tile("c", 640, 0, 639, 720))
    assert "tile-covered" not in {problem.code for problem in check(free, KNOWN, LOCAL)}


def test_that_a_hidden_tile_covers_nothing_and_is_not_judged() -> None:
    hidden = composition(tile("a", **WHOLE), tile("b", -9, -9, 5, 1, hidden=True, url="", name="!"))
    assert [problem.code for problem in check(hidden, KNOWN, LOCAL)] == ["tile-hidden"]


def test_that_inline_options_are_not_judged_under_a_template_id() -> None:
    overruled = composition(
        transcode=transcode((7, 7), fps=99), transcode_template_id="t1", output=output(target=ACCOUNT)
    )
    content = template(Transcode(video=Video(width=1280, height=720), audio=transcode().audio))
    account = overruled.replace(tiles=(tile("a", **WHOLE, url=url("a", ACCOUNT)),))
    assert [problem.code for problem in check(account, content, ACCOUNT)] == [
        "template-hides-inline",
        "template-frame-differs",
    ]


def test_that_without_a_target_nothing_is_said_about_buckets() -> None:
    elsewhere = composition(output=Output(region="ap-seoul", bucket="x-1250000009", object="a.${ext}"))
    assert check(elsewhere, KNOWN, None) == []


def test_that_the_percentage_of_stretching_is_said() -> None:
    (problem,) = check(composition(tile("a", 0, 0, 1280, 360, name="Teacher")), KNOWN, LOCAL)
    assert problem.sentence == "“Teacher” is stretched: 100 % too wide for its video."


def test_that_a_value_that_cannot_be_read_is_found_in_an_opened_request() -> None:
    opened = read_request(
        b"<Request><Tag>VideoSynthesis</Tag><Operation><VideoSynthesis><KeepAudioTrack>perhaps</KeepAudioTrack>"
        b"<SpliceInfo><Url>u</Url><X>1</X><X>2</X></SpliceInfo></VideoSynthesis><JobLevel>x</JobLevel>"
        b"<New>ours</New></Operation></Request>"
    ).composition
    found = [p for p in check(opened, Known(), None) if p.code == "value-unreadable"]
    assert sorted(problem.path for problem in found) == ["JobLevel", "KeepAudioTrack", "tiles.t1.X"]
    for problem in found:
        assert problem.fix is not None
        opened = problem.fix.apply(opened)
    assert not [p for p in check(opened, Known(), None) if p.code == "value-unreadable"]
    assert opened.kept.operation[-1] == "<New>ours</New>"


@pytest.mark.parametrize(
    ("x", "y", "code", "field"),
    [
        (-1, 0, "tile-overhangs", "x"),
        (0, 1, "tile-overhangs", "y"),
        (1, 1, "tile-overhangs", "x"),
        (9000, 0, "tile-outside", "x"),
        (0, -9000, "tile-outside", "y"),
    ],
)
def test_that_a_tile_over_the_edge_is_told_at_the_side_that_is(x: int, y: int, code: str, field: str) -> None:
    start = composition(tile("a", x, y, 1280, 720), size=(1280, 720))
    found = {problem.code: problem.path for problem in check(start, known(a=source(1280, 720)), None)}
    assert found[code] == f"tiles.a.{field}"
