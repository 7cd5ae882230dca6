"""What the window remembers, and writing it down without holding up the hand."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from .. import settings
from ..errors import AppError
from ..settings import Settings, Window
from .background import Background, Wait

log = logging.getLogger(__name__)

SAVE_MS = 500
"""After the last change; on close at once."""


class Preferences(QObject):
    """The settings of the window. ``changed(name)`` tells which field has another value."""

    changed = Signal(str)

    def __init__(
        self, home: Path, loaded: Settings, background: Background | None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._home, self._settings, self._background = home, loaded, background
        self._unsaved: dict[str, Any] = {}
        self._timer = QTimer(self, singleShot=True, interval=SAVE_MS)
        self._timer.timeout.connect(self._save_in_background)

    @property
    def window(self) -> Window:
        return self._settings.window

    def set(self, name: str, value: object) -> None:
        """Give the field ``name`` of the window's settings another value; ``AttributeError`` if there is none."""
        if getattr(self.window, name) == value:
            return
        self._settings = settings.with_window(self._settings, **{name: value})
        self._unsaved[name] = value
        self._timer.start()
        self.changed.emit(name)

    def set_panels(self, size_class: str, state: str) -> None:
        """Remember how the panels are arranged in windows of that size class."""
        self.set("panels", {**self.window.panels, size_class: state})

    def save(self) -> None:
        """Write down what has changed, now."""
        self._timer.stop()
        unsaved, self._unsaved = self._unsaved, {}
        if unsaved:
            _write(self._home, unsaved)

    def _save_in_background(self) -> None:
        unsaved, self._unsaved = self._unsaved, {}

        def work(_: Wait) -> Iterator[object]:
            _write(self._home, unsaved)
            yield from ()

        if self._background is not None:
            self._background.run(work, lane="settings")


def _write(home: Path, unsaved: dict[str, Any]) -> None:
    try:
        settings.change(home, lambda found: settings.with_window(found, **unsaved))
    except AppError as error:  # the window works on; it only forgets
        log.warning("The settings of the window were not saved: %s", error)
