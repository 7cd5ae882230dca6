"""What the hints of the first start say, what they point at, and what makes each of them needless."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QRect
from PySide6.QtWidgets import QWidget

from ...layout.place import Placed
from ..words import tr
from .hints import Hint, Hints, place_of

if TYPE_CHECKING:
    from .main import MainWindow


class FirstSteps(QObject):
    """Three hints over a main window; one whose advice was followed goes by itself."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._document = window, window.bench.session.document
        submit, tabs = window.toolbar.submit_button, window.bottom.tabs
        self.hints = Hints(
            window,
            window.bench.preferences,
            (
                Hint(
                    "canvas",
                    tr("Lay out here"),
                    tr("Drag tiles by their middle, resize them by their handles. They snap to each other."),
                    "",
                    place_of(window, lambda: window.findChild(QWidget, "canvas")),
                    self._tiles,
                ),
                Hint(
                    "submit",
                    tr("Submit when it looks right"),
                    tr("The local cloud makes the video on this computer. It is free and needs no account."),
                    "top",
                    place_of(window, lambda: submit),
                ),
                Hint(
                    "jobs",
                    tr("Your jobs"),
                    tr("Progress and finished videos stay here. You may close the window; nothing gets lost."),
                    "bottom",
                    self._jobs_tab,
                ),
            ),
            self._toasts,
        )
        window.toasts.changed.connect(self.hints.refresh)
        window.docks.changed.connect(self.hints.refresh)
        window.panels.filled.connect(self.hints.refresh)
        window.bottom.collapsed_changed.connect(self.hints.refresh)
        self._document.history_changed.connect(self._on_history)
        window.bench.session.settled.connect(self.hints.refresh)
        window.bench.session.known_changed.connect(self.hints.refresh)
        window.panels.centre.canvas.zoom.changed.connect(self.hints.refresh)
        submit.clicked.connect(self._on_submit)
        tabs.tabBarClicked.connect(self._on_tab)

    def start(self) -> None:
        self.hints.start()

    def _jobs_tab(self) -> QRect:
        tabs = self._window.bottom.tabs
        if not tabs.isVisible():
            return QRect()
        tab = tabs.tabRect(self._window.bottom.index("jobs"))
        return QRect(tabs.mapTo(self._window, tab.topLeft()), tab.size())

    def _toasts(self) -> tuple[QRect, ...]:
        shown = [toast for toast in self._window.toasts.shown if toast.isVisible()]
        return tuple(QRect(toast.mapTo(self._window, QPoint()), toast.size()) for toast in shown)

    def _tiles(self) -> tuple[QRect, ...]:
        canvas = self._window.panels.centre.canvas
        placed = [tile for tile in self._window.bench.session.placement().tiles if isinstance(tile, Placed)]
        rects = [canvas.hand.lens.rect(tile.rect).toRect() for tile in placed]
        return tuple(QRect(canvas.viewport().mapTo(self._window, rect.topLeft()), rect.size()) for rect in rects)

    def _on_history(self) -> None:
        if self._document.can_undo:
            self.hints.end("canvas")

    def _on_submit(self) -> None:
        self.hints.end("submit")

    def _on_tab(self, index: int) -> None:
        if index == self._window.bottom.index("jobs"):
            self.hints.end("jobs")
