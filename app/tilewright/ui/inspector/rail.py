"""The buttons at the right by which pages are chosen: icon, word, and a dot when something is wrong on the page."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QApplication, QButtonGroup, QVBoxLayout, QWidget

from ..theme import icons, tokens
from ..theme.fonts import font
from ..widgets.focus import RingMixin, paint_ring
from ..widgets.labels import Label
from ..widgets.switch import Switch
from ..widgets.tips import set_tip
from ..words import tr
from .page import Page

_WIDE, _NARROW = QSize(72, 54), QSize(38, 40)
_DOT = 8
_MARKS = {"warning": "warning_mark"}


class RailButton(RingMixin, QAbstractButton):
    """One page. ``mark`` is the severity of the worst that is wrong on it, or empty."""

    def __init__(self, page: type[Page], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.page_id = page.id
        self._icon, self._title = page.icon, page.title()
        self._words = page.short_title()
        self._mark = ""
        self._is_narrow = False
        self.setCheckable(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setObjectName(f"rail.{page.id}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.set_narrow(is_narrow=False)
        self.set_mark("")

    def set_narrow(self, *, is_narrow: bool) -> None:
        self._is_narrow = is_narrow
        self.setFixedSize(_NARROW if is_narrow else _WIDE)
        set_tip(self, self._title if is_narrow else "")

    def set_mark(self, severity: str) -> None:
        self._mark = severity
        told = {"error": tr("has an error"), "warning": tr("has a warning")}.get(severity, "")
        page = tr("{page} options").format(page=self._title)
        self.setAccessibleName(f"{page}, {told}" if told else page)
        self.update()

    @property
    def mark(self) -> str:
        return self._mark

    def sizeHint(self) -> QSize:
        return _NARROW if self._is_narrow else _WIDE

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect())
        is_on = self.isChecked()
        is_hovered = self.underMouse()
        if is_on or is_hovered:
            edge = "accent_text" if is_on and tokens.look() == "contrast" else "divider"
            painter.setPen(QPen(tokens.colour(edge), 1) if is_on else Qt.PenStyle.NoPen)
            painter.setBrush(tokens.colour("panel" if is_on else "hover"))
            painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 7, 7)
        tone = "accent_text" if is_on else "text_2"
        middle = rect.center().x()
        top = rect.center().y() - 9 if self._is_narrow else 9
        icons.paint(painter, self._icon, QRectF(middle - 9, top, 18, 18), tone)
        if self._mark:
            painter.setPen(QPen(tokens.colour("panel" if is_on else "window"), 1.5))
            painter.setBrush(tokens.colour(_MARKS.get(self._mark, self._mark)))
            painter.drawEllipse(QRectF(middle + 7, top - 3, _DOT, _DOT))
        if not self._is_narrow:
            painter.setPen(tokens.colour(tone))
            painter.setFont(font("caption"))
            words = QRectF(0, 30, rect.width(), 18)
            elided = painter.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, int(rect.width()))
            painter.drawText(words, Qt.AlignmentFlag.AlignCenter, elided)
        if self.has_ring:
            paint_ring(painter, rect, 7)


class Rail(QWidget):
    """All pages in their order, and the switch between the simple view and ``everything``; ``chosen(id)`` comes from
    the user's hand, by mouse or by keys.
    """

    chosen = Signal(str)

    def __init__(self, pages: tuple[type[Page], ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("bar", "rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(tr("Pages of options"))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 6, 0, 6)
        self._column.setSpacing(2)
        self._group = QButtonGroup(self)
        self.buttons: dict[str, RailButton] = {}
        for page in pages:
            button = RailButton(page)
            button.clicked.connect(self._on_clicked)
            self.buttons[page.id] = button
            self._group.addButton(button)
            self._column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        self._column.addStretch(1)
        self.everything = Switch(tr("Show everything"))
        self.everything.setObjectName("showEverything")
        self._words = Label(tr("Everything"), "caption", "2")
        self._words.setBuddy(self.everything)
        self._column.addWidget(self.everything, 0, Qt.AlignmentFlag.AlignHCenter)
        self._column.addWidget(self._words, 0, Qt.AlignmentFlag.AlignHCenter)
        self.set_narrow(is_narrow=False)

    def set_narrow(self, *, is_narrow: bool) -> None:
        """Without words, 48 wide; else 80."""
        self.setFixedWidth(tokens.size("rail_narrow" if is_narrow else "rail"))
        for button in self.buttons.values():
            button.set_narrow(is_narrow=is_narrow)
        self._words.setVisible(not is_narrow)

    def show_page(self, page_id: str) -> None:
        self.buttons[page_id].setChecked(True)

    def _on_clicked(self) -> None:
        button = self.sender()
        if isinstance(button, RailButton):
            self.chosen.emit(button.page_id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Arrow keys move between the buttons of a group without telling `clicked`: the page goes with them.
        super().keyPressEvent(event)
        focused = QApplication.focusWidget()
        if isinstance(focused, RailButton) and focused.hasFocus():
            focused.setChecked(True)
            self.chosen.emit(focused.page_id)
