"""The three hints of the first start: what to do, in the order of doing it. Each goes for good."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QAbstractButton, QMainWindow, QWidget

from ..preferences import Preferences
from ..theme import tokens
from ..theme.fonts import font
from ..widgets.focus import RingMixin
from ..words import tr

WIDTH = 268
ARROW = 8
PADDING = 14
INSET = 36
LIFT = 164
"""A card in the canvas lies at its left, above the one that points at what is below the canvas."""
EDGE = 12
STEP = 24
"""Pixels between the places that are tried for it."""

WIDE = 1280
"""Windows below this width show one hint after the other."""

FILL_MS = 150
"""After the first paint: what the hints point at is being made."""

Side = Literal["", "top", "bottom"]
Place = Callable[[], QRect]
"""Where a hint points, in the window; an empty rectangle when that is not shown now."""


@dataclass(frozen=True)
class Hint:
    """``arrow`` is the side of the card from which it points; without one the card lies in what it is about."""

    id: str
    title: str
    sentence: str
    arrow: Side
    place: Place
    spare: Callable[[], tuple[QRect, ...]] = tuple
    """What a card without an arrow should not cover, in the window."""


class _GotIt(RingMixin, QAbstractButton):
    """Sends its hint away. It is reached by Tab and never takes the focus by itself."""

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setText(tr("Got it"))
        self.setAccessibleName(tr("Got it: {title}").format(title=title))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFont(font("body_strong"))

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + 12, tokens.size("button_small"))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = tokens.colour("on_tooltip")
        painter.setPen(colour)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
        width = self.fontMetrics().horizontalAdvance(self.text())
        below = self.height() / 2 + self.fontMetrics().ascent() / 2 + 2.5
        left = (self.width() - width) / 2
        painter.drawLine(QPointF(left, below), QPointF(left + width, below))
        if self.has_ring or self.underMouse():
            painter.setPen(QPen(colour, 2 if self.has_ring else 1))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)


class HintCard(QWidget):
    """One hint, drawn above the window. ``gone`` when it was sent away."""

    gone = Signal(str)

    def __init__(self, hint: Hint, number: int, count: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.hint = hint
        self.setObjectName("hint")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFont(font("body"))
        self._foot = tr("{number} of {count}").format(number=number, count=count)
        self.setAccessibleName(hint.title)
        self.setAccessibleDescription(f"{hint.sentence} {self._foot}")
        self._tip = 0
        self.button = _GotIt(hint.title, self)
        self.button.clicked.connect(self._on_clicked)
        self.setFixedSize(WIDTH, self._body_height() + (ARROW if hint.arrow else 0))
        size = self.button.sizeHint()
        bottom = self._box().bottom() - 6
        self.button.setGeometry(WIDTH - PADDING + 6 - size.width(), bottom - size.height(), size.width(), size.height())

    def _on_clicked(self) -> None:
        self.gone.emit(self.hint.id)

    def _box(self) -> QRect:
        """The card without its arrow."""
        return self.rect().adjusted(
            0, ARROW if self.hint.arrow == "top" else 0, 0, -ARROW if self.hint.arrow == "bottom" else 0
        )

    def _sentence_rect(self, top: int) -> QRect:
        metrics = self.fontMetrics()
        flags = Qt.TextFlag.TextWordWrap.value
        return metrics.boundingRect(QRect(PADDING, top, WIDTH - 2 * PADDING, 400), flags, self.hint.sentence)

    def _body_height(self) -> int:
        line = self.fontMetrics().height()
        return PADDING + line + 4 + self._sentence_rect(0).height() + 10 + tokens.size("button_small") + 6

    def point_at(self, target: QRect, window: QRect, others: tuple[QRect, ...] = ()) -> None:
        """Lie where the arrow meets ``target``, within ``window``; without an arrow in it, beside the ``others``."""
        if not self.hint.arrow:
            self.move(self._free_place(target, others))
            return
        middle = target.center().x()
        below = self.hint.arrow == "top"
        wished = middle - WIDTH // 2 if below else target.left() - 4
        left = max(window.left() + 8, min(wished, window.right() - WIDTH - 8))
        self.move(left, target.bottom() + 4 if below else target.top() - self.height() - 4)
        self._tip = max(20, min(middle - left, WIDTH - 20))
        self.update()

    def _free_place(self, target: QRect, others: tuple[QRect, ...]) -> QPoint:
        """Where in ``target`` the card covers least of what is to be spared, and no other card."""
        usual = QPoint(target.left() + INSET, target.bottom() - self.height() - LIFT)
        places = [QPoint(usual.x(), max(target.top() + INSET, usual.y()))]
        for top in (target.bottom() - self.height() - EDGE, target.top() + INSET):
            last = target.right() - WIDTH - EDGE
            places += [QPoint(left, top) for left in (*range(target.left() + INSET, last, STEP), last)]
        spare = self.hint.spare()

        def covered(place: QPoint) -> int:
            card = QRect(place, self.size())
            if any(card.intersects(other.adjusted(-EDGE, -EDGE, EDGE, EDGE)) for other in others):
                return card.width() * card.height() * (1 + len(spare))
            return sum(cut.width() * cut.height() for rect in spare if not (cut := rect & card).isEmpty())

        return min(places, key=covered)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box, ink = QRectF(self._box()).adjusted(0.5, 0.5, -0.5, -0.5), tokens.colour("on_tooltip")
        painter.setBrush(tokens.colour("tooltip"))
        edge_of_card = "on_tooltip" if tokens.look() == "contrast" else "control_border"
        painter.setPen(QPen(tokens.colour(edge_of_card), 1))
        painter.drawRoundedRect(box, tokens.radius("card"), tokens.radius("card"))
        painter.setPen(Qt.PenStyle.NoPen)
        if self.hint.arrow:
            edge, way = (box.top() + 1, -ARROW) if self.hint.arrow == "top" else (box.bottom() - 1, ARROW)
            tip = self._tip
            painter.drawPolygon(
                QPolygonF([QPointF(tip - ARROW, edge), QPointF(tip, edge + way), QPointF(tip + ARROW, edge)])
            )
        painter.setPen(ink)
        top = self._box().top() + PADDING
        line = self.fontMetrics().height()
        painter.setFont(font("body_strong"))
        painter.drawText(QRect(PADDING, top, WIDTH - 2 * PADDING, line), Qt.AlignmentFlag.AlignLeft, self.hint.title)
        painter.setFont(font("body"))
        flags = Qt.TextFlag.TextWordWrap.value
        painter.drawText(self._sentence_rect(top + line + 4), flags, self.hint.sentence)
        foot = QRect(PADDING, self.button.y(), WIDTH // 2, self.button.height())
        painter.setFont(font("label"))
        painter.drawText(foot, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self._foot)


class Hints(QObject):
    """Shows the hints that are left over a window and moves with what they point at."""

    def __init__(
        self,
        window: QMainWindow,
        preferences: Preferences,
        hints: tuple[Hint, ...],
        taken: Callable[[], tuple[QRect, ...]] = tuple,
    ) -> None:
        """``taken`` is where no hint goes that has a choice."""
        super().__init__(window)
        self._taken = taken
        self._window, self._preferences, self._hints = window, preferences, hints
        self._cards: dict[str, HintCard] = {}
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._arrange)

    @property
    def shown(self) -> tuple[HintCard, ...]:
        return tuple(card for card in self._cards.values() if card.isVisible())

    def start(self) -> None:
        """Show them soon; nothing when all have been sent away."""
        gone = self._preferences.window.hints_gone
        for number, hint in enumerate(self._hints, 1):
            if hint.id not in gone:
                card = HintCard(hint, number, len(self._hints), self._window)
                card.hide()
                card.gone.connect(self.end)
                self._cards[hint.id] = card
        if self._cards:
            self._window.installEventFilter(self)
            QTimer.singleShot(FILL_MS, self._soon, self._soon.start)

    def end(self, hint_id: str) -> None:
        """Send one away for good: it was read, or what it tells was done."""
        card = self._cards.pop(hint_id, None)
        if card is None:
            return
        card.hide()
        card.deleteLater()
        self._preferences.end_hint(hint_id)
        self._arrange()

    def end_all(self) -> None:
        for hint_id in tuple(self._cards):
            self.end(hint_id)

    def refresh(self) -> None:
        """What the hints point at has moved."""
        if self._cards:
            self._soon.start()

    def _arrange(self) -> None:
        window = self._window.rect()
        room = 3 if self._window.width() >= WIDE else 1
        shown: list[HintCard] = []
        for card in self._cards.values():
            if card.hint.place().isEmpty() or len(shown) == room:
                card.hide()
            else:
                shown.append(card)
        placed = self._taken()
        for card in sorted(shown, key=lambda card: not card.hint.arrow):  # those that point somewhere have no choice
            card.point_at(card.hint.place(), window, placed)
            placed += (card.geometry(),)
            card.show()
            card.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in {QEvent.Type.Resize, QEvent.Type.LayoutRequest, QEvent.Type.Show}:
            self.refresh()
        elif _is_escape(event) and self.shown:
            self.end_all()
            return True
        return False


def _is_escape(event: QEvent) -> bool:
    """Esc that nothing in the window had a use for: else it would not have come to the window itself."""
    if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
        return False
    return event.key() == Qt.Key.Key_Escape


def place_of(window: QWidget, find: Callable[[], QWidget | None]) -> Place:
    """Where a widget is in ``window``, as far as it is shown."""

    def place() -> QRect:
        widget = find()
        if widget is None or not widget.isVisible():
            return QRect()
        return QRect(widget.mapTo(window, QPoint()), widget.size())

    return place
