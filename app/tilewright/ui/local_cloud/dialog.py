"""The page of the local cloud: its room on the disk, its queue, and what is set for it."""

from __future__ import annotations

from PySide6.QtCore import QLocale, Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ...model.target import LOCAL_BUCKET
from ..jobs.wording import megabytes
from ..theme import tokens
from ..widgets.buttons import PlainButton
from ..widgets.combo import Combo
from ..widgets.field import Field
from ..widgets.labels import Label, breakable, divider
from ..widgets.tips import set_tip
from ..words import tr
from ..workbench import Workbench
from .hosts import Hosts

WIDTH = 480
AROUND = 64
"""Pixels of the screen's height that are left to others."""

AGAIN_MS = 3000
"""While it is in sight it looks anew so often."""

_MB = 1_000_000


class LocalCloudDialog(QDialog):
    """Stays open beside the work; Esc closes it. What is set holds at once, for the next job."""

    def __init__(self, bench: Workbench, parent: QWidget) -> None:
        super().__init__(parent)
        self._bench, self._cloud = bench, bench.local_cloud
        self.setObjectName("localCloudDialog")
        self.setWindowTitle(tr("Local cloud"))
        self.setAccessibleName(tr("Local cloud"))
        self.setFixedWidth(WIDTH)
        self._content, self._area = QWidget(), QScrollArea()
        self.room, self.plan = Label(wraps=True), Label("", "caption", "2", wraps=True)
        self.clean_up = self._command_button("jobs.clean-up", tr("Clean up…"))
        self.pause = self._command_button("jobs.pause-queue", tr("Pause the queue"))
        self.resume = self._command_button("jobs.resume-queue", tr("Let it go on"))
        self.queue = Label(wraps=True)
        self.refusal = Label("", "caption", "error", wraps=True)
        self.at_a_time = Combo(tr("Jobs at a time"))
        self.floor = Field(tr("Kept free on the disk"), unit="MB", right=True)
        self.floor.setAccessibleDescription(tr("In MB; empty for the usual share"))
        self.said = Label("", "caption", "2", wraps=True)
        self.hosts = Hosts()
        self._again = QTimer(self, interval=AGAIN_MS)
        self._again.timeout.connect(lambda: self._cloud.look(measures=False))
        self._lay_out()
        self.at_a_time.activated.connect(self._on_count)
        self.floor.accepted.connect(self._on_floor)
        self.floor.cancelled.connect(self._on_cancelled)
        self.hosts.wanted.connect(self._cloud.allow)
        self.hosts.unwanted.connect(self._cloud.forbid)
        self.hosts.cancelled.connect(self.reject)
        self._cloud.changed.connect(self.refresh)
        bench.session.settled.connect(self._show_plan)
        bench.session.known_changed.connect(self._show_plan)
        self.refresh()

    def _command_button(self, command_id: str, text: str) -> PlainButton:
        command = self._bench.commands.get(command_id)
        button = PlainButton(text, icon_name=command.icon, height=tokens.size("button_small"))
        button.clicked.connect(lambda: self._bench.commands.run(command_id))
        return button

    def _lay_out(self) -> None:
        self._column = column = QVBoxLayout(self._content)
        column.setContentsMargins(24, 20, 24, 8)
        column.setSpacing(8)
        column.addWidget(Label(tr("Local cloud"), "dialog_title"))
        self._add(tr("Room on the disk"), self.room, self.plan, _line(self.clean_up))
        self._add(tr("Queue"), self.queue, _line(self.pause, self.resume), self._fields())
        self._add(tr("Hosts that are told of the end of a job"), self.hosts, self.refusal, is_last=True)
        column.addStretch(1)
        self._area.setWidget(self._content)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for widget in (self._content, self._area.viewport()):
            widget.setAutoFillBackground(False)  # the dialog's ground
        close = PlainButton(tr("Close"))
        close.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.setContentsMargins(24, 8, 24, 20)
        foot.addStretch(1)
        foot.addWidget(close)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._area, 1)
        whole.addLayout(foot)
        self._foot = foot

    def _fit(self) -> None:
        """As high as what it says, and no higher than its screen: then it scrolls."""
        self._column.activate()
        needed = self._column.totalHeightForWidth(WIDTH) + self._foot.sizeHint().height()
        self.setFixedHeight(min(needed, self.screen().availableGeometry().height() - AROUND))

    def _add(self, title: str, *parts: QWidget, is_last: bool = False) -> None:
        self._column.addWidget(Label(title, "section", "2"))
        for part in parts:
            self._column.addWidget(part)
        if not is_last:
            self._column.addSpacing(4)
            self._column.addWidget(divider())

    def _fields(self) -> QWidget:
        self._set = QWidget()
        grid = QGridLayout(self._set)
        grid.setContentsMargins(0, 4, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        for place, (words, control) in enumerate(
            ((tr("Jobs at a time"), self.at_a_time), (tr("Kept free on the disk"), self.floor))
        ):
            label = Label(words, "label", "2")
            label.setBuddy(control)
            grid.addWidget(label, 0, place)
            grid.addWidget(control, 1, place)
            grid.setColumnStretch(place, 1)
        grid.addWidget(self.said, 2, 0, 1, 2)
        return self._set

    # Showing

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show_plan()
        self._cloud.look()
        self._again.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._again.stop()

    def refresh(self) -> None:
        """Show what is known."""
        self._show_all()
        self._fit()

    def _show_all(self) -> None:
        self._show_room()
        self._show_queue()
        self.refusal.setText(breakable(self._cloud.refusal))
        self.refusal.setVisible(bool(self._cloud.refusal))
        settings = self._cloud.settings
        is_ours = settings is not None
        self._set.setEnabled(is_ours)
        self.hosts.setEnabled(is_ours)
        if settings is None:
            self.said.setText(self._why_not_set())
            return
        if not self.at_a_time.count():
            self.at_a_time.addItems([str(count) for count in range(1, settings.most_at_a_time + 1)])
        self.at_a_time.setCurrentIndex(settings.jobs_at_a_time - 1)
        self.floor.setPlaceholderText(_in_mb(settings.usual_floor))
        if not self.floor.hasFocus() or not self.floor.isModified():
            self.floor.show_text("" if settings.free_floor is None else _in_mb(settings.free_floor))
            self._say_rule()
        self.hosts.show_hosts(settings.allowed_hosts)

    def _why_not_set(self) -> str:
        if self._cloud.queues is not None or self._cloud.trouble:
            return tr("It was started by somebody else: what is set for it stands in settings.json in its own folder.")
        return tr("Looking…")

    def _say_rule(self) -> None:
        self.floor.set_state("")
        self.said.setText(tr("Both hold from the next job on. While less is free than is kept, jobs wait."))

    def _show_room(self) -> None:
        room, queues = self._cloud.room, self._cloud.queues
        if room is not None and room.taken is not None:
            told = tr("It takes {taken}. Free: {free}, of which it leaves {kept} alone.")
            said = told.format(taken=megabytes(room.taken), free=megabytes(room.free), kept=megabytes(room.kept))
            is_full = room.free < room.kept
            said = f"{said} {tr('Jobs wait until there is more room.')}" if is_full else said
        elif room is None and queues is not None:
            said = tr("What it keeps takes {taken}.").format(taken=megabytes(queues.taken))
        else:
            said = tr("Looking…")
        self.room.setText(said)

    def _show_plan(self) -> None:
        """What the open composition will take."""
        session = self._bench.session
        if not self.isVisible():
            return
        from ...usecases.needed_room import result_size

        size = result_size(session.composition, session.known) if session.composition.shown else None
        told = tr("The video of the open composition will take about {size}, and as much again where it is put.")
        self.plan.setText(told.format(size=megabytes(size)) if size is not None else "")
        self.plan.setVisible(size is not None)
        self._fit()

    def _show_queue(self) -> None:
        queues, trouble = self._cloud.queues, self._cloud.trouble
        if trouble:
            said = trouble
        elif queues is None:
            said = tr("Looking…")
        elif not queues.paused:
            said = tr("The queue goes on: jobs are rendered one after the other.")
            if self._cloud.settings is not None and self._cloud.settings.jobs_at_a_time > 1:
                count = self._cloud.settings.jobs_at_a_time
                said = tr("The queue goes on: up to {count} jobs are rendered side by side.").format(count=count)
        elif not queues.going:
            said = tr("The queue is paused: jobs wait until it goes on.")
        else:
            names = ", ".join(tr("Local cloud") if name == LOCAL_BUCKET else name for name in queues.paused)
            said = tr("The queue is paused for {buckets}: its jobs wait until it goes on.").format(buckets=names)
        is_paused = bool(queues is not None and queues.paused)
        self.queue.setText(breakable(said))
        self.queue.setProperty("tone", "warning" if is_paused or trouble else "")
        self.queue.style().polish(self.queue)
        self.pause.setVisible(queues is None or bool(queues.going))
        self.resume.setVisible(is_paused)
        for button in (self.pause, self.resume):
            button.setEnabled(queues is not None)
            set_tip(button, tr("One that runs is finished.") if button is self.pause else "")

    # Setting

    def _on_count(self, index: int) -> None:
        self._cloud.set_jobs_at_a_time(index + 1)

    def _on_floor(self) -> None:
        if not self.floor.isModified() or self._cloud.settings is None:
            return
        size, is_size = _read_mb(self.floor.text())
        if not is_size:
            self.floor.set_state("error")
            self.said.setText(tr("Write whole MB, or nothing for the usual share."))
            return
        self.floor.setModified(False)
        self._say_rule()
        if size != self._cloud.settings.free_floor:
            self._cloud.set_free_floor(size)

    def _on_cancelled(self) -> None:
        """Esc takes back what is typed; where there is nothing, it closes."""
        if not self.floor.isModified():
            self.reject()
            return
        self.floor.setModified(False)
        self.refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            event.accept()  # there is nothing to press here
            return
        super().keyPressEvent(event)


def _line(*buttons: QWidget) -> QWidget:
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 2, 0, 0)
    row.setSpacing(8)
    for button in buttons:
        row.addWidget(button)
    row.addStretch(1)
    return made


def _in_mb(size: int) -> str:
    return QLocale().toString(round(size / _MB))


def _read_mb(text: str) -> tuple[int | None, bool]:
    """Bytes, ``None`` for an empty text; and whether it is a size."""
    if not text.strip():
        return None, True
    value, is_number = QLocale().toLongLong(text.strip())
    return value * _MB, bool(is_number) and 0 <= value <= 1_000_000_000
