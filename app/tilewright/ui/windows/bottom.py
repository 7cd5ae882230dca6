"""The panel below the canvas: a row of tabs, and what the chosen one shows; it collapses to the row."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ..theme import tokens
from ..widgets.buttons import IconButton
from ..widgets.sizes import NO_LIMIT
from ..widgets.tabs import Tabs
from ..words import tr


class BottomPanel(QWidget):
    """Pages with a tab each. ``tools`` of the page that is shown stand at the right of the tabs."""

    collapsed_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("panel", True)
        self._names: list[str] = []
        self._tools: list[QWidget | None] = []
        self._is_collapsed = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QWidget()
        head.setProperty("bar", "strip")
        head.setFixedHeight(tokens.size("bottom_tabs") + 1)
        self._row = QHBoxLayout(head)
        self._row.setContentsMargins(10, 0, 8, 1)  # the line below stays free
        self._row.setSpacing(6)
        self.tabs = Tabs(tr("Panels below the canvas"))
        self._row.addWidget(self.tabs)
        self._row.addStretch(1)
        self._fold = IconButton("chevron-down", tr("Collapse the panel"))
        self._fold.clicked.connect(self.toggle)
        self._row.addWidget(self._fold)
        self.stack = QStackedWidget()
        column.addWidget(head)
        column.addWidget(self.stack, 1)
        self.tabs.currentChanged.connect(self._on_tab)
        self.tabs.tabBarClicked.connect(self._on_clicked)
        self._set_limits()

    def add(self, name: str, title: str, page: QWidget, tools: QWidget | None = None) -> None:
        """Add a page; ``name`` is what `show_page` knows it by."""
        self._names.append(name)
        self._tools.append(tools)
        if tools is not None:
            self._row.insertWidget(self._row.count() - 1, tools)
        self.stack.addWidget(page)
        self.tabs.addTab(title)
        self._on_tab(self.tabs.currentIndex())

    def index(self, name: str) -> int:
        return self._names.index(name)

    def show_page(self, name: str) -> None:
        """Open the page, also from collapsed, and give it the focus."""
        self.set_collapsed(collapsed=False)
        self.tabs.setCurrentIndex(self.index(name))
        page = self.stack.currentWidget()
        if page is not None:
            page.setFocus()

    @property
    def is_collapsed(self) -> bool:
        return self._is_collapsed

    def set_collapsed(self, *, collapsed: bool) -> None:
        if collapsed == self._is_collapsed:
            return
        self._is_collapsed = collapsed
        self._set_limits()
        self._on_tab(self.tabs.currentIndex())
        self.collapsed_changed.emit()

    def toggle(self) -> None:
        self.set_collapsed(collapsed=not self._is_collapsed)

    def _set_limits(self) -> None:
        row = tokens.size("bottom_tabs") + 1
        self.stack.setVisible(not self._is_collapsed)
        self.setMinimumHeight(row if self._is_collapsed else tokens.size("bottom_min"))
        self.setMaximumHeight(row if self._is_collapsed else NO_LIMIT)
        name = tr("Open the panel") if self._is_collapsed else tr("Collapse the panel")
        self._fold.show_icon("chevron-up" if self._is_collapsed else "chevron-down", name)

    def _on_clicked(self, index: int) -> None:
        if self._is_collapsed and index >= 0:
            self.set_collapsed(collapsed=False)

    def _on_tab(self, index: int) -> None:
        if 0 <= index < self.stack.count():
            self.stack.setCurrentIndex(index)
        self._show_tools()

    def _show_tools(self) -> None:
        """Those of the page that is shown, where there is room for them: the tabs go first."""
        sides = self._row.contentsMargins()
        room = self.width() - sides.left() - sides.right() - self.tabs.sizeHint().width() - self._fold.width()
        for number, tools in enumerate(self._tools):
            if tools is not None:
                is_wanted = number == self.tabs.currentIndex() and not self._is_collapsed
                tools.setVisible(is_wanted and tools.sizeHint().width() + 2 * self._row.spacing() <= room)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_tools()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._show_tools()  # they are made later than the panel, and a tab may have got a number
        return super().event(event)
