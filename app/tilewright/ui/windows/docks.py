"""The docks at the left, the right and the bottom, and what is remembered of them."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QDockWidget, QMainWindow, QWidget

from ...settings import Panels
from ..commands.view import Side
from ..theme import tokens
from ..words import tr
from ..workbench import Workbench
from .bottom import BottomPanel
from .outlines import HIGH_FROM, WIDE_FROM

LARGE_FROM = 1920
"""From this width on the panels are meant to be larger."""

BOTTOM_WIDTH = 240
"""The bottom panel asks for no more, whatever it shows: else the panels at the sides would make way for its pages."""

_AREAS = {
    "left": Qt.DockWidgetArea.LeftDockWidgetArea,
    "right": Qt.DockWidgetArea.RightDockWidgetArea,
    "bottom": Qt.DockWidgetArea.BottomDockWidgetArea,
}


def size_class(width: int, height: int) -> str:
    """The class of a window's size: the arrangement of panels is remembered for each."""
    return f"{'wide' if width >= WIDE_FROM else 'narrow'}-{'high' if height >= HIGH_FROM else 'low'}"


class Docks(QObject):
    """Makes the docks and arranges them: as it is meant for the window's size, but for what the user has changed.

    What the user changed is remembered for each class of the window's size. A dock that had to become smaller with
    the window, or for a while had another height, so comes back to what it was.
    """

    changed = Signal()

    def __init__(
        self, window: QMainWindow, bench: Workbench, left: QWidget, right: QWidget, bottom: BottomPanel
    ) -> None:
        super().__init__(window)
        self._window, self._bench, self._bottom = window, bench, bottom
        self._class = ""
        self._is_arranging = False
        for corner in (Qt.Corner.TopLeftCorner, Qt.Corner.BottomLeftCorner):
            window.setCorner(corner, _AREAS["left"])
        for corner in (Qt.Corner.TopRightCorner, Qt.Corner.BottomRightCorner):
            window.setCorner(corner, _AREAS["right"])
        # Sizes that do not depend on what a panel shows: it would change when another page is chosen.
        left.setMinimumSize(tokens.size("left_min"), 1)
        right.setMinimumSize(tokens.size("inspector_min"), 1)
        bottom.setMinimumWidth(BOTTOM_WIDTH)
        self._docks: dict[Side, QDockWidget] = {
            "left": self._dock("left", tr("Tiles and layouts"), left),
            "right": self._dock("right", tr("Options"), right),
            "bottom": self._dock("bottom", tr("Jobs, problems and request"), bottom),
        }
        self._held: dict[Side, int] = {}
        self._soon = QTimer(self, singleShot=True, interval=0)  # Qt lays docks out once more after a change
        self._soon.timeout.connect(self._settle)
        self._dropped = QTimer(self, singleShot=True, interval=0)
        self._dropped.timeout.connect(self._on_dropped)
        window.installEventFilter(self)
        bottom.collapsed_changed.connect(self._on_collapsed)

    def _dock(self, side: Side, title: str, content: QWidget) -> QDockWidget:
        dock = QDockWidget(title, self._window)
        dock.setObjectName(f"{side}Dock")
        dock.setAccessibleName(title)
        dock.setFeatures(QDockWidget.DockWidgetFeature.NoDockWidgetFeatures)
        bare = QWidget(dock)
        bare.setFixedHeight(0)
        dock.setTitleBarWidget(bare)  # the panel has its own row of tabs
        dock.setWidget(content)
        self._window.addDockWidget(_AREAS[side], dock)
        dock.visibilityChanged.connect(self.changed)
        return dock

    def all(self) -> tuple[QDockWidget, ...]:
        return tuple(self._docks.values())

    def dock(self, side: Side) -> QDockWidget:
        return self._docks[side]

    def is_open(self, side: Side) -> bool:
        """The bottom panel is open unless it is collapsed to its tabs."""
        if side == "bottom":
            return not self._bottom.is_collapsed
        return not self._docks[side].isHidden()

    def set_open(self, side: Side, *, is_open: bool) -> None:
        """As the user wishes; it is remembered."""
        if side == "bottom":
            self._bottom.set_collapsed(collapsed=not is_open)
            return
        if self.is_open(side) != is_open:
            self._note(is_open={side: is_open})
            self._arrange()

    def fit(self) -> None:
        """The window has another size now."""
        self._class = size_class(self._window.width(), self._window.height())
        self._arrange()

    def reset(self) -> None:
        """The arrangement as it is meant for this size."""
        self._bench.preferences.set_panels(self._class, Panels())
        self._arrange()

    def step(self, side: Side, pixels: int) -> None:
        """Make a dock larger or smaller, for the keyboard."""
        if not self.is_open(side):
            return
        content = self._docks[side].widget()
        least = content.minimumHeight() if side == "bottom" else content.minimumWidth()
        self._note(sizes={side: max(least, self._size(side) + pixels)})
        self._arrange()

    # What is wished

    @property
    def _changes(self) -> Panels:
        return self._bench.preferences.window.panels.get(self._class, Panels())

    def _note(self, *, is_open: Mapping[str, bool] | None = None, sizes: Mapping[str, int] | None = None) -> None:
        """Remember what the user did."""
        if self._class:
            now = self._changes
            noted = Panels({**now.open, **(is_open or {})}, {**now.sizes, **(sizes or {})})
            self._bench.preferences.set_panels(self._class, noted)

    def _is_wished(self, side: Side) -> bool:
        meant = {"left": self._class.startswith("wide"), "bottom": self._class.endswith("high")}.get(side, True)
        return self._changes.open.get(side, meant)

    def _wished_size(self, side: Side) -> int:
        is_large = self._window.width() >= LARGE_FROM
        right = tokens.size("inspector_default" if self._class.startswith("wide") else "inspector_min")
        usual = {"left": tokens.size("left_default"), "right": right, "bottom": tokens.size("bottom_default")}
        large = {"left": 320, "right": 400, "bottom": 300}
        return self._changes.sizes.get(side, (large if is_large else usual)[side])

    # What is

    def _size(self, side: Side) -> int:
        dock = self._docks[side]
        return dock.height() if side == "bottom" else dock.width()

    def _arrange(self) -> None:
        """Make it as it is wished, as far as there is room."""
        if self._is_arranging or not self._class:
            return
        self._is_arranging = True
        for side in ("left", "right"):
            if self.is_open(side) != self._is_wished(side):
                self._docks[side].setVisible(self._is_wished(side))
        self._bottom.set_collapsed(collapsed=not self._is_wished("bottom"))
        for widget in (self._bottom, *self._docks.values(), self._window):  # limits first, from the inside out
            layout = widget.layout()
            if layout is not None:
                layout.activate()
        self._settle()
        self._soon.start()
        self._is_arranging = False
        self.changed.emit()

    def _settle(self) -> None:
        self._resize({side: self._wished_size(side) for side in self._docks if self.is_open(side)})

    def _resize(self, sizes: dict[Side, int]) -> None:
        for orientation in (Qt.Orientation.Horizontal, Qt.Orientation.Vertical):
            down = orientation == Qt.Orientation.Vertical
            some = [side for side in sizes if (side == "bottom") == down]
            if any(self._size(side) != sizes[side] for side in some):
                self._window.resizeDocks(
                    [self._docks[side] for side in some], [sizes[side] for side in some], orientation
                )

    # What the user does

    def _on_collapsed(self) -> None:
        if not self._is_arranging:
            self._note(is_open={"bottom": not self._bottom.is_collapsed})
            self._arrange()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # The lines between the panels belong to the window itself.
        if event.type() == QEvent.Type.MouseButtonPress:
            self._held = {side: self._size(side) for side in self._docks if self.is_open(side)}
        elif event.type() == QEvent.Type.MouseButtonRelease:
            self._dropped.start()
        return False

    def _on_dropped(self) -> None:
        moved: dict[str, int] = {
            side: self._size(side) for side, size in self._held.items() if self._size(side) != size
        }
        self._held = {}
        if moved:
            self._note(sizes=moved)
