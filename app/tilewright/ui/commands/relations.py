"""How tiles lie to each other and to the frame: what they are aligned to, gaps, equal sizes, exchange, the middle."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from PySide6.QtWidgets import QApplication

from ...errors import WrongUse
from ...layout.align import AlignTo, Direction, Match, centre, gap_between, match, space
from ...layout.expression import LARGEST, Unreadable, evaluate, round_whole
from ...layout.place import Unplaced
from ...layout.swapping import swap_in_layout
from ...layout.within import arrange_within, taking_part
from ..widgets.number_dialog import NumberDialog
from ..words import tell, tr
from ..workbench import Workbench
from .command import Command
from .known_places import KnownPlaces
from .tiles import needs, step_of


def commands(bench: Workbench) -> tuple[Command, ...]:
    return (*_targets(bench), _centre(bench), *_spacing(bench), _within(bench), *_matching(bench), _swap(bench))


def _targets(bench: Workbench) -> Iterator[Command]:
    """What several tiles are aligned to from now on."""
    targets: tuple[tuple[AlignTo, str], ...] = (
        ("selection", tr("Align to each other")),
        ("frame", tr("Align to the frame")),
        ("last", tr("Align to the tile chosen last")),
    )
    preferences = bench.preferences

    def choose(to: AlignTo) -> None:
        preferences.set("align_to", to)
        bench.commands.refresh()

    def is_chosen(to: AlignTo) -> bool:
        return preferences.window.align_to == to

    for to, text in targets:
        yield Command(
            f"arrange.align-to-{to}",
            text,
            partial(choose, to),
            menu="Arrange",
            section="align",
            checked=partial(is_chosen, to),
            submenu=tr("What is aligned to"),
        )


def _centre(bench: Workbench) -> Command:
    session, text, places = bench.session, tr("Centre in the frame"), KnownPlaces(bench)
    needs_tile = needs(bench, 1, unlocked=True)

    def run() -> None:
        after = centre(session.composition, session.known, session.selection)
        session.document.apply(after, step_of(bench, text, unlocked=True, without=places.unknown()))
        places.tell_left_out(session.selection)

    def off() -> str:
        return needs_tile() or places.off(1, unlocked=True)

    return Command(
        "arrange.centre",
        text,
        run,
        ("Ctrl+Alt+B",),
        "Arrange",
        "align",
        off=off,
        names=tr("center middle"),
        submenu=tr("Align"),
    )


def _spacing(bench: Workbench) -> Iterator[Command]:
    directions: tuple[tuple[Direction, str, str], ...] = (
        ("across", tr("Set the gap across…"), "Ctrl+Alt+H"),
        ("down", tr("Set the gap down…"), "Ctrl+Alt+V"),
    )
    places = KnownPlaces(bench)
    for direction, text, keys in directions:
        yield Command(
            f"arrange.gap-{direction}",
            text,
            partial(_ask_for_gap, bench, places, direction, text.rstrip("…")),
            (keys,),
            "Arrange",
            "distribute",
            off=partial(_no_gap, bench, places),
            names=tr("exact distance spacing"),
        )


def _no_gap(bench: Workbench, places: KnownPlaces) -> str:
    """Why no gap can be set now."""
    return _too_few_free(bench) or places.off(2, unlocked=True)


def _too_few_free(bench: Workbench) -> str:
    """Of two tiles, one that is locked keeps the other from lying to it in any way."""
    free = sum(not tile.locked for tile in bench.session.selected())
    return needs(bench, 2)() or ("" if free > 1 else tr("Locked tiles stay where they are"))


def _ask_for_gap(bench: Workbench, places: KnownPlaces, direction: Direction, title: str) -> None:
    session, window = bench.session, QApplication.activeWindow()
    if window is None:
        return
    chosen = session.selection  # others may be chosen when it is done
    present = gap_between(session.composition, session.known, chosen, direction)
    dialog = NumberDialog(
        title,
        tr("Pixels between the tiles"),
        tr("Set"),
        "" if present is None else str(present),
        tr("px"),
        partial(_read_gap, bench, direction),
        window,
    )
    tell_left_out = partial(places.tell_left_out, chosen)

    def set_gap(gap: int) -> None:
        gap += gap % bench.canvas.step  # as layouts do: an odd one among even places would be now larger, now smaller
        bench.edit(lambda now: space(now, session.known, chosen, direction, gap), title, tell_left_out)

    dialog.given.connect(set_gap)
    dialog.open()


def _read_gap(bench: Workbench, direction: Direction, text: str) -> int:
    frame = bench.session.placement().frame
    whole = None if frame is None else (frame.width if direction == "across" else frame.height)
    gap = round_whole(evaluate(text, whole=whole, unit="px"))
    if abs(gap) > MOST:
        raise Unreadable("This number is too large.")
    return gap


MOST = min(100_000, LARGEST)
"""Pixels of a gap: more than any frame has."""


def _within(bench: Workbench) -> Command:
    """As *Auto* does with all tiles in the frame, and as far apart as layouts put them."""
    session, text, places = bench.session, tr("Arrange chosen tiles"), KnownPlaces(bench)

    def off() -> str:
        few, tiles = _too_few_free(bench), taking_part(session.selected())
        if few or len(tiles) < 2:
            return few or tr("Hidden tiles are left out")
        unknown = places.unknown()
        return "" if any(tile.id not in unknown for tile in tiles) else tell(unknown[tiles[0].id].sentence)

    def run() -> None:
        gap, even = bench.arranging.gap, bench.preferences.window.even
        left_out = {*session.selection}.difference(tile.id for tile in taking_part(session.selected()))
        try:
            after = arrange_within(session.composition, session.known, session.selection, gap, even=even)
        except WrongUse as error:
            bench.report.error(error, about="arrange")
        else:
            session.document.apply(after, step_of(bench, text, without=left_out))

    return Command(
        "arrange.within",
        text,
        run,
        ("Ctrl+Alt+A",),
        "Arrange",
        "distribute",
        off=off,
        names=tr("auto layout of the selection, best rows and columns"),
    )


def _matching(bench: Workbench) -> Iterator[Command]:
    sides: tuple[tuple[Match, str], ...] = (
        ("width", tr("Same width")),
        ("height", tr("Same height")),
        ("size", tr("Same size")),
    )
    session, places = bench.session, KnownPlaces(bench)
    needs_tiles = needs(bench, 2, unlocked=True)

    def run(what: Match, text: str) -> None:
        after = match(session.composition, session.known, session.selection, what, session.last_chosen)
        session.document.apply(after, step_of(bench, text, unlocked=True, without=places.unknown()))
        places.tell_left_out(session.selection)

    def off() -> str:
        return needs_tiles() or places.off(2, by_last=True)

    for what, text in sides:
        yield Command(
            f"arrange.match-{what}",
            text,
            partial(run, what, text),
            menu="Arrange",
            section="size",
            off=off,
            names=tr("match as the tile chosen last"),
            submenu=tr("Match the tile chosen last"),
        )


def _swap(bench: Workbench) -> Command:
    session, text = bench.session, tr("Swap tiles")

    def off() -> str:
        tiles = session.selected()
        if len(tiles) != 2:
            return tr("Select two tiles first")
        if any(tile.locked for tile in tiles):
            return tr("Locked tiles stay where they are")
        places = [session.placement().of(tile.id) for tile in tiles]
        return next((tell(there.sentence) for there in places if isinstance(there, Unplaced) and not there.certain), "")

    def run() -> None:
        one, other = session.selection
        spacing = bench.arranging.spacing
        session.document.apply(swap_in_layout(session.composition, session.known, one, other, spacing), text)

    return Command(
        "arrange.swap",
        text,
        run,
        ("Ctrl+Alt+W",),
        "Arrange",
        "order",
        off=off,
        names=tr("exchange places, Ctrl+Shift and drag one onto the other"),
    )
