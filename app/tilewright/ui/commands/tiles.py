"""What is done to chosen tiles as a whole: choosing, copying, deleting, locking, hiding, naming."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from functools import partial
from typing import Literal

from ...layout.reading import Way
from ...layout.stack import duplicate, remove
from ...model.composition import MOST_TILES
from ..clipboard import tell_no_room
from ..names import step_name
from ..words import tr
from ..workbench import Workbench
from .command import Command

AT_TILES = ("canvas", "tileTable")
"""Where keys act on tiles that mean something else in other widgets."""


def commands(bench: Workbench) -> tuple[Command, ...]:
    return (*_selecting(bench), *_walking(bench), *_copies(bench), *_flags(bench))


def _selecting(bench: Workbench) -> tuple[Command, ...]:
    """Which tiles are meant."""
    session, some = bench.session, partial(_no_tiles, bench)
    return (
        Command(
            "edit.select-all",
            tr("Select all tiles"),
            lambda: session.select(tile.id for tile in session.composition.tiles),
            ("Ctrl+A",),
            "Edit",
            "selection",
            off=some,
        ),
        Command(
            "edit.select-none",
            tr("Select nothing"),
            lambda: session.select(()),
            ("Ctrl+Shift+A",),
            "Edit",
            "selection",
            off=needs(bench, 1),
        ),
    )


def _walking(bench: Workbench) -> Iterator[Command]:
    """Choosing what lies beside, without a pointer."""
    ways: tuple[tuple[Way, str], ...] = (
        ("left", tr("Go to the tile at the left")),
        ("right", tr("Go to the tile at the right")),
        ("up", tr("Go to the tile above")),
        ("down", tr("Go to the tile below")),
    )
    for way, text in ways:
        yield Command(
            f"edit.go-{way}",
            text,
            partial(bench.canvas.ask_walk, way),
            (f"Ctrl+{way.capitalize()}",),
            "Edit",
            "selection",
            off=partial(_no_tiles, bench),
            names=tr("neighbour select next"),
            submenu=tr("Go to a tile"),
            at=("canvas",),
        )


def _no_tiles(bench: Workbench) -> str:
    return "" if bench.session.composition.tiles else tr("No tiles yet")


def _copies(bench: Workbench) -> tuple[Command, ...]:
    """What becomes of the selected tiles."""
    session, no_tile = bench.session, needs(bench, 1)
    return (
        Command(
            "edit.duplicate",
            tr("Duplicate"),
            lambda: _duplicate(bench),
            ("Ctrl+D",),
            "Edit",
            "tiles",
            "copy-plus",
            off=no_tile,
            names=tr("copy tile"),
        ),
        Command(
            "edit.delete",
            tr("Delete"),
            lambda: _delete(bench),
            ("Del", "Backspace"),
            "Edit",
            "tiles",
            "trash-2",
            off=no_tile,
            names=tr("remove tile"),
            at=AT_TILES,
        ),
        Command(
            "edit.rename",
            tr("Name the tile…"),
            lambda: bench.page_wanted.emit("tile", f"tiles.{session.selection[0]}.name"),
            ("F2",),
            "Edit",
            "tiles",
            "pencil",
            off=no_tile,
            names=tr("rename"),
            at=("canvas",),  # the table has a field of its own for it
        ),
        Command(
            "edit.try-again",
            tr("Load the video again"),
            partial(_try_again, bench),
            (),
            "Edit",
            "tiles",
            off=partial(_none_failed, bench),
            names=tr("retry reload failed cannot be shown"),
        ),
    )


def _failed(bench: Workbench) -> list[str]:
    """Addresses of the chosen tiles whose videos could not be had."""
    urls = dict.fromkeys(tile.url for tile in bench.session.selected())
    return [url for url in urls if bench.pictures.has_failed(url)]


def _none_failed(bench: Workbench) -> str:
    return needs(bench, 1)() or ("" if _failed(bench) else tr("The video can be shown"))


def _try_again(bench: Workbench) -> None:
    for url in _failed(bench):
        bench.sources.retry(url)
        bench.pictures.retry(url)


def _flags(bench: Workbench) -> tuple[Command, ...]:
    """What is remembered of a tile beside its place."""
    no_tile = needs(bench, 1)
    return (
        Command(
            "edit.lock",
            tr("Lock"),
            lambda: _toggle(bench, "locked"),
            ("Ctrl+Shift+L",),
            "Edit",
            "flags",
            "lock",
            off=no_tile,
            checked=_all_have(bench, "locked"),
            names=tr("unlock fix in place"),
        ),
        Command(
            "edit.hide",
            tr("Hide"),
            lambda: _toggle(bench, "hidden"),
            ("Ctrl+Shift+H",),
            "Edit",
            "flags",
            "eye-off",
            off=no_tile,
            checked=_all_have(bench, "hidden"),
            names=tr("show leave out of the request"),
        ),
    )


def needs(bench: Workbench, count: int, *, unlocked: bool = False) -> Callable[[], str]:
    """Why a command for ``count`` tiles or more cannot run now."""

    def reason() -> str:
        tiles = bench.session.selected()
        if len(tiles) < count:
            return tr("Select a tile first") if count == 1 else tr("Select {count} tiles first").format(count=count)
        if unlocked and sum(not tile.locked for tile in tiles) < (count if count > 2 else 1):
            return tr("Locked") if len(tiles) == 1 else tr("Locked tiles stay where they are")
        return ""

    return reason


def step(bench: Workbench, one: str, many: str, *, unlocked: bool = False, without: Collection[str] = ()) -> str:
    """The name of a step that touches the chosen tiles, or those of them that are not locked, ``without`` those that
    are left out: see `step_name`.
    """
    tiles = bench.session.selected()
    ids = [tile.id for tile in tiles if not (unlocked and tile.locked) and tile.id not in without]
    return step_name(bench.session.composition, ids, one, many)


def step_of(bench: Workbench, text: str, *, unlocked: bool = False, without: Collection[str] = ()) -> str:
    """The same of a command that says what it does by ``text``."""
    touched = step(bench, "{tile}", tr("{count} tiles"), unlocked=unlocked, without=without)
    return tr("{command}: {tiles}").format(command=text, tiles=touched)


def _duplicate(bench: Workbench) -> None:
    session = bench.session
    if len(session.composition.tiles) + len(session.selection) > MOST_TILES:
        tell_no_room(bench, len(session.selection))
        return
    after, copies = duplicate(session.composition, session.selection)
    session.document.apply(after, step(bench, tr("Duplicate {tile}"), tr("Duplicate {count} tiles")))
    session.select(copies)


def _delete(bench: Workbench) -> None:
    session = bench.session
    text = step(bench, tr("Delete {tile}"), tr("Delete {count} tiles"))
    session.document.apply(remove(session.composition, session.selection), text)


def _toggle(bench: Workbench, flag: Literal["locked", "hidden"]) -> None:
    session = bench.session
    value = not _all_have(bench, flag)()
    texts = {
        ("locked", True): (tr("Lock {tile}"), tr("Lock {count} tiles")),
        ("locked", False): (tr("Unlock {tile}"), tr("Unlock {count} tiles")),
        ("hidden", True): (tr("Hide {tile}"), tr("Hide {count} tiles")),
        ("hidden", False): (tr("Show {tile}"), tr("Show {count} tiles")),
    }
    after = session.composition.with_tiles(tile.replace(**{flag: value}) for tile in session.selected())
    session.document.apply(after, step(bench, *texts[flag, value]))


def _all_have(bench: Workbench, flag: Literal["locked", "hidden"]) -> Callable[[], bool]:
    def reason() -> bool:
        tiles = bench.session.selected()
        return bool(tiles) and all(getattr(tile, flag) for tile in tiles)

    return reason
