"""What a rule says depends on nothing but the paths that it names: else it would be stale in a gesture."""

from __future__ import annotations

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
from tilewright.model.composition import Composition, Tile
from tilewright.model.options import Transcode
from tilewright.model.problem import Found
from tilewright.model.source import PQ, Known, Source, Trouble
from tilewright.model.target import Target
from tilewright.model.template import Template
from tilewright.usecases.templates import ids_of

DIVIDED = [entry for entry in all_rules() if entry.of != EVERYTHING]


TARGETS = (ACCOUNT, LOCAL)


def told(entry: Rule, made: Composition, known: Known, target: Target) -> list[tuple[str, str, str]]:
    return [(p.code, p.path, p.severity) for p in entry.find(View(made, known, target))]


def known_of(rng: random.Random, *many: Composition) -> Known:
    """Facts, or troubles, of most videos and templates that the compositions name."""
    found, templates, absent = Known(), [], []
    for url in dict.fromkeys(each.url for made in many for each in made.tiles):
        match rng.randrange(5):
            case 0:
                found = found.with_trouble(url, Trouble(rng.choice(("absent", "damaged", "unreachable")), "So it is."))
            case 1:
                pass
            case _:
                facts = {"fps": rng.choice((0.0, 5.0, 25.0, 60.0)), "channels": rng.choice((0, 1, 2, 6))}
                bits = {"audio_bitrate": rng.choice((0, 64)), "video_bitrate": rng.choice((0, 300))}
                facts |= {"second_channels": rng.choice((0, 2)), "transfer": rng.choice(("", PQ)), **bits}
                size = rng.choice((64, 640, 1920)), rng.choice((36, 360, 1080))
                found = found.with_source(url, Source(*size, rng.choice((0.5, 4.0, 90.0)), **facts))
    for one in dict.fromkeys(one for made in many for one in ids_of(made)):
        made = composition_of(rng)
        match rng.randrange(5):
            case 0:
                absent.append(one)
            case 1:
                pass
            case 2 if made.watermarks:
                templates.append(Template(one, watermark=made.watermarks[0]))
            case _:
                templates.append(Template(one, transcode=made.transcode))
    return found.with_templates(templates, absent)


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
    return mine.replace(
        **{name: value for name, value in others.items() if not depends(entry.of, frozenset({f"tiles.{name}"}))}
    )


SEEDS = range(40)


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.profile)
def test_that_no_rule_looks_at_what_it_does_not_name(target: Target) -> None:
    for rng in map(random.Random, SEEDS):
        one, other = composition_of(rng), composition_of(rng)
        known = known_of(rng, one, other)
        for entry in DIVIDED:
            assert told(entry, mixed(one, other, entry), known, target) == told(entry, one, known, target), entry.codes


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.profile)
def test_that_the_rules_of_the_touched_fields_bring_all_up_to_date(target: Target) -> None:
    for rng in map(random.Random, SEEDS):
        before, after = composition_of(rng), composition_of(rng)
        if rng.random() < 0.5:
            after = before.replace(output=after.output, tiles=after.tiles[:1] + before.tiles[1:])
        known = known_of(rng, before, after)
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


ALL = [*CASES, *rule_cases.CASES]


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
