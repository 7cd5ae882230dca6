"""The user's own guides by the mouse: made by a drag from a ruler, taken hold of at their marks in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QMouseEvent

from ...model.ruler_guides import Axis
from ..theme import tokens
from .guide_lines import guide_at
from .guides_dialog import GuidesDialog
from .menu import guides_menu
from .tools.guide import PressingGuide, PressingRuler

if TYPE_CHECKING:
    from .view import Canvas


class RulerHand(QObject):
    """Hears the rulers of ``canvas``; its tools go on there."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._canvas, self._bench, self._hand = canvas, canvas.bench, canvas.hand
        self._bench.session.selection_changed.connect(self._on_selection)
        self._bench.canvas.guides_wanted.connect(self._on_guides_wanted)
        for ruler in canvas.rulers:
            ruler.pressed.connect(self._on_pressed)
            ruler.moved.connect(self._on_moved)
            ruler.released.connect(self._on_released)
            ruler.menu_wanted.connect(self._on_menu)

    def _on_selection(self) -> None:
        if self._bench.session.selection:
            self._bench.canvas.choose_guide(None)

    def _on_guides_wanted(self) -> None:
        GuidesDialog(self._bench, self._canvas).open()

    def _on_pressed(self, event: QMouseEvent) -> None:
        """At the mark of a guide it is taken hold of; elsewhere a drag makes one along the ruler."""
        if event.button() != Qt.MouseButton.LeftButton or self._hand.is_busy:
            return
        top, _ = self._canvas.rulers
        pointer = self._hand.pointer_at(self._canvas.viewport().mapFromGlobal(event.globalPosition()))
        across: Axis = "x" if self.sender() is top else "y"
        lines = [line for line in self._canvas.overlay.shapes.lines if line.name.axis == across]
        is_locked = self._bench.session.composition.ruler_guides.locked
        name = None if is_locked else guide_at(lines, pointer.across, pointer.down, tokens.size("ruler") / 2)
        along: Axis = "y" if across == "x" else "x"
        self._canvas.setFocus(Qt.FocusReason.MouseFocusReason)
        tool = PressingGuide(self._hand, pointer, name) if name else PressingRuler(self._hand, pointer, along)
        self._canvas.hold(tool, pointer)

    def _on_moved(self, event: QMouseEvent) -> None:
        if self._hand.is_busy:
            self._canvas.mouseMoveEvent(self._seen_from_here(event))

    def _on_released(self, event: QMouseEvent) -> None:
        if self._hand.is_busy:
            self._canvas.mouseReleaseEvent(self._seen_from_here(event))

    def _seen_from_here(self, event: QMouseEvent) -> QMouseEvent:
        """What a ruler was told, in pixels of the canvas."""
        where = event.globalPosition()
        point = self._canvas.viewport().mapFromGlobal(where)
        return QMouseEvent(event.type(), point, where, event.button(), event.buttons(), event.modifiers())

    def _on_menu(self, at: QPoint) -> None:
        menu = guides_menu(self._bench, self._canvas)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)
