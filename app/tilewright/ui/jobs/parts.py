"""Parts of a job that are text: read here, copied, saved as a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtGui import QGuiApplication, QTextOption
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ...errors import AppError, OutputExists
from ...usecases.heard import ReadAnswer
from ..background import Wait
from ..request.text import RequestText
from ..theme import tokens
from ..widgets.buttons import IconButton
from ..widgets.combo import Combo
from ..widgets.labels import ElidedLabel
from ..windows.question import Choice
from ..words import tr
from ..workbench import Workbench


class TextPart(QWidget):
    """A text called ``name``; above it a line that says what it is, and the buttons Copy and Save."""

    def __init__(self, bench: Workbench, name: str, object_name: str) -> None:
        super().__init__()
        self._bench, self._name = bench, name
        self._exact = b""
        self._file_name = ""
        self.text = RequestText()
        self.text.setObjectName(object_name)
        self.text.setAccessibleName(name)
        self.text.setLineWrapMode(RequestText.LineWrapMode.WidgetWidth)  # whole lines are rare in what others wrote
        self.text.setWordWrapMode(QTextOption.WrapMode.WrapAnywhere)
        self.said = ElidedLabel("", "caption", "2")
        self.copy = IconButton("copy", tr("Copy: {name}").format(name=name))
        self.save = IconButton("download", tr("Save as a file: {name}").format(name=name))
        self.copy.clicked.connect(self._on_copy)
        self.save.clicked.connect(self._on_save)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.line = QHBoxLayout()
        self.line.setContentsMargins(16, 4, 10, 2)
        self.line.setSpacing(4)
        self.line.addWidget(self.said, 1)
        self.line.addWidget(self.copy)
        self.line.addWidget(self.save)
        column.addLayout(self.line)
        column.addWidget(self.text, 1)
        self.setFocusProxy(self.text)
        bench.theme.changed.connect(self.text.take_look)

    def show_part(self, said: str, shown: str, exact: bytes = b"", file_name: str = "") -> None:
        """``shown`` below ``said``; ``exact`` are the bytes that Copy and Save take, under ``file_name``."""
        self._exact, self._file_name = exact, file_name
        self.said.set_whole(said)
        self.text.show_text(shown)
        self.copy.setEnabled(bool(exact))
        self.save.setEnabled(bool(exact))

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self._exact.decode("utf-8", "replace"))
        self._bench.report.say(tr("{name}: copied.").format(name=self._name))

    def _on_save(self) -> None:
        self._bench.files.dialogs.save_text(self._file_name, lambda chosen: self._save_to(chosen[0], replace=False))

    def _save_to(self, path: Path, *, replace: bool) -> None:
        exact = self._exact

        def work(_: Wait) -> Iterator[object]:
            from ...usecases.save_text import save_text

            save_text(path, exact, replace=replace)
            yield path

        def failed(error: AppError) -> None:
            if isinstance(error, OutputExists) and not replace and path.is_file():
                self._ask_replace(path)
            else:
                self._bench.report.error(error)

        self._bench.background.run(work, on_event=lambda _: self._tell_saved(path), on_failed=failed)

    def _tell_saved(self, path: Path) -> None:
        self._bench.report.success(tr("{name} is saved.").format(name=path.name), str(path.parent))

    def _ask_replace(self, path: Path) -> None:
        self._bench.files.dialogs.ask(
            tr("{name} is already there").format(name=path.name),
            tr("Save under another name, or replace what is there now."),
            (
                Choice(tr("Cancel"), lambda: None, is_way_out=True),
                Choice(tr("Replace"), lambda: self._save_to(path, replace=True)),
                Choice(tr("Another name…"), self._on_save, is_safe=True),
            ),
        )


class AnswersPart(TextPart):
    """The answers of the service, the newest first; one of them is shown."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench, tr("Answers"), "jobAnswers")
        self.chosen = Combo(tr("Which answer"))
        self.chosen.setFixedHeight(tokens.size("button_small"))
        self.chosen.currentIndexChanged.connect(self._show_chosen)
        self.line.insertWidget(0, self.chosen, 3)
        self.said.hide()
        self._answers: tuple[ReadAnswer, ...] = ()
        self._describe: Callable[[ReadAnswer], str] = lambda answer: answer.says

    def show_answers(self, answers: tuple[ReadAnswer, ...], describe: Callable[[ReadAnswer], str]) -> None:
        """Show ``answers``, given oldest first; ``describe`` gives the line for the list of them. The one that is read
        stays, unless it was the newest and a newer one came.
        """
        if answers == self._answers:
            return
        was, place = self._answers, self.chosen.currentIndex()
        self._answers, self._describe = answers, describe
        kept = place + len(answers) - len(was) if was and place > 0 and answers[: len(was)] == was else 0
        self.chosen.blockSignals(True)
        self.chosen.clear()
        self.chosen.addItems([describe(answer) for answer in reversed(answers)])
        self.chosen.setCurrentIndex(kept if answers else -1)
        self.chosen.blockSignals(False)
        self.chosen.setVisible(bool(answers))
        self.said.setVisible(not answers)
        self._show_chosen()

    def _show_chosen(self) -> None:
        place = self.chosen.currentIndex()
        if not 0 <= place < len(self._answers):
            self.show_part(tr("No answer was kept yet."), "")
            return
        answer = self._answers[len(self._answers) - 1 - place]
        head = self._describe(answer)
        told = tr("Request id {id}").format(id=answer.request_id) if answer.request_id else ""
        if answer.latest_id not in {"", answer.request_id}:
            told = tr("Request ids {first} … {latest}").format(first=answer.request_id, latest=answer.latest_id)
        body = answer.text or tr("Of this answer only what it says was kept.")
        shown = "\n".join(filter(None, (head, told))) + f"\n\n{body}"
        self.chosen.setToolTip(head)
        self.show_part(head, shown, answer.text.encode(), f"answer-{answer.request_id or place + 1}.xml")
