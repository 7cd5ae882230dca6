"""Undo and redo; what else changes tiles stands in `arrange`."""

from __future__ import annotations

from collections.abc import Callable

from ..words import tr
from ..workbench import Workbench
from .command import Command


def commands(bench: Workbench) -> tuple[Command, ...]:
    document, line, unread = bench.session.document, bench.line, bench.unread

    def why_no_undo() -> str:
        is_on = document.can_undo or document.is_previewing or unread.can_drop or line.is_busy
        return "" if is_on else tr("Nothing to undo")

    return (
        Command(
            "edit.undo",
            tr("Undo"),
            lambda: bench.take_back(lambda: _undo(bench)),
            ("Ctrl+Z",),
            "Edit",
            "history",
            "undo-2",
            off=why_no_undo,
        ),
        Command(
            "edit.redo",
            tr("Redo"),
            lambda: bench.take_back(lambda: _go(bench, document.redo)),
            ("Ctrl+Shift+Z", "Ctrl+Y"),
            "Edit",
            "history",
            "redo-2",
            off=lambda: "" if document.can_redo or line.is_busy else tr("Nothing to redo"),
        ),
    )


def _undo(bench: Workbench) -> None:
    """A text that cannot be read is no step: while it is typed it is the newest, and later it is what is left."""
    document, unread = bench.session.document, bench.unread
    if unread.is_typed or (unread.can_drop and not document.can_undo and not document.is_previewing):
        unread.drop()
    else:
        _go(bench, document.undo)


def _go(bench: Workbench, step: Callable[[], None]) -> None:
    """Tells the canvas of tiles that come back: it chooses them, as they were when they went, or when they came."""
    session = bench.session
    there = {tile.id for tile in session.composition.tiles}
    step()
    back = tuple(tile.id for tile in session.composition.tiles if tile.id not in there)
    if back:
        bench.canvas.tell_brought_back(back)


def name_steps(bench: Workbench) -> None:
    """Let undo and redo say what they would take back or do again; called whenever the history changed."""
    document, registry = bench.session.document, bench.commands
    undo, redo = (text.replace("&", "&&") for text in (document.undo_text, document.redo_text))  # one marks a key
    registry.action("edit.undo").setText(tr("Undo {step}").format(step=undo) if undo else tr("Undo"))
    registry.action("edit.redo").setText(tr("Redo {step}").format(step=redo) if redo else tr("Redo"))
