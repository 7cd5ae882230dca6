"""Rules about single pixels of tiles: too few of them, odd ones, and more than the video has."""

from __future__ import annotations

from collections.abc import Iterator

from ..layout.even import LEAST_SIDE, even_rect
from ..layout.place import Placed
from ..layout.rect import Rect
from ..model.composition import Composition, Tile
from ..model.problem import Fix, Problem
from ..model.source import Source, transcode_in_force
from ..text import Text, say
from .mending import Mend, set_tile
from .registry import View, rule
from .shapes import BLOWN_UP, does_harm, fit_even, is_squeezed, source_of, times_as_large

_HALVED = {"", "auto", "yuv420p", "yuvj420p", "yuv420p10le"}
"""Pixel formats with one colour for 2 × 2 pixels. Without one the source's may be taken (ci-templates §3), which is
hardly ever another.
"""


def _rects(view: View) -> Iterator[tuple[Tile, Rect]]:
    for tile, placed in zip(view.composition.tiles, view.placement.tiles, strict=True):
        if not tile.hidden and isinstance(placed, Placed):
            yield tile, placed.rect


@rule("tile-tiny")
def find_tiny_tiles(view: View) -> Iterator[Problem]:
    for tile, rect in _rects(view):
        small = [side for side in ("width", "height") if getattr(rect, side) < LEAST_SIDE]
        if small:
            changes = dict.fromkeys(small, LEAST_SIDE)
            yield Problem(
                "tile-tiny",
                f"tiles.{tile.id}.{small[0]}",
                "warning",
                say(
                    "{tile} is {width} × {height} pixels large; below 2 × 2 it has no colours of its own.",
                    tile=view.label(tile),
                    width=rect.width,
                    height=rect.height,
                ),
                Fix("Make it at least 2 × 2", set_tile(tile.id, **changes)),
            )


@rule("tile-odd")
def find_odd_tiles(view: View) -> Iterator[Problem]:
    """Colours have half the pixels: a tile that begins or ends at an odd one smears a little at that edge.

    Several are one problem with one fix: tiles that meet have to move together. Of what lies outside `places` speaks.
    """
    transcode = transcode_in_force(view.composition, view.known)
    video = transcode.video if transcode else None
    if video is not None and (video.pixfmt or "").strip().lower() not in _HALVED:
        return
    frame = view.placement.frame
    odd = [(tile, rect) for tile, rect in _rects(view) if _is_odd(rect) and (frame is None or rect.cut(frame))]
    if len(odd) == 1:
        yield _one_odd(view, *odd[0])
    elif odd:
        yield Problem(
            "tile-odd",
            "tiles",
            "note",
            say(
                "{count} tiles begin or end at odd pixels, {tile} among them. Colours are stored for two pixels "
                "together, so their edges may look smeared.",
                count=len(odd),
                tile=view.label(odd[0][0]),
            ),
            _evened(view, odd, say("Use even pixels for all")),
        )


def _is_odd(rect: Rect) -> bool:
    x, y, width, height = rect
    return bool((x | y | width | height) % 2) and min(width, height) >= LEAST_SIDE


def _one_odd(view: View, tile: Tile, rect: Rect) -> Problem:
    sides = [(side, value) for side, value in zip(Rect._fields, rect, strict=True) if value % 2]
    return Problem(
        "tile-odd",
        f"tiles.{tile.id}.{sides[0][0]}",
        "note",
        say(
            "{tile} begins or ends at an odd pixel: {sides}. Colours are stored for two pixels together, so its "
            "edge may look smeared.",
            tile=view.label(tile),
            sides=_listed(sides),
        ),
        _evened(view, [(tile, rect)], say("Use even pixels")),
    )


def _evened(view: View, odd: list[tuple[Tile, Rect]], text: Text) -> Fix | None:
    """The fix for these tiles together; none where it would squeeze a small video, or blow it up."""
    if any(does_harm(view, tile, rect, even_rect(rect)) for tile, rect in odd):
        return None
    return Fix(text, _even_all({tile.id: _changes(rect) for tile, rect in odd}))


def _changes(rect: Rect) -> dict[str, int]:
    """The sides that an even rectangle has otherwise."""
    return {side: now for side, now, was in zip(Rect._fields, even_rect(rect), rect, strict=True) if now != was}


def _even_all(changes: dict[str, dict[str, int]]) -> Mend:
    def apply(composition: Composition) -> Composition:
        tiles = (tile.replace(**changes[tile.id]) if tile.id in changes else tile for tile in composition.tiles)
        return composition.replace(tiles=tuple(tiles))

    return apply


_NAMES = {"x": say("X"), "y": say("Y"), "width": say("width"), "height": say("height")}


def _listed(sides: list[tuple[str, int]]) -> Text:
    *before, (name, value) = sides
    last = say("{side} {value}", side=_NAMES[name], value=value)
    return say("{before}, {last}", before=_listed(before), last=last) if before else last


@rule("tile-blown-up")
def find_blown_up_tiles(view: View) -> Iterator[Problem]:
    for tile, rect in _rects(view):
        source = source_of(view, tile)
        times = times_as_large(rect, source) if source else 0.0
        if source is None or times <= BLOWN_UP:
            continue
        good, fix = _shrunk(rect, source), None
        if good is not None:
            text = say("Make it {width} × {height}", width=good.width, height=good.height)
            fix = Fix(text, set_tile(tile.id, **good._asdict()))
        yield Problem(
            "tile-blown-up",
            f"tiles.{tile.id}.width",
            "warning",
            say(
                "{tile} is drawn {times:.1f} times as large as its video ({width} × {height}); it would look blurred.",
                tile=view.label(tile),
                times=times,
                width=source.width,
                height=source.height,
            ),
            fix,
        )


def _shrunk(rect: Rect, source: Source) -> Rect | None:
    """As large as the video may be drawn, in the middle of ``rect`` and no more out of shape; ``None`` where no size of
    at least 2 × 2 is left.
    """
    shrink = BLOWN_UP / times_as_large(rect, source)
    width, height = int(rect.width * shrink), int(rect.height * shrink)
    area = Rect(rect.x + (rect.width - width) // 2, rect.y + (rect.height - height) // 2, width, height)
    if not is_squeezed(rect, source):
        return fit_even(area, source)
    x, y = area.x - area.x % 2, area.y - area.y % 2
    even = Rect(x, y, width - width % 2, height - height % 2)
    return even if min(even.width, even.height) >= LEAST_SIDE else None
