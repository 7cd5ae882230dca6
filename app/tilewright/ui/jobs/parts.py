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
from ..widgets.labels import ElidedLabel, Label
from ..widgets.tips import set_tip
from ..windows.question import Choice
from ..words import tr
from ..workbench import Workbench
from .story import clock_text

Read = Callable[[], bytes]
"""Reads in the background what is to be a file."""


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
        self.column = column = QVBoxLayout(self)
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

    def show_part(
        self, said: str, shown: str, exact: bytes = b"", file_name: str = "", *, is_same: bool = False
    ) -> None:
        """``shown`` below ``said``; ``exact`` are the bytes that Copy and Save take, under ``file_name``. ``is_same``:
        it is what was shown before, in other words.
        """
        self._exact, self._file_name = exact, file_name
        self.said.set_whole(said)
        (self.text.mend_text if is_same else self.text.show_text)(shown)
        self.copy.setEnabled(bool(exact))
        self.save.setEnabled(bool(exact))

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self._exact.decode("utf-8", "replace"))
        self._bench.report.say(tr("{name}: copied.").format(name=self._name))

    def _on_save(self) -> None:
        exact = self._exact
        self._save_as(self._file_name, lambda: exact)

    def _save_as(self, name: str, read: Read) -> None:
        """Ask for a file, and write to it what ``read`` gives, in the background."""
        self._bench.files.dialogs.save_text(name, lambda chosen: self._save_to(chosen[0], name, read, replace=False))

    def _save_to(self, path: Path, name: str, read: Read, *, replace: bool) -> None:
        def work(_: Wait) -> Iterator[object]:
            from ...usecases.save_text import save_text

            save_text(path, read(), replace=replace)
            yield path

        def failed(error: AppError) -> None:
            if isinstance(error, OutputExists) and not replace and path.is_file():
                self._ask_replace(path, name, read)
            else:
                self._bench.report.error(error)

        self._bench.background.run(work, on_event=lambda _: self._tell_saved(path), on_failed=failed)

    def _tell_saved(self, path: Path) -> None:
        self._bench.report.success(tr("{name} is saved.").format(name=path.name), str(path.parent))

    def _ask_replace(self, path: Path, name: str, read: Read) -> None:
        self._bench.files.dialogs.ask(
            tr("{name} is already there").format(name=path.name),
            tr("Save under another name, or replace what is there now."),
            (
                Choice(tr("Cancel"), lambda: None, is_way_out=True),
                Choice(tr("Replace"), lambda: self._save_to(path, name, read, replace=True)),
                Choice(tr("Another name…"), lambda: self._save_as(name, read), is_safe=True),
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
        self.save_all = IconButton("file-output", tr("Save all answers with their request ids"))
        self.save_all.clicked.connect(self._on_save_all)
        self.save_all.setEnabled(False)
        self.line.addWidget(self.save_all)
        self.bound = Label("", "caption", "2", wraps=True)
        self.bound.setContentsMargins(16, 0, 16, 4)
        self.bound.hide()
        self.column.insertWidget(1, self.bound)
        self._answers: tuple[ReadAnswer, ...] = ()
        self._shown = self._ending = ""
        self._all: tuple[str, Read] = "", bytes
        self._describe: Callable[[ReadAnswer], str] = lambda answer: answer.says

    def tell_older(self, older: int) -> None:
        """Say that there are so many answers to questions before those that are shown."""
        if older == 1:
            told = tr("1 older answer is not shown; “Save all answers” has it.")
        else:
            told = tr("{count} older answers are not shown; “Save all answers” has them.").format(count=older)
        self.bound.setText(told if older else "")
        self.bound.setVisible(bool(older))

    def set_all(self, name: str, read: Read) -> None:
        """What *Save all answers* writes, to a file called ``name``."""
        self._all = name, read
        self.save_all.setEnabled(True)

    def _on_save_all(self) -> None:
        self._save_as(*self._all)

    def show_answers(self, answers: tuple[ReadAnswer, ...], describe: Callable[[ReadAnswer], str]) -> None:
        """Show ``answers``, given oldest first; ``describe`` gives the line for the list of them. The one that is read
        stays, unless it was the newest, nobody has begun to read it, and a newer one came.
        """
        if answers == self._answers:
            return
        follows = self.chosen.currentIndex() <= 0 and not self._is_being_read
        self._answers, self._describe = answers, describe
        self.chosen.blockSignals(True)
        self._put_lines([(_key(answer), describe(answer)) for answer in reversed(answers)])
        if follows or self.chosen.currentIndex() < 0:
            self.chosen.setCurrentIndex(0 if answers else -1)
        self.chosen.blockSignals(False)
        self.chosen.setVisible(bool(answers))
        self.said.setVisible(not answers)
        self._show_chosen()

    @property
    def _is_being_read(self) -> bool:
        is_moved = self.text.textCursor().hasSelection() or self.text.verticalScrollBar().value() > 0
        return is_moved or self.chosen.view().isVisible()

    def _put_lines(self, lines: list[tuple[str, str]]) -> None:
        """Bring the list to ``lines``, given as what they stand for and text; what stays keeps its line and choice."""
        staying = {key for key, _ in lines}
        for row in reversed(range(self.chosen.count())):
            if self.chosen.itemData(row) not in staying:
                self.chosen.removeItem(row)
        for row, (key, line) in enumerate(lines):
            if self.chosen.itemData(row) != key:
                self.chosen.insertItem(row, line, key)
            elif self.chosen.itemText(row) != line:
                self.chosen.setItemText(row, line)

    def _show_chosen(self) -> None:
        place = self.chosen.currentIndex()
        is_same, self._shown = self.chosen.currentData() == self._shown, self.chosen.currentData() or ""
        if not 0 <= place < len(self._answers):
            self.show_part(tr("No answer was kept yet."), "")
            return
        answer = self._answers[len(self._answers) - 1 - place]
        head = self._describe(answer)
        told = tr("Request id {id}").format(id=answer.request_id) if answer.request_id else ""
        body = answer.text or tr("Of this answer only what it says was kept.")
        top, again = "\n".join(filter(None, (head, told))) + f"\n\n{body}", _again(answer)
        if is_same:  # top and end each by itself: what is marked between them stays marked
            self.text.mend_text(top + self._ending)
        self._ending = again
        set_tip(self.chosen, head)
        name = f"answer-{answer.request_id or place + 1}.xml"
        self.show_part(head, top + again, answer.text.encode(), name, is_same=is_same)


def _again(answer: ReadAnswer) -> str:
    """The later times that it was said, with their request ids, the last one first."""
    lines = [f"{clock_text(repeat.asked)}  {repeat.request_id}" for repeat in reversed(answer.again)]
    if not answer.again:
        return ""
    said = tr("Said again, the last time first, with the request ids:")
    if (more := answer.times - 1 - len(answer.again)) > 0:
        lines.append(tr("and {count} times more").format(count=more))
    return "\n\n" + "\n".join((said, *lines))


def _key(answer: ReadAnswer) -> str:
    """What stays the same of an answer, however often it is said again."""
    return f"{answer.asked} {answer.call} {answer.request_id}"
