"""The user's own guides: kept in the file, in no request, and nothing that a submission differs by."""

from __future__ import annotations

import pytest

from support.builders import composition, known, source, tile
from tilewright.errors import Refused
from tilewright.layout.attraction import Attraction
from tilewright.layout.frame import resize_frame
from tilewright.layout.lines import Line
from tilewright.layout.rect import Rect
from tilewright.layout.snap import Targets
from tilewright.model.differences import differences
from tilewright.model.document import decode, encode
from tilewright.model.ruler_guides import MOST_GUIDES, RulerGuides
from tilewright.wire.request import write_request

BARE = composition(tile("a"))
GUIDED = BARE.replace(ruler_guides=RulerGuides(x=(640, -20), y=(360,), locked=True))


def test_that_guides_are_kept_in_the_file() -> None:
    text = encode(GUIDED)
    assert decode(text) == GUIDED
    assert b'"ruler_guides"' in text
    assert b"ruler_guides" not in encode(BARE)


def test_that_no_request_has_them() -> None:
    assert write_request(GUIDED) == write_request(BARE)
    assert differences(BARE, GUIDED) == ()


def test_that_a_file_with_too_many_is_refused_with_a_sentence() -> None:
    many = GUIDED.replace(ruler_guides=RulerGuides(x=tuple(range(MOST_GUIDES + 1))))
    with pytest.raises(Refused, match="201 guides one way; at most 200"):
        decode(encode(many))


def test_that_one_is_added_moved_and_taken_out() -> None:
    guides = RulerGuides(hidden=True).added("x", 10).added("x", 20).added("y", 5)
    assert (guides.x, guides.y, guides.hidden) == ((10, 20), (5,), False)
    assert guides.added("x", 20) == guides
    assert guides.moved("x", 0, 15).x == (15, 20)
    assert guides.without("x", 0).x == (20,)
    full = RulerGuides(y=tuple(range(MOST_GUIDES)))
    assert full.added("y", 5000) == full


def test_that_they_come_along_with_a_frame_whose_layout_is_scaled() -> None:
    facts = known(a=source())
    assert resize_frame(GUIDED, facts, 2560, 1440, scales_tiles=True).ruler_guides.x == (1280, -40)
    assert resize_frame(GUIDED, facts, 2560, 1440, scales_tiles=False).ruler_guides == GUIDED.ruler_guides


def test_that_they_attract_as_a_kind_of_their_own() -> None:
    frame, line = Rect(0, 0, 1280, 720), Line("x", 333, "ruler-guides")
    moved = Rect(330, 100, 100, 100)
    assert Targets(frame, (), lines=(line,)).snap(moved, 8).dx == 3
    assert Targets(frame, (), Attraction(frozenset({"frame"})), lines=(line,)).snap(moved, 8).dx == 0
    only = Attraction(frozenset({"ruler-guides"}))
    assert Targets(frame, (), only, lines=(line,)).snap(moved._replace(x=281), 8).dx == 2  # its centre, too
