"""Where the tiles of new videos go."""

from __future__ import annotations

import pytest

from support.builders import composition, known, source, tile, url
from tilewright.layout.adding import add_tiles
from tilewright.layout.place import Placed, place
from tilewright.layout.rect import Rect
from tilewright.model.composition import Composition
from tilewright.model.source import Known


def rects(made: Composition, facts: Known) -> list[Rect]:
    return [placed.rect for placed in place(made, facts).tiles if isinstance(placed, Placed)]


def test_that_the_first_videos_are_laid_out_at_once_without_overlap() -> None:
    facts = known(a=source(), b=source(), c=source(), d=source())
    made = add_tiles(composition(size=(1280, 720)).replace(tiles=()), facts, [url(name) for name in "abcd"])
    assert rects(made, facts) == [
        Rect(0, 0, 640, 360),
        Rect(640, 0, 640, 360),
        Rect(0, 360, 640, 360),
        Rect(640, 360, 640, 360),
    ]


def test_that_the_first_videos_lie_at_even_pixels_where_only_those_are_wanted() -> None:
    empty, urls = composition(size=(854, 482)).replace(tiles=()), [url(name) for name in "abcde"]
    made = add_tiles(empty, Known(), urls, 7, 3, even=True)
    assert not any(number % 2 for rect in rects(made, Known()) for number in rect)
    assert any(number % 2 for rect in rects(add_tiles(empty, Known(), urls, 7, 3), Known()) for number in rect)


def test_that_a_later_video_lies_in_the_middle_in_its_own_proportion_and_moves_nothing() -> None:
    before = composition(tile("a", 0, 0, 1280, 720))
    facts = known(a=source(), b=source(720, 1280))
    made = add_tiles(before, facts, [url("b")])
    assert made.tiles[0] == before.tiles[0]
    assert rects(made, facts)[1] == Rect(539, 180, 202, 360)


@pytest.mark.parametrize(
    ("at", "corner"), [((300, 400), (199, 220)), ((40, 30), (0, 0)), ((1300, 900), (1078, 360)), (None, (539, 180))]
)
def test_that_a_later_video_lies_around_the_pixel_it_was_dropped_on_but_within_the_frame(
    at: tuple[int, int] | None, corner: tuple[int, int]
) -> None:
    before = composition(tile("a", 10, 10, 1260, 700))
    facts = known(a=source(), b=source(720, 1280))
    assert rects(add_tiles(before, facts, [url("b")], at=at), facts)[1] == Rect(*corner, 202, 360)


def test_that_several_that_are_dropped_begin_there_each_a_little_aside() -> None:
    before = composition(tile("a", 0, 0, 1280, 720))
    facts = known(a=source(), b=source(720, 1280))
    made = rects(add_tiles(before, facts, [url("b")] * 3, at=(300, 400)), facts)
    assert [rect[:2] for rect in made[1:]] == [(199, 220), (223, 244), (247, 268)]


def test_that_no_new_tile_lies_exactly_over_another() -> None:
    before = composition(tile("a", 0, 0, 1280, 720))
    facts = known(**{name: source() for name in "abcd"})
    made = add_tiles(before, facts, [url("b"), url("c")])
    made = add_tiles(made, facts, [url("d"), url("d")])
    places = [(rect.x, rect.y) for rect in rects(made, facts)]
    assert len(set(places)) == 5
    assert len({each.id for each in made.tiles}) == 5


def test_that_a_composition_without_a_frame_gets_the_usual_one() -> None:
    made = add_tiles(Composition(), Known(), [url("a"), url("b")])
    assert made.inline_frame.size == (1920, 1080)
    assert made.transcode is not None
    assert made.transcode.video is not None
    assert made.transcode.video.codec == "H.264"
    placed = rects(made, Known())
    assert placed[0].cut(placed[1]) is None


def test_that_a_template_that_is_not_known_yet_keeps_the_frame_to_itself() -> None:
    made = add_tiles(Composition(transcode_template_id="t1"), Known(), [url("a"), url("b")])
    assert made.transcode is None
    assert [(each.x, each.y, each.width, each.height) for each in made.tiles] == [
        (480, 270, 960, 540),
        (504, 294, 960, 540),
    ]


def test_that_forty_videos_stay_in_the_frame_and_none_hides_another() -> None:
    frame = Rect(0, 0, 640, 360)
    facts = known(a=source(), b=source(720, 1280))
    made = composition(tile("a", 0, 0, 640, 360), size=(640, 360))
    for _ in range(40):
        made = add_tiles(made, facts, [url("b")])
    found = rects(made, facts)
    assert all(frame.contains(rect) for rect in found)
    assert len({(rect.x, rect.y) for rect in found}) == 41


def test_that_later_videos_lie_at_even_pixels_and_aside_where_only_those_are_wanted() -> None:
    before = composition(tile("a", 0, 0, 1280, 720), tile("b", 538, 180, 202, 360))
    facts = known(a=source(), b=source(720, 1280))
    made = rects(add_tiles(before, facts, [url("b")] * 60, even=True), facts)
    assert not any(number % 2 for rect in made for number in rect)
    assert len({rect[:2] for rect in made}) == len(made)
