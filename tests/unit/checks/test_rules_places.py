"""Rules about places, addresses, watermarks, the result's place and who is told."""

from __future__ import annotations

import pytest

from support.bad_compositions import CASES as BAD
from support.builders import ACCOUNT, LOCAL, composition, source, tile
from support.rule_cases_places import CASES, KNOWN, Case, told, two
from tilewright.checks import check, check_all
from tilewright.checks.suppression import can_suppress, suppress
from tilewright.model.composition import Composition
from tilewright.model.document import decode, encode
from tilewright.model.problem import Problem
from tilewright.model.source import Known


def name(case: Case) -> str:
    return f"{case.code}-{CASES.index(case)}"


def problems(case: Case, made: Composition) -> list[Problem]:
    return [problem for problem in check(made, case.known, case.target) if problem.code == case.code]


@pytest.mark.parametrize("case", CASES, ids=name)
def test_that_the_rule_is_silent_about_the_good(case: Case) -> None:
    assert problems(case, case.good) == []


@pytest.mark.parametrize("case", CASES, ids=name)
def test_that_the_rule_speaks_of_the_bad_and_its_fix_mends_it_for_good(case: Case) -> None:
    found = problems(case, case.bad)
    assert found
    assert len({problem.path for problem in found}) == len(found), "each path is told once"
    mended = case.bad
    for problem in found:
        assert problem.sentence.endswith(".")
        assert (problem.fix is None) == bool(case.why_no_fix)
        if problem.fix is not None:
            mended = problem.fix.apply(mended)
            assert problem.fix.apply(mended) == mended
    if not case.why_no_fix:
        assert problems(case, mended) == []
        assert decode(encode(mended)) == mended, "what a fix puts in can be saved"


@pytest.mark.parametrize("case", CASES, ids=name)
def test_that_a_fix_makes_no_error_that_was_not_there(case: Case) -> None:
    def errors(made: Composition) -> set[tuple[str, str]]:
        found = check(made, case.known, case.target)
        # What the local cloud cannot do is said where nothing worse is wrong.
        return {(p.code, p.path) for p in found if p.severity == "error" and p.code != "local-cannot"}

    for problem in problems(case, case.bad):
        if problem.fix is not None:
            assert errors(problem.fix.apply(case.bad)) <= errors(case.bad)


def test_that_there_are_far_more_rules_than_sixty() -> None:
    codes = {case.code for case in (*BAD, *CASES)}
    assert len(codes) > 80


@pytest.mark.parametrize("case", CASES, ids=name)
def test_that_warnings_and_notes_can_be_suppressed_and_errors_cannot(case: Case) -> None:
    made = case.bad
    found = problems(case, made)
    for problem in found:
        made = suppress(problem, "We want it so")(made)
    found_now = check_all(made, case.known, case.target)
    quiet = {(p.code, p.path): p.reason for p in found_now.suppressed}
    for problem in found:
        assert ((problem.code, problem.path) in quiet) == can_suppress(problem) == (problem.severity != "error")
    assert set(quiet.values()) <= {"We want it so"}


def test_that_a_gap_is_told_at_the_tile_before_it_with_the_names_of_both() -> None:
    (gap,) = [problem for problem in check(two(642), KNOWN, LOCAL) if problem.code == "tile-gap"]
    assert gap.path == "tiles.a.width"
    assert "a.mp4" in gap.sentence
    assert "b.mp4" in gap.sentence
    assert "2 px" in gap.sentence


def test_that_a_tile_in_the_place_of_another_one_makes_no_second_gap() -> None:
    made = composition(tile("a"), tile("b"), tile("c", 642))
    found = [problem for problem in check(made, KNOWN, LOCAL) if problem.code == "tile-gap"]
    assert len(found) == 1


@pytest.mark.parametrize(
    ("rect", "expected"),
    [
        ((-639, 0, 640, 360), (-640, 0, 642, 360)),
        ((0, -359, 640, 360), (0, -360, 640, 362)),
        ((1279, 719, 640, 360), (1278, 718, 640, 360)),
    ],
)
def test_that_a_tile_of_one_visible_pixel_is_seen_also_at_even_ones(
    rect: tuple[int, int, int, int], expected: tuple[int, int, int, int]
) -> None:
    made = composition(tile("a", *rect))
    (odd,) = [problem for problem in check(made, Known(), LOCAL) if problem.code == "tile-odd"]
    assert odd.fix is not None
    (mended,) = odd.fix.apply(made).tiles
    assert (mended.x, mended.y, mended.width, mended.height) == expected
    assert "tile-outside" not in {problem.code for problem in check(odd.fix.apply(made), Known(), LOCAL)}


def test_that_tiles_that_meet_at_an_odd_pixel_meet_at_an_even_one_afterwards() -> None:
    made = composition(tile("a", 0, 0, 427, 720), tile("b", 427, 0, 427, 720), tile("c", 854, 0, 426, 720))
    (odd,) = [problem for problem in check(made, Known(), LOCAL) if problem.code == "tile-odd"]
    assert odd.path == "tiles"
    assert odd.fix is not None
    mended = odd.fix.apply(made)
    assert [(each.x, each.width) for each in mended.tiles] == [(0, 426), (426, 428), (854, 426)]
    assert not {"tile-odd", "tile-gap", "tile-overlap"} & {problem.code for problem in check(mended, Known(), LOCAL)}


def test_that_a_hidden_tile_does_not_hide_the_seam_of_another_one_in_its_place() -> None:
    made = composition(tile("a"), tile("b", 642), tile("c", hidden=True))
    assert "tile-gap" in {problem.code for problem in check(made, KNOWN, LOCAL)}


def test_that_the_local_cloud_is_not_asked_to_be_reachable() -> None:
    codes = {problem.code for problem in check(told("http://127.0.0.1/x"), KNOWN, LOCAL)}
    assert "callback-unreachable" not in codes
    assert "local-no-callback" not in codes
    for address in ("http://localhost:8080/x", "http://[::1]/x", "http://127.1/x"):
        assert "local-no-callback" not in {problem.code for problem in check(told(address), KNOWN, LOCAL)}
    for address in ("http://192.168.1.2/x", "http://127.0.0.1.school.example/x", "http://["):
        assert "local-no-callback" in {problem.code for problem in check(told(address), KNOWN, LOCAL)}


def test_that_a_tile_drawn_larger_is_told_how_much() -> None:
    made = composition(tile("a", 0, 0, 1280, 720))
    facts = Known().with_source(made.tiles[0].url, source(640, 360))
    (blown,) = [problem for problem in check(made, facts, LOCAL) if problem.code == "tile-blown-up"]
    assert "2.0 times" in blown.sentence


def test_that_many_tiles_are_a_warning_for_an_account_and_a_note_for_the_local_cloud() -> None:
    made = composition(*[tile(f"t{n}", n % 4 * 320, n // 4 * 180, 320, 180) for n in range(12)])
    by_target = {
        target.profile: [p.severity for p in check(made, Known(), target) if p.code == "tiles-many"]
        for target in (LOCAL, ACCOUNT)
    }
    assert by_target == {"local": ["note"], "school": ["warning"]}
