"""What a rule says depends on nothing but the paths that it names: else it would be stale in a gesture."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support import rule_cases
from support.builders import ACCOUNT, composition, tile
from support.compositions import compositions
from support.rule_cases_places import CASES
from tilewright.checks import check_all, check_touched, join
from tilewright.checks.registry import Rule, View, all_rules, codes_of
from tilewright.checks.touched import EVERYTHING, depends, touched_by
from tilewright.model.composition import Composition, Tile
from tilewright.model.options import Transcode
from tilewright.model.problem import Found
from tilewright.model.source import Known

DIVIDED = [entry for entry in all_rules() if entry.of != EVERYTHING]


def told(entry: Rule, made: Composition) -> list[tuple[str, str, str]]:
    return [(p.code, p.path, p.severity) for p in entry.find(View(made, Known(), ACCOUNT))]


def mixed(one: Composition, other: Composition, entry: Rule) -> Composition:
    """``other``, with all that the rule depends on as it is in ``one``."""
    changes: dict[str, Any] = {}
    for name in Composition.__struct_fields__:
        if name == "tiles":
            changes[name] = tuple(_tile(mine, entry) for mine in one.tiles)
        elif name == "transcode" and one.transcode is not None and other.transcode is not None:
            members = Transcode.__struct_fields__
            mine = {m: getattr(one.transcode, m) for m in members if depends(entry.of, frozenset({f"transcode.{m}"}))}
            changes[name] = other.transcode.replace(**mine)
        else:
            is_meant = depends(entry.of, frozenset({name}))
            changes[name] = getattr(one if is_meant else other, name)
    return other.replace(**changes)


def _tile(mine: Tile, entry: Rule) -> Tile:
    """With another place, size and name where the rule does not look at them."""
    others = {"x": 3, "y": 5, "width": 7, "height": 9, "name": "Other", "locked": True, "group": "g1"}
    return mine.replace(
        **{name: value for name, value in others.items() if not depends(entry.of, frozenset({f"tiles.{name}"}))}
    )


@settings(max_examples=20)
@given(compositions(), compositions())
def test_that_no_rule_looks_at_what_it_does_not_name(one: Composition, other: Composition) -> None:
    for entry in DIVIDED:
        assert told(entry, mixed(one, other, entry)) == told(entry, one), entry.codes


@settings(max_examples=20)
@given(compositions(), compositions(), st.booleans())
def test_that_the_rules_of_the_touched_fields_bring_all_up_to_date(
    before: Composition, after: Composition, keeps: bool
) -> None:
    if keeps:
        after = before.replace(output=after.output, tiles=after.tiles[:1] + before.tiles[1:])
    if len({each.id for each in after.tiles}) < len(after.tiles):
        return
    touched = touched_by(before, after)
    old = check_all(before, Known(), ACCOUNT)
    joined = join(*old, check_touched(after, Known(), ACCOUNT, touched), touched, after)
    whole = check_all(after, Known(), ACCOUNT)
    assert _places(joined) == _places(whole)


def _places(found: Found) -> list[tuple[str, str]]:
    return [(problem.code, problem.path) for problem in found.problems]


@pytest.mark.parametrize(
    ("change", "touched"),
    [
        ({"x": 7}, {"tiles.x"}),
        ({"width": 7, "height": 7}, {"tiles.width", "tiles.height"}),
        ({"name": "n"}, {"tiles.name"}),
        ({"hidden": True}, {"tiles"}),
        ({"url": "https://a.org/b.mp4"}, {"tiles"}),
    ],
)
def test_that_a_tile_tells_which_of_its_fields_was_touched(change: dict[str, Any], touched: set[str]) -> None:
    made = composition(tile("a"), tile("b"))
    assert touched_by(made, made.with_tile(made.tiles[1].replace(**change))) == touched


def test_that_moving_a_tile_asks_no_rule_about_addresses_sound_or_encoding() -> None:
    codes = codes_of(frozenset({"tiles.x", "tiles.y"}))
    assert {"tile-outside", "tile-covered", "tile-gap"} <= codes
    assert not codes & {"tile-url", "url-coding", "sound-missing", "fps-range", "user-data", "watermark-missing"}


ALL = [*CASES, *rule_cases.CASES]


@pytest.mark.parametrize("case", ALL, ids=lambda case: f"{case.code}-{ALL.index(case)}")
def test_that_the_bad_is_told_when_the_good_is_spoilt_by_hand(case: Any) -> None:
    touched = touched_by(case.good, case.bad)
    found = check_touched(case.bad, case.known, case.target, touched)
    assert case.code in {problem.code for problem in found.problems}
