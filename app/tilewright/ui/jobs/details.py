"""One job in full: what it means, what happened, the request as it was sent, and the answers that were kept."""

from __future__ import annotations

import time
from collections.abc import Iterator

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QTextOption
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from ..background import Wait
from ..request.text import RequestText
from ..theme import tokens
from ..widgets.buttons import PlainButton
from ..widgets.card import Card
from ..widgets.labels import divider
from ..widgets.tabs import Tabs
from ..words import tr
from ..workbench import Workbench
from . import wording
from .pictures import JobPictures
from .portrait import JobHead
from .story import Advice, advice_on, answers_text, story_of
from .story_view import StoryView


class JobDetails(QWidget):
    """Follows the chosen job while it is shown. ``closed`` when the user has seen enough."""

    closed = Signal()

    def __init__(self, bench: Workbench, pictures: JobPictures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bench, self._jobs, self._pictures = bench, bench.jobs, pictures
        self._shown: tuple[object, ...] = ()
        self._request_of = ""
        self._answers_of: tuple[str, str] = ("", "")
        self.setObjectName("jobDetails")
        self.setAccessibleName(tr("The chosen job"))
        self.setProperty("panel", "sunken")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.head = JobHead()
        self.head.back.clicked.connect(self.closed)
        self._card_room = QVBoxLayout()
        self._card_room.setContentsMargins(16, 0, 16, 8)
        self._card_room.setSpacing(0)
        self.card: Card | None = None
        self._advice: Advice | None = None
        self.tabs = Tabs(tr("Parts of the job"))
        self.pages = QStackedWidget()
        self.story = StoryView()
        self.request, self.answers = RequestText(), RequestText()
        self.request.setObjectName("jobRequest")
        self.answers.setObjectName("jobAnswers")
        self.answers.setAccessibleName(tr("Answers"))
        for text in (self.request, self.answers):  # as they came: whole lines are rare in them
            text.setLineWrapMode(RequestText.LineWrapMode.WidgetWidth)
            text.setWordWrapMode(QTextOption.WrapMode.WrapAnywhere)
        for title, page in (
            (tr("What happened"), _scrolled(self.story)),
            (tr("Request"), self.request),
            (tr("Answers"), self.answers),
        ):
            self.tabs.addTab(title)
            self.pages.addWidget(page)
        self.tabs.currentChanged.connect(self.pages.setCurrentIndex)
        self._lay_out()
        bench.jobs.changed.connect(self.refresh)
        bench.jobs.heard.connect(self.refresh)
        bench.jobs.current_changed.connect(self.refresh)
        pictures.arrived.connect(self._show_picture)
        bench.theme.changed.connect(self._on_look)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addLayout(self._card_room)
        row = QHBoxLayout()
        row.setContentsMargins(14, 0, 14, 0)
        row.setSpacing(0)
        row.addWidget(self.tabs)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(divider())
        column.addWidget(self.pages, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 8, 16, 8)
        foot.setSpacing(8)
        foot.addStretch(1)
        for command_id in ("jobs.reopen", "jobs.show-in-folder"):
            foot.addWidget(self._button(command_id))
        column.addLayout(foot)

    def _button(self, command_id: str) -> PlainButton:
        command, action = self._bench.commands.get(command_id), self._bench.commands.action(command_id)
        button = PlainButton(command.text, icon_name=command.icon, height=tokens.size("button_small"))
        button.clicked.connect(action.trigger)
        action.changed.connect(lambda: button.setEnabled(action.isEnabled()))
        button.setEnabled(action.isEnabled())
        return button

    # Showing

    def refresh(self) -> None:
        """Show the chosen job as it is now."""
        intent = self._jobs.get(self._jobs.current)
        if intent is None or not self.isVisible():
            return
        contact, now = self._jobs.contact(intent.id), time.monotonic()
        story, advice = story_of(intent, contact, now), advice_on(intent, contact, now)
        shown = (intent, story, advice)
        if shown == self._shown:
            return
        self._shown = shown
        self.head.show_job(intent, wording.chip_of(intent, contact, now), self._pictures.of(intent))
        self.story.show_moments(story)
        self._show_advice(advice)
        if self._request_of != intent.id:
            self._request_of = intent.id
            self._read_request(intent.id)
        if self._answers_of != (intent.id, intent.state):
            self._answers_of = (intent.id, intent.state)
            self._read_answers(intent.id)

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
            self.card = Card(advice.severity, advice.sentence, advice.button)
            self.card.pressed.connect(self._on_card)
            self._card_room.addWidget(self.card)

    def _on_card(self) -> None:
        if self._advice is not None:
            self._bench.commands.run(self._advice.command)

    def _read_request(self, intent_id: str) -> None:
        self.request.show_text("")
        workplace = self._bench.workplace

        def work(_: Wait) -> Iterator[object]:
            from ...usecases.jobs import request_of

            yield request_of(intent_id, workplace).decode("utf-8", "replace")

        def show(text: object) -> None:
            if self._jobs.current == intent_id:
                self.request.show_text(str(text))

        self._bench.background.run(work, on_event=show, lane="answers")

    def _read_answers(self, intent_id: str) -> None:
        workplace = self._bench.workplace

        def work(_: Wait) -> Iterator[object]:
            from ...usecases.jobs import answers_of

            yield answers_text(answers_of(intent_id, workplace))

        def show(text: object) -> None:
            if self._jobs.current == intent_id:
                self.answers.show_text(str(text) or tr("No answer was kept yet."))

        self._bench.background.run(work, on_event=show, lane="answers")

    def _on_look(self) -> None:
        self.request.take_look()
        self.answers.take_look()


def _scrolled(content: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    area.setAccessibleName(tr("What happened"))
    content.setProperty("panel", "sunken")
    content.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    area.setWidget(content)
    return area
