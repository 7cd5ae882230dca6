"""Asks for two days, between which jobs were made."""

from __future__ import annotations

from datetime import date, datetime

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from ..widgets.buttons import PlainButton
from ..widgets.field import Field
from ..widgets.form import FormDialog
from ..widgets.labels import Label
from ..words import tr
from .period import Period

WIDTH = 380


def read_day(text: str) -> date | None:
    """The day that ``text`` means, as 2026-11-29 or as days are written here; raises ``ValueError``."""
    text = text.strip()
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        for form in (QLocale.FormatType.ShortFormat, QLocale.FormatType.LongFormat):
            found = QLocale().toDate(text, form)
            if found.isValid() and found.year() >= 1970:
                return date(found.year(), found.month(), found.day())
        raise


class PeriodDialog(FormDialog):
    """``chosen`` tells the period; nothing comes of one that was closed."""

    chosen = Signal(Period)

    def __init__(self, period: Period, parent: QWidget) -> None:
        super().__init__("periodDialog", tr("Jobs made from … to …"), parent, WIDTH)
        column = self.column
        self.show_button = PlainButton(tr("Show jobs"), "primary")
        self.show_button.clicked.connect(self._choose)
        fields = QGridLayout()
        fields.setContentsMargins(0, 4, 0, 0)
        fields.setHorizontalSpacing(12)
        fields.setVerticalSpacing(4)
        self.first, self.last = Field(tr("First day")), Field(tr("Last day"))
        sides = ((self.first, tr("First day"), period.first), (self.last, tr("Last day"), period.last))
        for place, (field, words, day) in enumerate(sides):
            label = Label(words, "label", "2")
            label.setBuddy(field)
            field.setPlaceholderText(tr("open"))
            field.show_text(day.isoformat() if day else "")
            field.textChanged.connect(self._check)
            field.entered.connect(self.show_button.click)
            field.cancelled.connect(self.reject)
            fields.addWidget(label, 0, place)
            fields.addWidget(field, 1, place)
            fields.setColumnStretch(place, 1)
        column.addLayout(fields)
        self.said = Label("", "caption", "2", wraps=True)
        column.addWidget(self.said)
        column.addSpacing(8)
        self.add_answer(self.show_button)
        self._check()

    def _period(self) -> Period:
        """Raises ``ValueError`` with what is wrong."""
        days = []
        for field in (self.first, self.last):
            field.set_state("")
            try:
                days.append(read_day(field.text()))
            except ValueError as error:
                field.set_state("error")
                told, today = tr("{text} is no day. Write it as {example}."), datetime.now().astimezone().date()
                raise ValueError(told.format(text=field.text().strip(), example=today.isoformat())) from error
        first, last = days
        if first and last and last < first:
            self.last.set_state("error")
            raise ValueError(tr("The last day is before the first."))
        return Period(first=first, last=last)

    def _check(self) -> None:
        try:
            self._period()
        except ValueError as error:
            self.said.setText(str(error))
            self.show_button.setEnabled(False)
        else:
            self.said.setText(tr("Both days are included; an empty field leaves that end open."))
            self.show_button.setEnabled(True)

    def _choose(self) -> None:
        period = self._period()
        self.accept()
        self.chosen.emit(period)
