"""Thumbnails in rows of three: shown, looked at and taken in the same way wherever they stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QHideEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QWidget

from ...layout.applying import USUAL_PROPORTION
from ...layout.gallery import Layout
from ...model.source import frame_in_force
from ..widgets.tips import show_tip_beside
from ..words import tr
from ..workbench import Workbench
from .thumbnail import Thumbnail

COLUMNS = 3

REST_MS = 90
"""The pointer rests so long on a thumbnail before the canvas shows its layout: crossing the gallery shows nothing."""

_STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: -COLUMNS,
    Qt.Key.Key_Down: COLUMNS,
}


class LayoutGrid(QWidget):
    """``taken(name)`` comes after a layout was taken; ``pointed(name)`` with the one looked at, empty for none;
    ``menu_wanted(name, place)`` where more is asked of one of the user's own, ``place`` on the screen.
    """

    taken = Signal(str)
    pointed = Signal(str)
    menu_wanted = Signal(str, QPoint)

    def __init__(
        self, bench: Workbench, layouts: Iterable[Layout], parent: QWidget | None = None, *, has_tips: bool = True
    ) -> None:
        """Without tips for one that tells elsewhere what it points at."""
        super().__init__(parent)
        self._bench, self._has_tips = bench, has_tips
        self._wanted = ""
        self._own_row = 0
        self.setAccessibleName(tr("Layouts"))
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._look)
        self._grid = grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(4)
        grid.setVerticalSpacing(4)
        self.thumbnails: dict[str, Thumbnail] = {}
        self._add(layouts, 0)
        for column in range(COLUMNS):
            grid.setColumnStretch(column, 1)
        bench.arranging.changed.connect(self.refresh)
        self.refresh()

    def _add(
        self, layouts: Iterable[Layout], first_row: int, kept: Mapping[str, Thumbnail] = MappingProxyType({})
    ) -> None:
        """From ``first_row`` on; of those that are ``kept`` the thumbnails are there."""
        for number, layout in enumerate(layouts):
            thumbnail = kept.get(layout.name) or self._make(layout)
            self._grid.addWidget(thumbnail, first_row + number // COLUMNS, number % COLUMNS)
            self.thumbnails[layout.name] = thumbnail
            if self.isVisible():
                thumbnail.show()  # the layout would do so a turn later, and until then it takes no focus

    def _make(self, layout: Layout) -> Thumbnail:
        thumbnail = Thumbnail(layout, self)
        thumbnail.entered.connect(self._on_entered)
        thumbnail.left.connect(self._on_left)
        thumbnail.clicked.connect(self._on_clicked)
        thumbnail.installEventFilter(self)
        return thumbnail

    def add_heading(self, heading: QWidget) -> None:
        """Put ``heading`` below all of them; `show_own` puts the user's own below that."""
        self._own_row = self._grid.rowCount() + 1
        self._grid.addWidget(heading, self._own_row - 1, 0, 1, COLUMNS)

    def show_own(self, layouts: Sequence[Layout]) -> None:
        """Show these of the user's own, in the place of those shown before; the focus stays where it was."""
        there = [thumbnail for thumbnail in self.thumbnails.values() if thumbnail.layout_shown.is_own]
        if [thumbnail.layout_shown for thumbnail in there] == list(layouts):
            return
        self._end()
        focused = next((name for name, thumbnail in self.thumbnails.items() if thumbnail.hasFocus()), "")
        for thumbnail in there:
            del self.thumbnails[thumbnail.name]
            self._grid.removeWidget(thumbnail)
        wanted = {layout.name: layout for layout in layouts}
        kept = {one.name: one for one in there if wanted.get(one.name) == one.layout_shown}
        for thumbnail in there:
            if thumbnail.name not in kept:
                thumbnail.hide()
                thumbnail.deleteLater()
        self._add(layouts, self._own_row, kept)
        self.refresh()
        if focused and self.thumbnails:
            nearest = self.thumbnails.get(focused) or list(self.thumbnails.values())[-1]
            nearest.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        """Show anew which layout is in force and which can be taken."""
        arranging, session = self._bench.arranging, self._bench.session
        size = frame_in_force(session.document.committed, session.known).size
        proportion = size[0] / size[1] if size else USUAL_PROPORTION
        for name, thumbnail in self.thumbnails.items():
            thumbnail.set_state(
                arranging.count, proportion, arranging.reason_against(name), is_chosen=arranging.name == name
            )
        able = [thumbnail for thumbnail in self.thumbnails.values() if thumbnail.isEnabled()]
        focused = [thumbnail for thumbnail in able if thumbnail.hasFocus()]
        stops = focused or [thumbnail for thumbnail in able if thumbnail.isChecked()] or able
        self._stop_at(stops[0] if stops else None)

    def _stop_at(self, stop: QWidget | None) -> None:
        """Let Tab come to ``stop`` alone: the arrow keys go to the others."""
        for thumbnail in self.thumbnails.values():
            policy = Qt.FocusPolicy.TabFocus if thumbnail is stop else Qt.FocusPolicy.NoFocus
            if thumbnail.focusPolicy() != policy:
                thumbnail.setFocusPolicy(policy)

    def _on_entered(self, name: str) -> None:
        self._wanted = name
        self._rest.start()
        self.pointed.emit(name)

    def _on_left(self, name: str) -> None:
        if self._wanted == name:
            self._end()

    def _look(self) -> None:
        if self._wanted and self.isVisible():
            self._bench.arranging.keep_space()  # what is typed is a step, and a look shows it
            self._bench.arranging.look(self._wanted)

    def _end(self) -> None:
        self._wanted = ""
        self._rest.stop()
        self._bench.arranging.end_look()
        self.pointed.emit("")

    def _on_clicked(self) -> None:
        thumbnail = self.sender()
        if isinstance(thumbnail, Thumbnail):
            self._rest.stop()
            self._bench.commands.run(self._bench.layouts.command_of(thumbnail.layout_shown))
            self.taken.emit(thumbnail.name)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._end()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Where Tab comes back to. The menu of one of the user's own; also of one that cannot be taken now, which would
        swallow it. And tips, beside all thumbnails: one that lay over the next would take the click meant for that.
        """
        if not isinstance(watched, Thumbnail):
            return False
        if event.type() == QEvent.Type.FocusIn:
            self._stop_at(watched)
        if event.type() == QEvent.Type.ToolTip:
            if self._has_tips:
                around = QRect(self.mapToGlobal(QPoint(0, 0)), self.size())
                show_tip_beside(around, around.y() + watched.y(), watched.toolTip(), watched)
            return True
        if not isinstance(event, QContextMenuEvent) or not watched.layout_shown.is_own:
            return False
        is_by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        place = watched.mapToGlobal(watched.rect().center()) if is_by_key else event.globalPos()
        self.menu_wanted.emit(watched.name, place)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys go from one that can be taken to the next; Enter takes it, as Space does."""
        focused = QApplication.focusWidget()
        if not isinstance(focused, Thumbnail):
            super().keyPressEvent(event)
        elif event.key() in _STEPS:
            self._step(focused, _STEPS[Qt.Key(event.key())])
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            focused.click()
        else:
            super().keyPressEvent(event)

    def _step(self, start: Thumbnail, step: int) -> None:
        order = list(self.thumbnails.values())
        at = order.index(start) + step
        while 0 <= at < len(order):
            if order[at].isEnabled():
                order[at].setFocus(Qt.FocusReason.TabFocusReason)
                return
            at += step
