"""Undo and redo; what else changes tiles stands in `arrange`."""

from __future__ import annotations

from collections.abc import Callable

from ..words import tr
from ..workbench import Workbench
from .command import Command


def commands(bench: Workbench) -> tuple[Command, ...]:
    document, line, unread = bench.session.document, bench.line, bench.unread

    def why_no_undo() -> str:
        is_on = document.can_undo or document.is_previewing or unread.newest or line.is_busy
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
    if _is_about_text(bench):
        bench.unread.drop()
    else:
        _go(bench, bench.session.document.undo)


def _is_about_text(bench: Workbench) -> bool:
    """A text that cannot be read is no step: while it is typed it is the newest, and later it is what is left."""
    document, unread = bench.session.document, bench.unread
    return unread.is_typed or (unread.newest is not None and not document.can_undo and not document.is_previewing)


def _go(bench: Workbench, step: Callable[[], None]) -> None:
    """Tells the canvas of tiles that come back: it chooses them, as they were when they went, or when they came."""
    session = bench.session
    there = {tile.id for tile in session.composition.tiles}
    step()
    back = tuple(tile.id for tile in session.composition.tiles if tile.id not in there)
    if back:
        bench.canvas.tell_brought_back(back)


def name_steps(bench: Workbench) -> None:
    """Let undo and redo say what they would take back or do again; called whenever that may be something else."""
    registry, redo = bench.commands, bench.session.document.redo_text
    named = {
        "edit.undo": _undo_name(bench),
        "edit.redo": tr("Redo {step}").format(step=redo) if redo else tr("Redo"),
    }
    for command_id, name in named.items():
        registry.action(command_id).setText(name.replace("&", "&&"))  # one marks a key


def _undo_name(bench: Workbench) -> str:
    document, unread = bench.session.document, bench.unread.newest
    if unread is not None and _is_about_text(bench):
        return tr("Undo typing in {field}").format(field=unread.called)
    if document.is_previewing and not bench.arranging.is_looking:
        return tr("Undo")  # what a hand is at comes before the last step
    step = document.undo_text
    return tr("Undo {step}").format(step=step) if step else tr("Undo")
