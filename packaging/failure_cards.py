"""All that is said of jobs that failed or make people uneasy: each failure of the catalogue, each state, on one sheet.

The cards are those of a job's details, with what the window says there.
"""

from __future__ import annotations

from dataclasses import replace
from unittest import mock

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tilewright.failures.entry import Entry, Failure
from tilewright.failures.explain import CATALOGUE, RIGHTS, UNEXPLAINED, explain
from tilewright.jobs.intent import Fate, Intent, TwinJob
from tilewright.model.states import State
from tilewright.model.target import Target
from tilewright.ui.jobs import advice
from tilewright.ui.jobs.contact import UNHEARD, Contact
from tilewright.ui.widgets.card import Card
from tilewright.ui.widgets.labels import Label

COLUMNS = 4
GAP = 16
NOW = 1_000.0

WORDS = {
    "referer-denied": "You are denied by bucket referer rule",
    "cross-site-denied": "AccessForbidden",
    "no-memory": "Cannot allocate memory",
    "killed": "FFmpeg was ended by signal 9",
    "took-too-long": "FFmpeg took more computing time than it may",
    "grew-too-large": "FFmpeg wrote a larger file than it may",
    "stalled": "FFmpeg made no progress for 120 seconds",
    "video-incomplete": "[mov,mp4,m4a,3gp,3g2,mj2 @ 0x5581] moov atom not found",
    "video-changed": "input/lesson.mp4 changed while it was rendered",
    "gave-up": "The local cloud ended 3 times while it prepared the job",
    "video-vanished": "input/lesson.mp4: No such file or directory",
    "encoder-missing": "Unknown encoder 'libx265'",
    "filter-missing": "The FFmpeg of this computer cannot put this video together: it has no filter xstack.",
    "decoder-missing": "Decoder (codec av1) not found for input stream #0:0",
    "odd-size": "[libx264 @ 0x5581] width not divisible by 2 (321x240)",
    "pixel-format": "Incompatible pixel format 'yuv444p' for codec 'h263'",
    "codec-in-container": "Could not find tag for codec vp9 in stream #0, codec not currently supported in container",
    "option-refused": "Error setting option crf to value 99.",
    "nothing-to-show": "Stream map '0:v' matches no streams.",
    "video-damaged": "input/lesson.mp4: Invalid data found when processing input",
    "unexplained": "The request was turned down.",
}
"""For what is recognised by its words alone: how FFmpeg or the service put it."""

JOB = Intent(
    id="7f3a" * 8,
    short_id="7F3A9C21",
    mark="tw1:7F3A",
    target=Target(profile="school", bucket="lessons-1250000001", region="ap-guangzhou", key_id_hash="0"),
    request_size=0,
    wish="",
    name="Lesson 12",
    state=State.RUNNING,
    created=0.0,
    output_bucket="lessons-1250000001",
    output_region="ap-guangzhou",
    output_key="output/lesson-12.${ext}",
    job_id="j8f1c0d2e4b5a4f6b9d7e1c3a5f7b9d1e",
)
TWINS = (
    TwinJob("j1c0d2e4b5a4f6b9d7e1c3a5f7b9d1e8f", Fate.WAITS),
    TwinJob("j2e4b5a4f6b9d7e1c3a5f7b9d1e8f1c0d", Fate.STAYS),
)
UNKNOWN = replace(JOB, state=State.UNKNOWN, job_id="")
LOST = replace(JOB, state=State.LOST)
GONE = "The service no longer knows the job."
SILENT = Contact(lost_at=NOW - 90, next_try=NOW + 30, message="The service at this address did not answer in time.")
RESTING = Contact(is_resting=True, message="The keys of school were refused.", hint="Set them up anew.")

STATES: dict[str, tuple[Intent, Contact]] = {
    "unknown": (UNKNOWN, Contact(note="The service does not show the job yet.")),
    "unknown, not yet certain": (replace(UNKNOWN, signature_end=4_000_000_000), UNHEARD),
    "unknown, nobody answers": (UNKNOWN, SILENT),
    "unknown, nobody asks": (UNKNOWN, RESTING),
    "lost, keys gone": (LOST, UNHEARD),
    "lost, for good": (replace(LOST, ended=1.0, code="NoSuchJob", message=GONE), UNHEARD),
    "not named": (JOB, Contact(unnamed_at=NOW - 400)),
    "nobody answers": (JOB, SILENT),
    "nobody answers, not sent": (replace(JOB, state=State.NOT_SENT, job_id=""), SILENT),
    "nobody asks": (JOB, RESTING),
    "not in its place": (replace(JOB, state=State.SUCCESS, ended=1.0), Contact(delivery="No room left on the disk.")),
    "there twice": (replace(JOB, twins=TWINS[:1]), UNHEARD),
    "there three times": (replace(JOB, twins=TWINS), UNHEARD),
}
"""What stands in the ledger of a job, and what is known of its service beside that."""


def failure_of_entry(entry: Entry) -> Failure:
    """The failure as it is told of one of the entry's codes, or of words that it knows."""
    words = WORDS.get(entry.id, "")
    for where in entry.at or RIGHTS:
        for code in entry.codes or ("AccessDenied" if where == "" else "FfmpegFailed", "NobodyKnows"):
            failure = explain(code, words, where=where)
            if failure.id == entry.id:
                return failure
    raise LookupError(f"nothing that is told leads to {entry.id}")


def advice_of(failure: Failure) -> advice.Advice | None:
    """As of a job that failed so: some of them only calls meet that no job makes."""
    with mock.patch.object(advice, "failure_of", return_value=failure):
        return advice.advice_on(replace(JOB, state=State.FAILED, ended=1.0), UNHEARD, NOW)


class FailureSheet(QWidget):
    """All cards below their names, in columns of equal width."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.setProperty("panel", "sunken")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(self)
        row.setContentsMargins(GAP, GAP, GAP, GAP)
        row.setSpacing(GAP)
        self._columns = [QVBoxLayout() for _ in range(COLUMNS)]
        self._heights = [0] * COLUMNS
        self._width = (width - (COLUMNS + 1) * GAP) // COLUMNS
        for column in self._columns:
            column.setSpacing(4)
            row.addLayout(column)
        for name, (intent, contact) in STATES.items():
            self._add(name, advice.advice_on(intent, contact, NOW))
        for entry in (*CATALOGUE, UNEXPLAINED):
            self._add(entry.id, advice_of(failure_of_entry(entry)))
        for column in self._columns:
            column.addStretch(1)
        self.setFixedSize(width, row.totalHeightForWidth(width))

    def _add(self, name: str, told: advice.Advice | None) -> None:
        if told is None:
            raise LookupError(f"nothing is said of {name}")
        title = Label(name, tone="2")
        card = Card(told.severity, told.sentence, *(step.text for step in told.steps))
        height = title.sizeHint().height() + card.heightForWidth(self._width) + 2 * 4 + GAP
        number = self._heights.index(min(self._heights))
        for widget in (title, card):
            widget.setFixedWidth(self._width)
            self._columns[number].addWidget(widget)
        self._columns[number].addSpacing(GAP - 4)
        self._heights[number] += height

    def require_whole(self) -> None:
        """Raise unless all words and buttons have their room."""
        for card in self.findChildren(Card):
            words = card.words
            is_whole = words.height() >= words.heightForWidth(words.width())
            places = [QRect(button.mapTo(card, QPoint()), button.sizeHint()) for button in card.buttons]
            if not is_whole or not all(card.rect().contains(place) for place in places):
                raise ValueError(f"clipped: {words.text()}")
