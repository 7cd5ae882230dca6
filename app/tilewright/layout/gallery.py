"""The gallery: named arrangements of videos in a frame (product contract, ``layouts``)."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ..errors import WrongUse
from ..text import say
from .auto import arrange_auto
from .cells import NoRoom, grid, shrink, span
from .insets import film_strip, inset, speaker_bottom, speaker_side
from .rect import Rect

Arrangement = Callable[[Rect, Sequence[float], int], list[Rect]]
"""Area, proportions, gap → at least as many rectangles as there are proportions."""


@dataclass(frozen=True, slots=True)
class Layout:
    """One arrangement. ``title`` is for people; ``holds`` how many videos have a place, ``None`` any number.

    ``places`` computes the rectangles; call `arrange`, which also checks what it is given. One of the user's own (see
    `own`) has its own distances: for it gap and margin count as 0.
    """

    name: str
    title: str
    holds: int | None
    places: Arrangement
    is_own: bool = False


def _grid(columns: int, rows: int) -> Arrangement:
    return lambda area, _, gap: grid(area, columns, rows, gap)


def _columns(area: Rect, proportions: Sequence[float], gap: int) -> list[Rect]:
    return grid(area, len(proportions), 1, gap)


def _rows(area: Rect, proportions: Sequence[float], gap: int) -> list[Rect]:
    return grid(area, 1, len(proportions), gap)


def _large_and_column(cells: int, shares: int) -> Arrangement:
    """One large at the left, ``cells`` stacked at its right in the last of ``shares`` columns."""

    def places(area: Rect, _: Sequence[float], gap: int) -> list[Rect]:
        columns = grid(area, shares, 1, gap)
        return [span(columns[0], columns[-2]), *grid(columns[-1], 1, cells, gap)]

    return places


def _large_in_corner(side: int) -> Arrangement:
    """One large at the top left of a grid of ``side`` × ``side``; small ones down its right, then below."""

    def places(area: Rect, _: Sequence[float], gap: int) -> list[Rect]:
        cells = grid(area, side, side, gap)
        right = [cells[row * side + side - 1] for row in range(side - 1)]
        large = span(cells[0], cells[(side - 1) * side - 2])
        return [large, *right, *cells[-side:]]

    return places


LAYOUTS: tuple[Layout, ...] = (
    Layout("single", say("One video fills the frame"), 1, _grid(1, 1)),
    Layout("side-by-side", say("Two next to each other"), 2, _grid(2, 1)),
    Layout("top-bottom", say("Two, one above the other"), 2, _grid(1, 2)),
    Layout("2x2", say("Grid of four"), 4, _grid(2, 2)),
    Layout("3x3", say("Grid of nine"), 9, _grid(3, 3)),
    Layout("4x4", say("Grid of sixteen"), 16, _grid(4, 4)),
    Layout("1+2", say("One large, two at its right"), 3, _large_and_column(2, 3)),
    Layout("1+3", say("One large, three at its right"), 4, _large_and_column(3, 4)),
    Layout("1+5", say("One large, five around it"), 6, _large_in_corner(3)),
    Layout("1+7", say("One large, seven around it"), 8, _large_in_corner(4)),
    Layout("pip-top-left", say("Picture in picture, top left"), None, inset(right=False, bottom=False)),
    Layout("pip-top-right", say("Picture in picture, top right"), None, inset(right=True, bottom=False)),
    Layout("pip-bottom-left", say("Picture in picture, bottom left"), None, inset(right=False, bottom=True)),
    Layout("pip-bottom-right", say("Picture in picture, bottom right"), None, inset(right=True, bottom=True)),
    Layout("speaker-right", say("Slides, speakers at the right"), None, speaker_side(right=True)),
    Layout("speaker-left", say("Slides, speakers at the left"), None, speaker_side(right=False)),
    Layout("speaker-bottom", say("Slides, speakers below"), None, speaker_bottom),
    Layout("film-strip", say("One large, the others in a strip below"), None, film_strip),
    Layout("portrait-stack", say("One below another"), None, _rows),
    Layout("row", say("One next to another"), None, _columns),
    Layout("auto", say("Best fit for the videos' own proportions"), None, arrange_auto),
)


def find_layout(name: str, layouts: Sequence[Layout] = LAYOUTS) -> Layout:
    """The one of ``layouts`` that has that name; `WrongUse` with the names there are, the nearest first."""
    by_name = {layout.name: layout for layout in reversed(layouts)}
    if name in by_name:
        return by_name[name]
    near = difflib.get_close_matches(name, by_name, n=1)
    names = ", ".join(layout.name for layout in layouts)
    hint = say("The layouts are: {names}.", names=names)
    if near:
        hint = say("Did you mean “{near}”? The layouts are: {names}.", near=near[0], names=names)
    raise WrongUse(say("There is no layout “{name}”.", name=name), hint)


def arrange(
    name: str,
    frame_size: tuple[int, int],
    proportions: Sequence[float],
    gap: int = 0,
    margin: int = 0,
    *,
    even: bool = False,
    layouts: Sequence[Layout] = LAYOUTS,
) -> list[Rect]:
    """One rectangle for each video, in order, inside a frame of ``frame_size`` pixels; ``name`` is that of one of the
    ``layouts``.

    ``proportions`` are width / height of each video as displayed; ``gap`` pixels lie between neighbours and
    ``margin`` pixels around all. Fewer videos than places: the first places are used. With ``even`` every number is
    even, as 4:2:0 wants it; odd distances grow by a pixel, and of an odd frame the last pixel stays empty.

    Raises `WrongUse` for an unknown name, more videos than the layout holds, and a frame too small for gap, margin
    and videos.
    """
    layout = find_layout(name, layouts)
    count = len(proportions)
    _check_numbers(frame_size, proportions, gap, margin)
    if layout.is_own:
        gap = margin = 0
    if layout.holds is not None and count > layout.holds:
        raise WrongUse(_too_many(layout, count), _roomier(count))
    if not count:
        return []
    unit = 2 if even else 1
    try:
        area = shrink(Rect(0, 0, *(side // unit for side in frame_size)), -(-margin // unit))
        rects = layout.places(area, proportions, -(-gap // unit))[:count]
        return rects if unit == 1 else [Rect(*(unit * number for number in rect)) for rect in rects]
    except NoRoom:
        raise WrongUse(
            say(
                "A frame of {width} × {height} pixels has no room for {videos} in the layout "
                "“{name}” with a gap of {gap} and a margin of {margin} pixels.",
                width=frame_size[0],
                height=frame_size[1],
                videos=_videos(count),
                name=name,
                gap=gap,
                margin=margin,
            ),
            "Make the gap and the margin smaller, or the frame larger.",
        ) from None


def _check_numbers(size: tuple[int, int], proportions: Sequence[float], gap: int, margin: int) -> None:
    if min(size) < 1:
        raise WrongUse(
            say("A frame of {width} × {height} pixels cannot hold a picture.", width=size[0], height=size[1])
        )
    if gap < 0 or margin < 0:
        raise WrongUse("Gap and margin cannot be less than 0 pixels.")
    if not all(0 < proportion < float("inf") for proportion in proportions):
        raise WrongUse("Every video needs a width and a height above 0.")


def _videos(count: int) -> str:
    return say("1 video") if count == 1 else say("{count} videos", count=count)


def _too_many(layout: Layout, count: int) -> str:
    return say(
        "The layout “{name}” holds {holds}, not {count}.",
        name=layout.name,
        holds=_videos(layout.holds or 0),
        count=count,
    )


def _roomier(count: int) -> str:
    """The smallest layouts that take ``count`` videos, ``auto`` first."""
    fixed = [layout for layout in LAYOUTS if layout.holds is not None and layout.holds >= count]
    fixed.sort(key=lambda layout: layout.holds or 0)
    names = ["auto", *(layout.name for layout in fixed[:3]), "film-strip", "speaker-right"]
    return say("Take one that holds more: {names}.", names=", ".join(names))
