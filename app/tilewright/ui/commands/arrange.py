"""Where tiles lie, without a pointer: aligning, order, sizes, and moving and resizing by keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from ...layout.align import Direction, Edge, align, distribute
from ...layout.attraction import stepped
from ...layout.move import move_tiles
from ...layout.place import Earlier, place
from ...layout.rect import Rect
from ...layout.resize import Handle, Pull, bounding_box, least_box, resize_rect, resize_tiles
from ...layout.sizing import Area, Wish, resize_to
from ...layout.stack import Order, reorder
from ...layout.watermark_changes import nudge_watermark
from ...model.composition import Composition
from ...model.ranges import moves_across
from ..words import tr
from ..workbench import Workbench
from .command import Command
from .known_places import KnownPlaces, Sizes
from .tiles import AT_TILES, needs, step, step_of

WAYS = {"left": (-1, 0), "right": (1, 0), "up": (0, -1), "down": (0, 1)}

_MOVE: dict[str, tuple[str, ...]] = {"left": ("Left",), "right": ("Right",), "up": ("Up",), "down": ("Down",)}
_RESIZE = {way: tuple(f"Alt+{key}" for key in keys) for way, keys in _MOVE.items()}
_RESIZE_FROM = {
    "left": ("Alt+Home", "Ctrl+Alt+Left"),
    "right": ("Alt+End", "Ctrl+Alt+Right"),
    "up": ("Alt+PgUp", "Ctrl+Alt+Up"),
    "down": ("Alt+PgDown", "Ctrl+Alt+Down"),
}
"""Desktops that have several workspaces take Ctrl+Alt and an arrow for themselves: those without come first."""


def commands(bench: Workbench) -> tuple[Command, ...]:
    return (
        *_aligning(bench),
        *_distributing(bench),
        *_ordering(bench),
        *_sizing(bench),
        *_moving(bench),
        *_resizing(bench),
    )


def _aligning(bench: Workbench) -> Iterator[Command]:
    edges: tuple[tuple[Edge, str, str, str], ...] = (
        ("left", tr("Align left"), "Ctrl+Shift+Left", "align-start-vertical"),
        ("centre", tr("Align centres"), "Ctrl+Shift+C", "align-center-vertical"),
        ("right", tr("Align right"), "Ctrl+Shift+Right", "align-end-vertical"),
        ("top", tr("Align top"), "Ctrl+Shift+Up", "align-start-horizontal"),
        ("middle", tr("Align middles"), "Ctrl+Shift+M", "align-center-horizontal"),
        ("bottom", tr("Align bottom"), "Ctrl+Shift+Down", "align-end-horizontal"),
    )
    session, places = bench.session, KnownPlaces(bench)
    needs_tile = needs(bench, 1, unlocked=True)

    def run(edge: Edge, text: str) -> None:
        to = bench.preferences.window.align_to
        after = align(session.composition, session.known, session.selection, edge, to, session.last_chosen)
        session.document.apply(after, step_of(bench, text, unlocked=True, without=places.unknown()))
        places.tell_left_out(session.selection)

    def off() -> str:
        to = bench.preferences.window.align_to if len(session.selection) > 1 else "frame"
        return needs_tile() or places.off(1 if to == "frame" else 2, by_last=to == "last")

    to_what, spelt = tr("to the frame, to each other, to the tile chosen last"), tr("center")
    for edge, text, keys, icon in edges:
        yield Command(
            f"arrange.align-{edge}",
            text,
            partial(run, edge, text),
            (keys,),
            "Arrange",
            "align",
            icon,
            off=off,
            names=f"{to_what}, {spelt}" if edge in {"centre", "middle"} else to_what,
            submenu=tr("Align"),
        )


def _distributing(bench: Workbench) -> Iterator[Command]:
    directions: tuple[tuple[Direction, str, str, str], ...] = (
        ("across", tr("Distribute across"), "Ctrl+Shift+D", "align-horizontal-distribute-center"),
        ("down", tr("Distribute down"), "Ctrl+Alt+D", "align-vertical-distribute-center"),
    )
    session, places = bench.session, KnownPlaces(bench)
    needs_tiles = needs(bench, 3, unlocked=True)

    def run(direction: Direction, text: str) -> None:
        after = distribute(session.composition, session.known, session.selection, direction)
        session.document.apply(after, step_of(bench, text, unlocked=True, without=places.unknown()))
        places.tell_left_out(session.selection)

    def off() -> str:
        return needs_tiles() or places.off(3, unlocked=True)

    for direction, text, keys, icon in directions:
        yield Command(
            f"arrange.distribute-{direction}",
            text,
            partial(run, direction, text),
            (keys,),
            "Arrange",
            "distribute",
            icon,
            off=off,
            names=tr("equal gaps"),
        )


def _ordering(bench: Workbench) -> Iterator[Command]:
    orders: tuple[tuple[Order, str, tuple[str, ...], str], ...] = (
        ("front", tr("Bring to front"), ("}", "Ctrl+Home"), "bring-to-front"),
        ("forward", tr("Bring forward"), ("]", "Ctrl+PgUp"), ""),
        ("backward", tr("Send backward"), ("[", "Ctrl+PgDown"), ""),
        ("back", tr("Send to back"), ("{", "Ctrl+End"), "send-to-back"),
    )
    session = bench.session

    def run(order: Order, text: str) -> None:
        session.document.apply(reorder(session.composition, session.selection, order), step_of(bench, text))

    def off(order: Order) -> str:
        reason = needs(bench, 1)()
        if not reason and reorder(session.composition, session.selection, order) is session.composition:
            return tr("Nothing lies above") if order in {"front", "forward"} else tr("Nothing lies below")
        return reason

    for order, text, keys, icon in orders:
        yield Command(
            f"arrange.{order}",
            text,
            partial(run, order, text),
            keys,
            "Arrange",
            "order",
            icon,
            off=partial(off, order),
            submenu=tr("Order"),
            at=AT_TILES,
        )


def _sizing(bench: Workbench) -> Iterator[Command]:
    wishes: tuple[tuple[str, Wish, Area, str, tuple[str, ...]], ...] = (
        ("fit", "fit", "frame", tr("Fit into the frame"), ("Ctrl+Alt+F",)),
        ("fill", "fill", "frame", tr("Fill the frame"), ("Ctrl+Alt+Shift+F",)),
        ("stretch", "stretch", "frame", tr("Stretch over the frame"), ()),
        ("fit-cell", "fit", "cell", tr("Fit into its place"), ()),
        ("fill-cell", "fill", "cell", tr("Fill its place"), ()),
        ("stretch-cell", "stretch", "cell", tr("Stretch over its place"), ()),
        ("source", "source", "frame", tr("Size of the source"), ("Ctrl+Alt+O",)),
    )
    session, sizes, needs_tile = bench.session, Sizes(bench), needs(bench, 1, unlocked=True)
    of_cell = tr("cell of the layout")
    tip = tr("Its place is that of the last layout, or where it lay before. Moved, it goes along; resized, it is new")

    def run(wish: Wish, area: Area, text: str) -> None:
        ids = [tile.id for tile in session.selected() if not tile.locked]
        left_out = sizes.left_out(wish)
        after = resize_to(session.composition, session.known, ids, wish, area)
        session.document.apply(after, step_of(bench, text, unlocked=True, without=left_out))
        sizes.tell_left_out(left_out)

    def off(wish: Wish, area: Area) -> str:
        return needs_tile() or sizes.off(wish, area)

    for name, wish, area, text, keys in wishes:
        yield Command(
            f"arrange.{name}",
            text,
            partial(run, wish, area, text),
            keys,
            "Arrange",
            "size",
            off=partial(off, wish, area),
            names=of_cell if area == "cell" else "",
            submenu=tr("Resize to"),
            tip=tip if area == "cell" else "",
        )


def _moving(bench: Workbench) -> Iterator[Command]:
    titles = {
        "left": (tr("Move left"), tr("Move far left")),
        "right": (tr("Move right"), tr("Move far right")),
        "up": (tr("Move up"), tr("Move far up")),
        "down": (tr("Move down"), tr("Move far down")),
    }
    session = bench.session
    needs_tile = needs(bench, 1, unlocked=True)

    def moved(dx: int, dy: int) -> Composition:
        if _has_watermark(bench):
            return _with_watermark_moved(bench, dx, dy)
        box = bounding_box(_held(bench, session.composition).values())
        if box is not None:
            dx, dy = stepped(box.x, dx, bench.canvas.step), stepped(box.y, dy, bench.canvas.step)
        return move_tiles(session.composition, session.selection, dx, dy)

    def text() -> str:
        if _has_watermark(bench):
            return tr("Move watermark")
        return step(bench, tr("Move {tile}"), tr("Move {count} tiles"), unlocked=True)

    def off() -> str:
        return "" if _has_watermark(bench) else needs_tile()

    yield from _steps(bench, "move", titles, _MOVE, moved, text, tr("Move by keys"), off)


def _burst(bench: Workbench, verb: str, text: str) -> str:
    """What keys in a row have in common: the same is done to the same tiles."""
    return " ".join((verb, text, *bench.session.selection))


def _held(bench: Workbench, composition: Composition) -> dict[str, Rect]:
    """Where those of the chosen tiles lie in ``composition`` that are not locked."""
    session = bench.session
    now = Earlier(session.composition, session.known, session.placement())
    places = place(composition, session.known, now)
    drawn = {tile.id: places.of(tile.id).drawn for tile in bench.session.selected() if not tile.locked}
    return {tile_id: rect for tile_id, rect in drawn.items() if rect is not None}


def _has_watermark(bench: Workbench) -> bool:
    """Whether the watermark that is edited is meant: no tile is chosen, and it has a place of its own."""
    marks, number = bench.session.composition.watermarks, bench.canvas.watermark
    return not bench.session.selection and 0 <= number < len(marks) and not moves_across(marks[number])


def _with_watermark_moved(bench: Workbench, dx: int, dy: int) -> Composition:
    session, number = bench.session, bench.canvas.watermark
    frame = session.placement().frame
    many = list(session.composition.watermarks)
    image = bench.stamps.of(many[number], (frame.width, frame.height)) if frame is not None else None
    if frame is None or image is None:  # its picture is not there yet: nobody sees where it lies
        return session.composition
    many[number] = nudge_watermark(many[number], (frame.width, frame.height), (image.width(), image.height()), dx, dy)
    return session.composition.replace(watermarks=tuple(many))


def _resizing(bench: Workbench) -> Iterator[Command]:
    """By the right and the bottom edge, and by the left and the top one."""
    titles = {
        "left": (tr("Narrower"), tr("Much narrower")),
        "right": (tr("Wider"), tr("Much wider")),
        "up": (tr("Lower"), tr("Much lower")),
        "down": (tr("Higher"), tr("Much higher")),
    }
    titles_from = {
        "left": (tr("Left edge to the left"), tr("Left edge far to the left")),
        "right": (tr("Left edge to the right"), tr("Left edge far to the right")),
        "up": (tr("Top edge up"), tr("Top edge far up")),
        "down": (tr("Top edge down"), tr("Top edge far down")),
    }

    def text() -> str:
        return step(bench, tr("Resize {tile}"), tr("Resize {count} tiles"), unlocked=True)

    def resized(verb: str, handle: Handle, dx: int, dy: int) -> Composition:
        start = bench.session.document.before_burst(_burst(bench, verb, text()))
        return _resized(bench, start, handle, dx, dy)

    off = needs(bench, 1, unlocked=True)
    by_end, by_start = partial(resized, "resize", "bottom-right"), partial(resized, "resize-from", "top-left")
    yield from _steps(bench, "resize", titles, _RESIZE, by_end, text, tr("Resize by keys"), off)
    submenu = tr("Resize by the left and top edge")
    yield from _steps(bench, "resize-from", titles_from, _RESIZE_FROM, by_start, text, submenu, off)


def _resized(bench: Workbench, start: Composition, handle: Handle, dx: int, dy: int) -> Composition:
    """The corner ``handle`` goes so far from where it is now; worked out from ``start``, so that nothing wears down."""
    session, grain = bench.session, bench.canvas.step
    rects, box = _held(bench, start), bounding_box(_held(bench, session.composition).values())
    whole = bounding_box(rects.values())
    if box is None or whole is None:
        return session.composition
    side = -1 if handle == "top-left" else 1
    wider = box.width + stepped(box.width, side * dx, grain) - whole.width
    higher = box.height + stepped(box.height, side * dy, grain) - whole.height
    pull = Pull(handle, side * wider, side * higher, least=least_box(rects.values()), step=grain)
    return resize_tiles(start, rects, resize_rect(whole, pull), rects, grain)


def _steps(
    bench: Workbench,
    verb: str,
    titles: dict[str, tuple[str, str]],
    keys: Mapping[str, tuple[str, ...]],
    change: Callable[[int, int], Composition],
    text: Callable[[], str],
    submenu: str,
    off: Callable[[], str],
) -> Iterator[Command]:
    """Eight commands of a short or a long step; those that are pressed in a row become one step of the history."""

    def run(dx: int, dy: int, *, is_far: bool) -> None:
        window = bench.preferences.window
        pixels = window.nudge_far if is_far else window.nudge
        name = text()
        bench.session.document.linger(change(dx * pixels, dy * pixels), name, _burst(bench, verb, name))

    for is_far in (False, True):
        for way, (dx, dy) in WAYS.items():
            yield Command(
                f"arrange.{verb}-{way}{'-far' if is_far else ''}",
                titles[way][is_far],
                partial(run, dx, dy, is_far=is_far),
                tuple(_with_shift(one) for one in keys[way]) if is_far else keys[way],
                "Arrange",
                "keys",
                off=off,
                submenu=submenu,
                at=("canvas",),
            )


def _with_shift(keys: str) -> str:
    before, plus, key = keys.rpartition("+")
    return f"{before}{plus}Shift+{key}"
