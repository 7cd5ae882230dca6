"""One job in full: what it means, what happened, the request as it was sent, the answers, and what is known of the
result.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from ...errors import AppError
from ...jobs.intent import Intent
from ...jobs.pace import ticks
from ...model.secrets import HIDDEN_KEY
from ...model.states import State
from ...usecases.heard import Heard
from ..background import Task, Wait
from ..theme import tokens
from ..widgets.buttons import IconButton, PlainButton
from ..widgets.card import Card
from ..widgets.labels import divider
from ..widgets.tabs import Tabs
from ..widgets.tips import set_tip
from ..words import tr
from ..workbench import Workbench
from . import wording
from .advice import Advice, advice_on
from .log_part import LogPart
from .menu import open_menu
from .parts import AnswersPart, TextPart
from .pictures import JobPictures
from .portrait import JobHead
from .result_part import ResultPart
from .story import answer_line, story_of
from .story_view import StoryView

HIGH = 440
"""From this height on the card stands above the tabs; else it scrolls with what happened, so that it is whole."""

LOW = 330
"""Below this height picture and foot give their room to what is read; the menu of the row has the same commands."""

ANEW_MS = 1000
"""Answers are read anew at most so often while the ledger changes."""

DISK_MS = 5000
"""While a job waits the disk is looked at so often."""

COMMANDS = ("jobs.reopen", "jobs.compare")
"""At the foot; the menu beside them has all of them."""


CALLBACK = b"<CallBack>"
"""In a request that names whom to tell of the end."""


class JobDetails(QWidget):
    """Follows the chosen job while it is shown. ``closed`` when the user has seen enough."""

    closed = Signal()

    def __init__(self, bench: Workbench, pictures: JobPictures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bench, self._jobs, self._pictures = bench, bench.jobs, pictures
        self._shown: tuple[object, ...] = ()
        self._asked_of: tuple[object, ...] = ()
        self._heard = Heard()
        self._reading: Task | None = None
        self._is_stale = False
        self._later = QTimer(self, singleShot=True, interval=ANEW_MS)
        self._later.timeout.connect(self.refresh)
        self._disk = QTimer(self, singleShot=True, interval=DISK_MS)
        self._disk.timeout.connect(self.refresh)
        self.setObjectName("jobDetails")
        self.setAccessibleName(tr("The chosen job"))
        self.setProperty("panel", "sunken")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.head = JobHead()
        self.head.back.clicked.connect(self.closed)
        self._card_rooms = QVBoxLayout(), QVBoxLayout()
        self.card: Card | None = None
        self._advice: Advice | None = None
        self.tabs = Tabs(tr("Parts of the job"))
        self.pages = QStackedWidget()
        self.story = StoryView()
        self.request = TextPart(bench, tr("Request"), "jobRequest")
        self.answers = AnswersPart(bench)
        self.result = ResultPart(bench)
        self.log = LogPart(bench)
        for title, page in (
            (tr("What happened"), scrolled(self._with_card_room(self.story), tr("What happened"))),
            (tr("Request"), self.request),
            (tr("Answers"), self.answers),
            (tr("Result"), scrolled(self.result, tr("Result"))),
            (tr("Log"), self.log),
        ):
            self.tabs.addTab(title)
            self.pages.addWidget(page)
        self.tabs.currentChanged.connect(self.pages.setCurrentIndex)
        self.setFocusProxy(self.tabs)
        self._lay_out()
        for news in (bench.jobs.changed, bench.jobs.noted):
            news.connect(self._on_noted)
        bench.jobs.changed.connect(self.refresh)
        bench.jobs.heard.connect(self.refresh)
        bench.jobs.current_changed.connect(self.refresh)
        bench.local_cloud.changed.connect(self.refresh)
        pictures.arrived.connect(self._show_picture)

    def _with_card_room(self, content: QWidget) -> QWidget:
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._card_rooms[1])
        column.addWidget(content, 1)
        return whole

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addLayout(self._card_rooms[0])
        row = QHBoxLayout()
        row.setContentsMargins(14, 0, 14, 0)
        row.setSpacing(0)
        row.addWidget(self.tabs)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(divider())
        column.addWidget(self.pages, 1)
        self.foot = QWidget()
        foot = QHBoxLayout(self.foot)
        foot.setContentsMargins(16, 8, 16, 8)
        foot.setSpacing(8)
        foot.addStretch(1)
        for command_id in COMMANDS:
            foot.addWidget(self._button(command_id))
        more = IconButton("ellipsis", tr("What can be done about this job"))
        more.clicked.connect(lambda: self._open_menu(more))
        foot.addWidget(more)
        column.addWidget(self.foot)

    def _button(self, command_id: str) -> PlainButton:
        command = self._bench.commands.get(command_id)
        button = PlainButton(command.text, icon_name=command.icon, height=tokens.size("button_small"))
        self._follow(button, command_id)
        return button

    def _follow(self, button: PlainButton, command_id: str) -> None:
        """The button runs the command, and is on while that is."""
        action = self._bench.commands.action(command_id)
        button.clicked.connect(lambda: self._bench.commands.run(command_id))
        follower = _Follower(button, action)
        action.changed.connect(follower.follow)
        follower.follow()

    def _open_menu(self, button: QWidget) -> None:
        open_menu(self, self._bench.commands, button.mapToGlobal(button.rect().topLeft()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_low = self.height() < LOW
        self.head.show_large(is_large=not is_low)
        self.foot.setVisible(not is_low)
        self._place_card()

    # Showing

    def refresh(self) -> None:
        """Show the chosen job as it is now."""
        intent = self._jobs.get(self._jobs.current)
        if intent is None or not self.isVisible():
            return
        contact, now = self._jobs.contact(intent.id), ticks()
        self._ask(intent)
        story, cloud = story_of(intent, contact, now, self._heard), self._bench.local_cloud
        advice = advice_on(intent, contact, now, cloud.not_allowed(intent), cloud.shortage(intent))
        self._look_at_disk(intent)
        shown = (intent, story, advice)
        if shown == self._shown:
            return
        self._shown = shown
        self.head.show_job(intent, wording.chip_of(intent, contact, now), self._pictures.of(intent))
        self.story.show_moments(story)
        self._show_advice(advice)
        self.result.show_of(intent, self._heard)
        self.log.show_of(intent)
        self.tabs.setTabVisible(self.tabs.count() - 1, intent.target.local)  # no other service tells its own

    def _look_at_disk(self, intent: Intent) -> None:
        """A job of the local cloud that waits may wait for room: that is looked at now and then."""
        is_waiting = intent.state is State.SUBMITTED and intent.target.local
        if is_waiting and not self._disk.isActive():
            self._bench.local_cloud.look_at_disk()
            self._disk.start()

    def _show_request(self, intent: Intent, request: bytes) -> None:
        size = tr("{size} bytes, as they were sent").format(size=len(request)) if request else ""
        if HIDDEN_KEY.encode() in request:
            size = tr("As it was sent, but without the encryption key")
        name = f"{wording.title_of(intent)}-{intent.short_id}.xml"
        self.request.show_part(size, request.decode("utf-8", "replace"), request, name)

    def _show_picture(self) -> None:
        intent = self._jobs.get(self._jobs.current)
        if intent is not None:
            self.head.show_picture(self._pictures.of(intent))

    def _show_advice(self, advice: Advice | None) -> None:
        if advice == self._advice:
            return
        self._advice = advice
        if self.card is not None:
            self.card.hide()
            self.card.deleteLater()
            self.card = None
        if advice is not None:
            self.card = Card(advice.severity, advice.sentence, *(step.text for step in advice.steps))
            for button, step in zip(self.card.buttons, advice.steps, strict=True):
                self._follow(button, step.command)
        self._place_card()

    def _place_card(self) -> None:
        is_above = self.height() >= HIGH
        for room, is_here in zip(self._card_rooms, (is_above, not is_above), strict=True):
            has_card = is_here and self.card is not None
            room.setContentsMargins(16, 0 if is_above else 12, 16, 8 if is_above else 0)
            if not has_card:
                room.setContentsMargins(0, 0, 0, 0)
            elif self.card is not None and room.indexOf(self.card) < 0:
                room.addWidget(self.card)

    # What the service said

    def _on_noted(self) -> None:
        """The ledger has something new, perhaps answers: they move no row while a job is in doubt."""
        self._is_stale = True
        if not self._later.isActive():
            self._later.start()

    def _ask(self, intent: Intent) -> None:
        """Read the answers that were kept, at once when the job moved, else a while after the ledger changed."""
        asked_of = (intent.id, intent.state, intent.progress, intent.code, intent.message, intent.attempts)
        if asked_of == self._asked_of and (not self._is_stale or self._later.isActive()):
            return
        if asked_of == self._asked_of and self._reading is not None and self._reading.is_running:
            self._later.start()  # one at a time, however slow the disk is
            return
        self._is_stale = False
        is_other, self._asked_of = self._asked_of[:1] != asked_of[:1], asked_of
        if is_other:
            self._take(intent.id, Heard())
        workplace = self._bench.workplace

        def work(_: Wait) -> Iterator[object]:
            from ...usecases.answers import heard_of

            yield heard_of(intent, workplace)

        def failed(error: AppError) -> None:
            self._asked_of = ()
            self._bench.report.error_once(error)

        self._reading = self._bench.background.run(
            work, on_event=lambda heard: self._take(intent.id, heard), on_failed=failed, lane="answers"
        )

    def _take(self, intent_id: str, heard: object) -> None:
        intent = self._jobs.get(intent_id)
        if intent is None or self._jobs.current != intent_id or not isinstance(heard, Heard):
            return
        self._heard = heard
        if CALLBACK in heard.request:
            self._bench.local_cloud.ask_about_callback(intent)
        self._show_request(intent, heard.request)
        self.answers.show_answers(heard.answers, answer_line)
        self.answers.set_all(f"answers-{intent.short_id}.csv", self._reader_of_all(intent))
        self.answers.tell_older(heard.older)
        self.tabs.set_count(2, str(len(heard.answers) + heard.older) if heard.answers else "")
        self.refresh()

    def _reader_of_all(self, intent: Intent) -> Callable[[], bytes]:
        workplace = self._bench.workplace

        def read() -> bytes:
            from ...usecases.every_answer import table_of

            return table_of(intent, workplace)

        return read


class _Follower(QObject):
    """Keeps a button as its command is, for as long as the button lives."""

    def __init__(self, button: PlainButton, action: QAction) -> None:
        super().__init__(button)
        self._button, self._action = button, action

    def follow(self) -> None:
        self._button.setEnabled(self._action.isEnabled())
        set_tip(self._button, self._action.statusTip())


def scrolled(content: QWidget, name: str) -> QScrollArea:
    """``content`` in an area that scrolls down, called ``name``."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    area.setAccessibleName(name)
    content.setProperty("panel", "sunken")
    content.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    area.setWidget(content)
    return area
