"""Rules about what tiles show and how they are named and sized (ci-jobs §1.3)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count

from ..layout.rect import Rect
from ..layout.sizing import cell_of, with_cell
from ..model.composition import MOST_TILES, Composition, Tile
from ..model.problem import Fix, Problem, Severity
from ..text import Text, say
from ..wire.limits import NAME_LIMIT, NOT_IN_NAMES, is_tile_name
from .mending import set_tile
from .registry import View, rule
from .shapes import fit_even, is_squeezed, source_of

TILE_NAME_LIMIT = NAME_LIMIT
"""Characters of a tile's name, for those who may not ask `wire`."""

_SIDES = {"width": say("width"), "height": say("height")}


@rule("tiles-none", of=("tiles.hidden",))
def find_no_tiles(view: View) -> Iterator[Problem]:
    if not view.shown:
        hidden = say("All tiles are hidden. Show or add at least one.")
        empty = say("There is no video in the frame. Show or add at least one.")
        told, fix = (hidden, Fix("Show all", _show_all)) if view.composition.tiles else (empty, None)
        yield Problem("tiles-none", "tiles", "error", told, fix)


def _show_all(composition: Composition) -> Composition:
    return composition.replace(tiles=tuple(tile.replace(hidden=False) for tile in composition.tiles))


MANY = 10
"""Tiles above which it is not known whether the service takes them (A2)."""


@rule("tiles-many", "tiles-too-many", of=("tiles.hidden",))
def find_many_tiles(view: View) -> Iterator[Problem]:
    """The service names no limit (A2); ours is that of a composition that can be opened (security 4)."""
    number = len(view.composition.tiles)
    if number > MOST_TILES:
        yield Problem(
            "tiles-too-many",
            "tiles",
            "error",
            say("There are {count} tiles; at most {most} are possible.", count=number, most=MOST_TILES),
            Fix(say("Keep the first {most}", most=MOST_TILES), lambda c: c.replace(tiles=c.tiles[:MOST_TILES])),
        )
    elif len(view.shown) > MANY:
        severity: Severity = "note" if view.is_local else "warning"
        yield Problem(
            "tiles-many",
            "tiles",
            severity,
            say(
                "There are {count} tiles. How many the service takes is not documented; more than {most} may be too "
                "many.",
                count=len(view.shown),
                most=MANY,
            ),
            assumption="A2",
        )


@rule("tile-hidden", of=("tiles.hidden",))
def find_hidden_tiles(view: View) -> Iterator[Problem]:
    for tile in view.composition.tiles:
        if tile.hidden:
            yield Problem(
                "tile-hidden",
                f"tiles.{tile.id}.hidden",
                "note",
                say("{tile} is hidden and will not be in the result.", tile=view.label(tile)),
                Fix("Show it", set_tile(tile.id, hidden=False)),
            )


def trouble_with_name(name: str) -> str:
    """What a tile's name must be, when ``name`` is not, and which letter of it is not; else empty."""
    if is_tile_name(name):
        return ""
    odd = NOT_IN_NAMES.search(name)
    letter = odd[0][0] if odd else ""
    if letter.isspace():
        return say(
            "it has a space. Allowed are up to {most} English letters, Chinese characters, digits, _, - and *.",
            most=NAME_LIMIT,
        )
    if letter.isprintable() and letter:
        return say(
            "it has “{letter}”. Allowed are up to {most} English letters, Chinese characters, digits, _, - and *.",
            letter=letter,
            most=NAME_LIMIT,
        )
    return say("it may have up to {most} English letters, Chinese characters, digits, _, - and *.", most=NAME_LIMIT)


def name_like(text: str) -> str:
    """The nearest to ``text`` that can be a tile's name; empty where nothing of it may stay."""
    return NOT_IN_NAMES.sub("_", text)[:NAME_LIMIT].strip("_")


@rule("tile-name", of=("tiles.name",))
def find_bad_names(view: View) -> Iterator[Problem]:
    """At most 64 characters: Chinese, English letters, digits, ``_ - *`` (ci-jobs §1.3, A27)."""
    for tile in view.shown:
        name = tile.name or ""
        trouble = trouble_with_name(name)
        if not trouble:
            continue
        good = name_like(name) or None
        yield Problem(
            "tile-name",
            f"tiles.{tile.id}.name",
            "error",
            say("The name {tile} cannot be used: {trouble}", tile=view.label(tile), trouble=trouble),
            Fix(say("Call it “{good}”", good=good) if good else "Take the name away", set_tile(tile.id, name=good)),
            "A27",
        )


@rule("tile-name-twice", of=("tiles.name",))
def find_names_twice(view: View) -> Iterator[Problem]:
    """A name is a label only (A25): the service takes two of them, people do not."""
    taken = {tile.name for tile in view.shown if tile.name}
    counts: dict[str, Iterator[int]] = {}
    for tile in view.shown:
        if tile.name and tile.name in counts:
            good = _another(tile.name, counts[tile.name], taken)
            taken.add(good)
            yield Problem(
                "tile-name-twice",
                f"tiles.{tile.id}.name",
                "note",
                say("More than one tile is called {tile}.", tile=view.label(tile)),
                Fix(say("Call it “{good}”", good=good), set_tile(tile.id, name=good)),
                "A25",
            )
        elif tile.name:
            counts[tile.name] = count(2)


def _another(name: str, numbers: Iterator[int], taken: set[str]) -> str:
    """The first of name-2, name-3, … that is free. ``numbers`` goes on from one to the next: those before are taken."""
    endings = (f"-{number}" for number in numbers)
    return next(good for ending in endings if (good := name[: NAME_LIMIT - len(ending)] + ending) not in taken)


@rule("tile-size")
def find_empty_tiles(view: View) -> Iterator[Problem]:
    """A size is at least 1 pixel (A3)."""
    for tile in view.shown:
        width, height = tile.width, tile.height
        if (width is None or width >= 1) and (height is None or height >= 1):
            continue
        source = view.known.sources.get(tile.url)
        usual = (source.width, source.height) if source else (640, 360)
        good = {"width": width, "height": height}
        for side, length in zip(("width", "height"), usual, strict=True):
            if (good[side] or 0) < 1 and good[side] is not None:
                good[side] = length
        side = "width" if width is not None and width < 1 else "height"
        yield Problem(
            "tile-size",
            f"tiles.{tile.id}.{side}",
            "error",
            say("The {side} of {tile} must be at least 1 pixel.", side=_SIDES[side], tile=view.label(tile)),
            Fix("Give it a size", set_tile(tile.id, **good)),
            "A3",
        )


@rule("tile-size-missing")
def find_unstated_sizes(view: View) -> Iterator[Problem]:
    """A side left out is the source's own, not scaled to proportion (A4)."""
    for tile in view.shown:
        missing = [side for side in ("width", "height") if getattr(tile, side) is None]
        if not missing:
            continue
        source = view.known.sources.get(tile.url)
        sizes = {side: getattr(source, side) for side in missing} if source else {}
        own = " × ".join(str(size) for size in sizes.values())
        yield Problem(
            "tile-size-missing",
            f"tiles.{tile.id}.{missing[0]}",
            "note",
            _told_of_sides(view.label(tile), [_SIDES[side] for side in missing], own),
            Fix(say("Write it down: {own}", own=own), set_tile(tile.id, **sizes)) if sizes else None,
            "A4",
        )


def _told_of_sides(tile: str, missing: Sequence[Text], own: str) -> Text:
    """``missing`` are one side or both, ``own`` the video's, empty when that is not known."""
    if len(missing) > 1 and own:
        return say("{tile} has no width and no height; the video's own is taken: {own} pixels.", tile=tile, own=own)
    if len(missing) > 1:
        return say("{tile} has no width and no height; the video's own is taken.", tile=tile)
    (side,) = missing
    if own:
        return say("{tile} has no {side}; the video's own is taken: {own} pixels.", tile=tile, side=side, own=own)
    return say("{tile} has no {side}; the video's own is taken.", tile=tile, side=side)


@rule("tile-squeezed")
def find_squeezed_tiles(view: View) -> Iterator[Problem]:
    """A tile is stretched to exactly its size; more than rounding to a pixel explains is said."""
    for tile in view.shown:
        source = source_of(view, tile)
        if source is None:
            continue
        rect = _rect(tile, source.width, source.height)
        if not is_squeezed(rect, source):
            continue
        stretch = rect.width / rect.height / (source.width / source.height)
        percent = max(1, round((max(stretch, 1 / stretch) - 1) * 100))
        name, way = view.label(tile), say("wide") if stretch > 1 else say("high")
        good = fit_even(rect, source)
        fix = None
        if good is not None:
            text = say("Keep its shape: {width} × {height}", width=good.width, height=good.height)
            cell = with_cell(tile, good, cell_of(tile, rect)).cell  # as *Fit into its place* remembers it
            fix = Fix(text, set_tile(tile.id, **good._asdict(), cell=cell))
        told = say("{tile} is stretched: {percent} % too {way} for its video.", tile=name, percent=percent, way=way)
        yield Problem("tile-squeezed", f"tiles.{tile.id}.width", "warning", told, fix)


def _rect(tile: Tile, width: int, height: int) -> Rect:
    """The tile with the source's sides where it has none of its own."""
    own_width = width if tile.width is None else tile.width
    own_height = height if tile.height is None else tile.height
    return Rect(tile.x or 0, tile.y or 0, own_width, own_height)
