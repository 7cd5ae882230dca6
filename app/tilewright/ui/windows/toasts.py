"""Short messages at the bottom right of the canvas. Errors stay until they are sent away, or do not hold any more."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ..report import Message, Report
from ..theme import icons, tokens
from ..widgets.buttons import IconButton, PlainButton
from ..widgets.card import ICONS
from ..widgets.labels import Label, breakable
from ..words import tr

WIDTH = 340
MOST = 3
GAP = 8
EDGE = 16


class Toast(QWidget):
    """One message. ``gone`` when it is sent away or its time is over."""

    gone = Signal(object)

    def __init__(self, message: Message, parent: QWidget) -> None:
        super().__init__(parent)
        self.message = message
        self.setObjectName("toast")
        self.setAccessibleName(f"{message.sentence} {message.hint}".strip())
        self.setFixedWidth(WIDTH)
        row = QHBoxLayout(self)
        row.setContentsMargins(40, 10, 8, 10)
        row.setSpacing(8)
        column = QVBoxLayout()
        column.setContentsMargins(0, 2, 0, 2)
        column.setSpacing(2)
        column.addWidget(Label(breakable(message.sentence), "body_medium", wraps=True))
        if message.hint:
            column.addWidget(Label(breakable(message.hint), "caption", "2", wraps=True))
        row.addLayout(column, 1)
        if message.button:
            button = PlainButton(message.button, height=tokens.size("button_small"))
            button.clicked.connect(self._on_button)
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        close = IconButton("x", tr("Close this message"))
        close.clicked.connect(self._leave)
        row.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        self._timer = QTimer(self, singleShot=True, interval=tokens.motion("toast_stay"))
        self._timer.timeout.connect(self._leave)

    def count_down(self) -> None:
        """Leave after a while; an error stays."""
        if self.message.kind != "error":
            self._timer.start()

    def _on_button(self) -> None:
        run = self.message.run
        self._leave()
        if run is not None:
            run()

    def _leave(self) -> None:
        self.gone.emit(self)

    def enterEvent(self, event: QEnterEvent) -> None:
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.count_down()
        super().leaveEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(tokens.colour("control_border"), 1))
        painter.setBrush(tokens.colour("raised"))
        painter.drawRoundedRect(rect, tokens.radius("card"), tokens.radius("card"))
        icons.paint(painter, ICONS[self.message.kind], QRectF(13, 13, 16, 16), self.message.kind)


class Toasts(QObject):
    """Shows what is reported over ``area``, the newest at the bottom, at most three. ``changed`` tells that one came,
    moved or went.
    """

    changed = Signal()

    def __init__(self, report: Report, area: QWidget) -> None:
        super().__init__(area)
        self._area = area
        self._shown: list[Toast] = []
        self._is_held = False
        report.said.connect(self._on_said)
        report.over.connect(self._on_over)
        area.installEventFilter(self)

    @property
    def shown(self) -> tuple[Toast, ...]:
        return tuple(self._shown)

    def hold(self) -> None:
        """Until `release` no message leaves by itself: nobody can read while the window is being made."""
        self._is_held = True

    def release(self) -> None:
        self._is_held = False
        for toast in self._shown:
            toast.count_down()

    def _on_said(self, message: Message) -> None:
        for shown in self.shown:
            if _says_the_same(shown.message, message):
                self._remove(shown)  # it stands there once, as the newest
        toast = Toast(message, self._area)
        toast.gone.connect(self._on_gone)
        self._shown.append(toast)
        while len(self._shown) > MOST:
            self._remove(self._shown[0])
        toast.adjustSize()
        toast.show()
        if not self._is_held:
            toast.count_down()
        self._arrange()

    def _on_over(self, about: str) -> None:
        for toast in self.shown:
            if toast.message.about == about:
                self._remove(toast)
        self._arrange()

    def _on_gone(self, toast: Toast) -> None:
        self._remove(toast)
        self._arrange()

    def _remove(self, toast: Toast) -> None:
        if toast in self._shown:
            self._shown.remove(toast)
            toast.hide()
            toast.deleteLater()

    def _arrange(self) -> None:
        bottom = self._area.height() - EDGE
        for toast in reversed(self._shown):
            height = max(toast.heightForWidth(WIDTH), toast.minimumSizeHint().height(), 52)
            toast.setGeometry(self._area.width() - WIDTH - EDGE, bottom - height, WIDTH, height)
            toast.raise_()
            bottom -= height + GAP
        self.changed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._arrange()
        return False


def _says_the_same(one: Message, other: Message) -> bool:
    return (one.kind, one.sentence, one.hint, one.button) == (other.kind, other.sentence, other.hint, other.button)
