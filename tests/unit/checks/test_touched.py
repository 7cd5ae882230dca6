"""What a rule says depends on nothing but the paths that it names: else it would be stale in a gesture."""

from __future__ import annotations

import functools
import random
from collections.abc import Iterator
from typing import Any

import pytest

from support import bad_compositions, rule_cases, rule_cases_good
from support.builders import ACCOUNT, LOCAL, composition, tile
from support.generated import composition_of
from support.rule_cases_places import CASES
from tilewright.checks import check_all, check_touched, join
from tilewright.checks.registry import Rule, View, all_rules, codes_of
from tilewright.checks.touched import EVERYTHING, depends, touched_by
from tilewright.model.composition import Cell, Composition, Tile
from tilewright.model.options import Transcode
from tilewright.model.problem import Found
from tilewright.model.source import PQ, Known, Source, Trouble
from tilewright.model.target import Target

DIVIDED = [entry for entry in all_rules() if entry.of != EVERYTHING]


TARGETS = (ACCOUNT, LOCAL)


def told(entry: Rule, made: Composition, known: Known, target: Target) -> list[tuple[str, str, str]]:
    return [(p.code, p.path, p.severity) for p in entry.find(View(made, known, target))]


def two_of(rng: random.Random) -> tuple[Composition, Composition, Known]:
    """Two compositions: of any values, or each of parts of many cases of rules, which more rules speak of. And what is
    known: facts, or troubles, of most of their videos, and of their templates.
    """
    if rng.random() < 0.3:
        one, other = composition_of(rng), composition_of(rng)
        return one, other, _facts(rng, one, other)
    cases = [[(name, rng.choice(rng.choice((those, ALL)))) for name, those in WITH.items()] for _ in range(2)]
    one, other = (Composition(**{name: getattr(case.bad, name) for name, case in picked}) for picked in cases)
    known = functools.reduce(Known.joined, (case.known for picked in cases for _, case in picked), Known())
    return one, other, known.joined(_facts(rng, one, other))


ALL = [*CASES, *rule_cases.CASES]
UNSET = Composition()
WITH = {
    name: [case for case in ALL if getattr(case.bad, name) != getattr(UNSET, name)] or ALL
    for name in Composition.__struct_fields__
}
"""For each field the cases in which it is set."""


def _facts(rng: random.Random, *many: Composition) -> Known:
    found = Known()
    for address in dict.fromkeys(each.url for made in many for each in made.tiles):
        match rng.randrange(9):
            case 0:
                trouble: Any = rng.choice(("absent", "damaged", "unreachable"))
                found = found.with_trouble(address, Trouble(trouble, "So it is."))
            case 1:
                pass
            case _:
                facts: dict[str, Any] = {"fps": rng.choice((5.0, 60.0)), "channels": rng.choice((0, 1, 2, 6))}
                facts |= {"second_channels": rng.choice((0, 2)), "transfer": rng.choice(("", PQ))}
                facts |= {"audio_bitrate": rng.choice((0, 64)), "video_bitrate": rng.choice((0, 300))}
                size = rng.choice((64, 640, 1920)), rng.choice((36, 360, 1080))
                found = found.with_source(address, Source(*size, rng.choice((0.5, 4.0, 90.0)), **facts))
    return found


def mixed(one: Composition, other: Composition, entry: Rule) -> Composition:
    """``other``, with all that the rule depends on as it is in ``one``."""
    changes: dict[str, Any] = {}
    for name in Composition.__struct_fields__:
        if name == "tiles" and depends(entry.of, frozenset({"tiles"})):
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
    others["cell"] = Cell(x=1, y=2, width=3, height=4)
    return mine.replace(
        **{name: value for name, value in others.items() if not depends(entry.of, frozenset({f"tiles.{name}"}))}
    )


FAST, FULL = range(60), range(60, 1000)
SOME = pytest.mark.parametrize(
    ("target", "seeds"),
    [
        *(pytest.param(target, FAST, id=target.profile) for target in TARGETS),
        *(pytest.param(target, FULL, id=f"{target.profile}, many", marks=pytest.mark.full) for target in TARGETS),
    ],
)


@SOME
def test_that_no_rule_looks_at_what_it_does_not_name(target: Target, seeds: range) -> None:
    for rng in map(random.Random, seeds):
        one, other, known = two_of(rng)
        for entry in DIVIDED:
            assert told(entry, mixed(one, other, entry), known, target) == told(entry, one, known, target), entry.codes


@SOME
def test_that_the_rules_of_the_touched_fields_bring_all_up_to_date(target: Target, seeds: range) -> None:
    for rng in map(random.Random, seeds):
        before, after, known = two_of(rng)
        if rng.random() < 0.5:
            after = before.replace(output=after.output, tiles=after.tiles[:1] + before.tiles[1:])
        whole = check_all(after, known, target)
        assert _places(brought_up(check_all(before, known, target), before, after, known, target)) == _places(whole)


def brought_up(old: Found, before: Composition, after: Composition, known: Known, target: Target | None) -> Found:
    """What is told in a gesture: what was told before, ``old``, but for the rules of what it touches."""
    touched = touched_by(before, after)
    return join(*old, check_touched(after, known, target, touched), touched, after)


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


def pairs() -> Iterator[tuple[Composition, Composition, Known, Target | None]]:
    """A good composition and one that is spoilt, or mended, from all cases of all rules."""
    for case in ALL:
        yield case.good, case.bad, case.known, case.target
    for bad in bad_compositions.CASES:
        for good in rule_cases_good.CASES:
            if good.code == bad.code:
                yield good.composition, bad.composition, bad.known, bad.target


def test_that_nothing_is_stale_when_the_good_is_spoilt_and_when_the_bad_is_mended() -> None:
    for good, bad, known, target in pairs():
        well, ill = check_all(good, known, target), check_all(bad, known, target)
        assert _places(brought_up(well, good, bad, known, target)) == _places(ill), touched_by(good, bad)
        assert _places(brought_up(ill, bad, good, known, target)) == _places(well), touched_by(good, bad)


@pytest.mark.parametrize("case", ALL, ids=lambda case: f"{case.code}-{ALL.index(case)}")
def test_that_the_bad_is_told_when_the_good_is_spoilt_by_hand(case: Any) -> None:
    touched = touched_by(case.good, case.bad)
    found = check_touched(case.bad, case.known, case.target, touched)
    assert case.code in {problem.code for problem in found.problems}
