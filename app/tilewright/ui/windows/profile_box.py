"""Where a submission goes: the profile, and the name its result will have. Opens a menu."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QAction, QActionGroup, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from ...accounts.profile import LOCAL
from ..theme import icons, tokens
from ..theme.fonts import font
from ..theme.icons import icon
from ..widgets.focus import RingMixin, paint_ring
from ..widgets.tips import set_tip
from ..words import tr
from ..workbench import Workbench

WIDTH = 196
TIGHT_WIDTH = 56


def profile_title(name: str) -> str:
    """What people call a profile."""
    return tr("Local cloud") if name == LOCAL.name else name


class ProfileBox(RingMixin, QToolButton):
    """Two lines: the profile, and where in it the result goes."""

    def __init__(self, bench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bench = bench
        self._is_tight = False
        self.setObjectName("profileBox")
        self.setFixedSize(self.sizeHint())
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self)
        self._menu.setAccessibleName(tr("Profiles"))
        self._menu.aboutToShow.connect(self._fill)
        self.setMenu(self._menu)
        bench.session.target_changed.connect(self._refresh)
        bench.session.settled.connect(self._refresh)
        self._refresh()

    def sizeHint(self) -> QSize:
        return QSize(TIGHT_WIDTH if self._is_tight else WIDTH, 40)

    def set_tight(self, *, tight: bool) -> None:
        """Show the icon only: its tooltip and its menu say the rest."""
        self._is_tight = tight
        self.setFixedSize(self.sizeHint())
        self.update()

    def _refresh(self) -> None:
        session = self._bench.session
        output = session.composition.output
        target = session.target
        self._title = profile_title(target.profile)
        self._line = (output.object if output else None) or (tr("No account needed") if target.local else target.bucket)
        self.setAccessibleName(tr("Profile: {profile}").format(profile=self._title))
        self.setAccessibleDescription(self._line)
        set_tip(self, f"{self._title}\n{target.bucket} · {target.region}\n{self._line}")
        self.update()

    def _fill(self) -> None:
        self._menu.clear()
        group = QActionGroup(self._menu)
        for profile in self._bench.accounts.profiles():
            words = f"{profile_title(profile.name)}    {profile.bucket}"
            action = QAction(icon("hard-drive" if profile.local else "cloud"), words, self._menu)
            action.setCheckable(True)
            action.setChecked(profile.name == self._bench.session.target.profile)
            action.setData(profile.name)
            action.triggered.connect(self._on_chosen)
            group.addAction(action)
            self._menu.addAction(action)
        self._menu.addSeparator()
        name = QAction(icon("file-output"), tr("Name of the result…"), self._menu)
        name.triggered.connect(self._on_output)
        self._menu.addAction(self._bench.commands.action("composition.rehearse"))
        self._menu.addAction(name)
        self._menu.addAction(self._bench.commands.action("jobs.local-cloud"))
        self._menu.addAction(self._bench.commands.action("file.accounts"))

    def _on_chosen(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self._bench.choose_profile(str(action.data()))

    def _on_output(self) -> None:
        self._bench.page_wanted.emit("output", "output.object")

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect())
        if self.underMouse() or self.isDown():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens.colour("pressed" if self.isDown() else "hover"))
            painter.drawRoundedRect(rect, 6, 6)
        middle = rect.center().y()
        local = self._bench.session.target.local
        icons.paint(painter, "hard-drive" if local else "cloud", QRectF(10, middle - 9, 18, 18))
        icons.paint(painter, "chevron-down", QRectF(rect.right() - 24, middle - 8, 16, 16))
        if not self._is_tight:
            self._paint_words(painter, rect.adjusted(38, 4, -30, -4))
        if self.has_ring:
            paint_ring(painter, rect, 6)

    def _paint_words(self, painter: QPainter, words: QRectF) -> None:
        painter.setPen(QPen(tokens.colour("text")))
        painter.setFont(font("body_strong"))
        painter.drawText(words, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, self._fit(painter, self._title))
        painter.setPen(QPen(tokens.colour("text_3")))
        painter.setFont(font("caption"))
        below = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom
        painter.drawText(words, below, self._fit(painter, self._line))

    def _fit(self, painter: QPainter, text: str) -> str:
        return painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, WIDTH - 68)
