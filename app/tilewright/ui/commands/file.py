"""Files: new, open, save."""

from __future__ import annotations

from ..words import tr
from ..workbench import Workbench
from .command import Command


def commands(bench: Workbench) -> tuple[Command, ...]:
    files = bench.files

    def nothing_to_save() -> str:
        if bench.unread.is_pending:
            return ""  # what is typed in the text of the request becomes a part of it first
        if files.is_saved:
            return tr("Everything is saved")
        is_empty = files.path is None and not files.has_unsaved and not bench.session.composition.tiles
        return tr("Nothing to save yet") if is_empty else ""

    return (
        Command(
            "file.new", tr("New"), files.new, ("Ctrl+N",), "File", "open", "file-plus", names=tr("empty composition")
        ),
        Command(
            "file.open",
            tr("Open…"),
            files.ask_open,
            ("Ctrl+O",),
            "File",
            "open",
            "folder-open",
            names=tr("import request XML"),
        ),
        Command("file.recent", tr("Open recent…"), files.recent_wanted.emit, ("Ctrl+Shift+O",), icon="history"),
        Command("file.open-sample", tr("Open the sample"), bench.sample.open, (), "File", "open", "file-play"),
        Command("file.save", tr("Save"), files.save, ("Ctrl+S",), "File", "save", "save", off=nothing_to_save),
        Command("file.save-as", tr("Save as…"), files.save_as, ("Ctrl+Shift+S",), "File", "save"),
        Command(
            "file.accounts",
            tr("Accounts…"),
            bench.accounts.explain,
            (),
            "File",
            "accounts",
            "key-round",
            names=tr("profile keys bucket region settings"),
        ),
        Command(
            "file.quit",
            tr("Quit"),
            files.close_wanted.emit,
            ("Ctrl+Q", "Ctrl+W"),
            "File",
            "end",
            "log-out",
            names=tr("close window exit"),
        ),
    )
