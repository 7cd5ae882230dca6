"""The bar below the menus: files, undo, add, layouts, the palette's field, problems, profile, Submit."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QWidget

from ..commands.command import Command
from ..commands.registry import shortcut, tooltip, with_shortcut
from ..problems.chip import ProblemsChip
from ..theme import icons, tokens
from ..theme.fonts import font
from ..unread import REQUEST
from ..widgets.buttons import CommandButton, PlainButton
from ..widgets.focus import RingMixin, paint_ring
from ..widgets.keycap import paint_keycap
from ..widgets.labels import divider
from ..widgets.tips import set_tip
from ..words import tr
from ..workbench import Workbench
from .profile_box import ProfileBox
from .submit_button import Form, SubmitButton
from .summary import room_it_takes, summarise, where_result_goes

FULL_FROM = 1240
"""Device-independent pixels from which the whole bar has room."""


class PaletteField(RingMixin, QAbstractButton):
    """Looks like a field and opens the command palette."""

    def __init__(self, command: Command, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(tr("Find a command"))
        self.setAccessibleName(tr("Find a command"))
        self.show_keys(command)
        self.setFixedSize(self.sizeHint())
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def show_keys(self, command: Command) -> None:
        """Its keys are others now."""
        self._keys = shortcut(command)
        set_tip(self, with_shortcut(self.text(), command))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(212, tokens.size("button_toolbar"))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect())
        painter.setPen(QPen(tokens.colour("control_border"), 1))
        painter.setBrush(tokens.colour("hover" if self.underMouse() else "field"))
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        icons.paint(painter, "search", QRectF(10, rect.center().y() - 8, 16, 16), "text_3")
        painter.setFont(font("body"))
        painter.setPen(tokens.colour("text_3"))
        painter.drawText(rect.adjusted(34, 0, -60, 0), Qt.AlignmentFlag.AlignVCenter, self.text())
        keys = QRectF(rect.right() - 50, rect.center().y() - 10, 42, 20)
        paint_keycap(painter, keys, self._keys)
        if self.has_ring:
            paint_ring(painter, rect, 6)


class Toolbar(QWidget):
    """The bar. It asks for no room of its own, else the window could not be made smaller; it fits itself in."""

    def __init__(self, bench: Workbench, chip: ProblemsChip, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bench = bench
        self._by_words: list[tuple[PlainButton, str]] = []
        self.setObjectName("toolbar")
        self.setProperty("bar", "tool")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(tokens.size("toolbar"))
        self.setMinimumWidth(1)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(8, 0, 12, 0)
        self._row.setSpacing(2)
        self._row.setSizeConstraint(QHBoxLayout.SizeConstraint.SetNoConstraint)
        self._new = self._icon("file.new")
        self._icon("file.open")
        self._icon("file.save")
        self._bar()
        self._icon("edit.undo")
        self._icon("edit.redo")
        self._bar()
        self._words("composition.add-videos", tr("Add videos"))
        self._row.addSpacing(6)
        self.layouts_button = self._words("layout.gallery", tr("Layouts"))
        self._row.addSpacing(6)
        self._palette = PaletteField(bench.commands.get("help.palette"))
        self._palette.clicked.connect(lambda: bench.commands.run("help.palette"))
        self._row.addWidget(self._palette)
        self._row.addStretch(1)
        self._chip = chip
        self._row.addWidget(chip)
        self._row.addSpacing(12)
        self.profile_box = ProfileBox(bench)
        self._row.addWidget(self.profile_box)
        self._row.addSpacing(12)
        self.submit_button = SubmitButton(shortcut(bench.commands.get("composition.submit")))
        self.submit_button.clicked.connect(lambda: bench.commands.run("composition.submit"))
        self._row.addWidget(self.submit_button)
        for signal in (bench.findings.changed, bench.session.settled, bench.session.known_changed):
            signal.connect(self.refresh)
        bench.session.target_changed.connect(self.refresh)
        bench.files.state_changed.connect(self.refresh)
        bench.unread.changed.connect(self.refresh)
        bench.jobs.submitting.sending_changed.connect(self.refresh)
        bench.commands.keys_changed.connect(self._on_keys)
        self.refresh()

    def _on_keys(self) -> None:
        """Tell the keys of the commands as they are now; the buttons with icons do so themselves."""
        get = self._bench.commands.get
        self._palette.show_keys(get("help.palette"))
        self.submit_button.show_keys(shortcut(get("composition.submit")))
        for button, command_id in self._by_words:
            set_tip(button, tooltip(get(command_id)))
        self.refresh()

    def _icon(self, command_id: str) -> CommandButton:
        commands = self._bench.commands
        side = tokens.size("button_toolbar")
        button = CommandButton(
            commands.get(command_id), commands.action(command_id), side, tokens.size("icon_toolbar"), self
        )
        self._row.addWidget(button)
        return button

    def _words(self, command_id: str, text: str) -> PlainButton:
        command = self._bench.commands.get(command_id)
        button = PlainButton(text, icon_name=command.icon, height=tokens.size("button_toolbar"), parent=self)
        set_tip(button, tooltip(command))
        self._by_words.append((button, command_id))
        button.clicked.connect(self._bench.commands.action(command_id).trigger)
        self._row.addWidget(button)
        return button

    def _bar(self) -> None:
        line = divider(vertical=True)
        line.setFixedHeight(22)
        self._row.addSpacing(7)
        self._row.addWidget(line)
        self._row.addSpacing(7)

    def refresh(self) -> None:
        """Say anew what would be submitted."""
        bench = self._bench
        session = bench.session
        self.submit_button.show_summary(
            summarise(
                session.composition,
                session.known,
                session.target,
                len(bench.findings.errors),
                len(bench.unread.fields),
                is_sending=bench.is_sending,
                is_text_unread=any(field.page == REQUEST for field in bench.unread.fields),
                step=bench.jobs.submitting.step,
            ),
            " ".join(
                filter(
                    None,
                    (
                        where_result_goes(session.target, bench.files.path),
                        room_it_takes(session.composition, session.known, session.target),
                    ),
                )
            ),
        )
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Take the fullest form that has room. Submit and the profile are there in each."""
        forms: tuple[Form, ...] = ("full", "short", "tight")
        for form in forms[1 if self.width() < FULL_FROM else 0 :]:
            self._palette.setVisible(form == "full")
            self._new.setVisible(form == "full")
            self._chip.set_short(short=form != "full")
            self.profile_box.set_tight(tight=form == "tight")
            self.submit_button.set_form(form)
            self._row.invalidate()
            if self._row.minimumSize().width() <= self.width():
                return
