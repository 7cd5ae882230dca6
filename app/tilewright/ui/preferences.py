"""What the window remembers, and writing it down without holding up the hand."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from .. import settings
from ..errors import AppError, Damaged
from ..settings import MOST_RECENT, Panels, Settings, Window
from .background import Background, Wait

log = logging.getLogger(__name__)

SAVE_MS = 500
"""After the last change; on close at once."""

Edit = tuple[str, Callable[[Any], Any]]
"""A field of the window's settings, and its new value from what it is when it is written."""


class Preferences(QObject):
    """The settings of the window. ``changed(name)`` tells which field has another value.

    What is written is each change, not the whole: two windows that remember different things lose nothing.
    """

    changed = Signal(str)

    def __init__(
        self, home: Path, loaded: Settings, background: Background | None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._home, self._settings, self._background = home, loaded, background
        self._unsaved: list[Edit] = []
        self._timer = QTimer(self, singleShot=True, interval=SAVE_MS)
        self._timer.timeout.connect(self._save_in_background)

    @property
    def window(self) -> Window:
        return self._settings.window

    def set(self, name: str, value: object) -> None:
        """Give the field ``name`` of the window's settings another value; ``AttributeError`` if there is none."""
        self.edit(name, lambda _: value)

    def edit(self, name: str, change: Callable[[Any], Any]) -> None:
        """Replace the field ``name`` by ``change`` of it, here and in what is written. Doing so twice is as once."""
        before = getattr(self.window, name)
        after = change(before)
        if after == before:
            return
        self._settings = settings.with_window(self._settings, **{name: after})
        self._unsaved.append((name, change))
        self._timer.start()
        self.changed.emit(name)

    def set_panels(self, size_class: str, arrangement: Panels) -> None:
        """Remember how the panels are arranged in windows of that size class."""
        self.edit("panels", lambda panels: {**panels, size_class: arrangement})

    def remember_file(self, path: Path) -> None:
        """Put a file first among the recent ones, and its folder where file dialogs begin."""
        name = str(path)
        if not _is_text(name):
            return  # a name that is no text cannot stand in the settings
        self.edit("recent", lambda recent: (name, *(one for one in recent if one != name))[:MOST_RECENT])
        self.set("last_folder", str(path.parent))
        if self._background is not None:
            self._background.run(lambda _: _seen(path), on_event=self._on_seen, lane="recent")

    def remember_videos(self, folder: Path) -> None:
        """Dialogs for videos begin in ``folder`` from now on."""
        if _is_text(str(folder)):
            self.set("last_videos", str(folder))

    def forget_file(self, path: Path) -> None:
        """Take a file that is gone, or that the user does not want there, from the recent ones."""
        name = str(path)
        self.edit("recent", lambda recent: tuple(one for one in recent if one != name))

    def _on_seen(self, seen: object) -> None:
        assert isinstance(seen, tuple)  # noqa: S101 - what `_seen` yields
        name, place = seen
        self.edit("recent_at", lambda at: {**at, name: place})

    def end_hint(self, hint: str) -> None:
        """A first-run hint was sent away: it never comes again."""
        self.edit("hints_gone", lambda gone: gone if hint in gone else (*gone, hint))

    def save(self) -> None:
        """Write down what has changed, now."""
        self._timer.stop()
        unsaved, self._unsaved = self._unsaved, []
        if unsaved:
            _write(self._home, unsaved)

    def _save_in_background(self) -> None:
        unsaved = list(self._unsaved)
        if self._background is None or not unsaved:
            return

        def work(_: Wait) -> Iterator[object]:
            _write(self._home, unsaved)
            yield unsaved

        self._background.run(work, on_event=self._on_written, lane="settings")

    def _on_written(self, written: object) -> None:
        # Only now: at the end of the window `save` writes all that may not have been written in the background. Each
        # change by itself: `save` may have been quicker, and what was changed since stands in their place.
        if isinstance(written, list):
            gone = {id(edit) for edit in written}
            self._unsaved = [edit for edit in self._unsaved if id(edit) not in gone]


def _seen(path: Path) -> Iterator[tuple[str, str]]:
    """Cleaning up asks for it when the file is not there any more; on a disk that does not answer it takes long."""
    from ..files.seen import place_of

    if (place := place_of(path)) is not None:
        yield str(path), place


def _is_text(name: str) -> bool:
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _write(home: Path, edits: list[Edit]) -> None:
    def change(found: Settings) -> Settings:
        for name, edit in edits:
            found = settings.with_window(found, **{name: edit(getattr(found.window, name))})
        return found

    try:
        try:
            settings.change(home, change)
        except Damaged:
            settings.set_aside(home)
            settings.change(home, change)
    except AppError as error:  # the window works on; it only forgets
        log.warning("The settings of the window were not saved: %s", error)
