"""Qt's own file dialog, which is used where the desktop offers none."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QModelIndex, QPersistentModelIndex, QSize, QStandardPaths, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QLineEdit,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tilewright.model.endings import VIDEO_ENDINGS
from tilewright.ui.files.dialogs import Dialogs, _suffix_of
from tilewright.ui.inspector.bringing import PICTURES
from tilewright.ui.inspector.music_part import SOUNDS
from tilewright.ui.theme.theme import Theme


@pytest.fixture
def window(theme: Theme, qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(900, 700)
    made.show()
    return made


def opened(window: QWidget, qtbot: QtBot) -> QFileDialog:
    """The dialog, when it is there."""

    def seen() -> QFileDialog | None:
        dialog = window.findChild(QFileDialog)
        return dialog if dialog is not None and dialog.isVisible() else None

    qtbot.waitUntil(lambda: seen() is not None)
    dialog = seen()
    assert dialog is not None
    return dialog


def test_that_all_videos_of_a_folder_are_chosen_by_keys_alone(window: QWidget, qtbot: QtBot, tmp_path: Path) -> None:
    for name in ("a.mp4", "b.mp4", "c.mov"):
        (tmp_path / name).write_bytes(b"0")
    chosen: list[tuple[Path, ...]] = []
    Dialogs(window).open_videos(str(tmp_path), chosen.append)
    dialog = opened(window, qtbot)
    files = dialog.findChild(QTreeView, "treeView")
    assert files is not None
    qtbot.waitUntil(lambda: files.model().rowCount(files.rootIndex()) == 3)
    qtbot.waitUntil(files.hasFocus)
    qtbot.keyClick(files, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    dialog.accept()
    assert {path.name for names in chosen for path in names} == {"a.mp4", "b.mp4", "c.mov"}


def test_that_the_kinds_of_files_are_told_in_a_word(window: QWidget, qtbot: QtBot, tmp_path: Path) -> None:
    Dialogs(window).open_videos(str(tmp_path), lambda _: None)
    dialog = opened(window, qtbot)
    kinds = dialog.findChild(QComboBox, "fileTypeCombo")
    assert kinds is not None
    assert kinds.currentText() == "Videos"
    dialog.reject()


def test_that_a_name_is_typed_at_once_where_something_is_saved(window: QWidget, qtbot: QtBot, tmp_path: Path) -> None:
    Dialogs(window).save_document(str(tmp_path), "untitled.tilewright", lambda _: None)
    dialog = opened(window, qtbot)
    focus = dialog.focusWidget()
    assert focus is not None
    assert focus.objectName() == "fileNameEdit"
    dialog.reject()


def test_that_the_ending_is_that_of_the_kind_that_was_chosen(window: QWidget, qtbot: QtBot, tmp_path: Path) -> None:
    Dialogs(window).save_table("jobs.csv", lambda _: None)
    dialog = opened(window, qtbot)
    kinds = dialog.findChild(QComboBox, "fileTypeCombo")
    assert kinds is not None
    assert dialog.defaultSuffix() == "csv"
    kinds.setFocus()
    qtbot.keyClick(kinds, Qt.Key.Key_Down)
    assert dialog.defaultSuffix() == "json"
    qtbot.keyClick(kinds, Qt.Key.Key_Up)
    assert dialog.defaultSuffix() == "csv"
    dialog.filterSelected.emit("a kind that nobody knows")
    assert dialog.defaultSuffix() == "csv"
    dialog.reject()


def test_that_kinds_whose_names_begin_alike_have_their_own_endings(window: QWidget, qtbot: QtBot) -> None:
    both = {"Tables for people (*.html)": "html", "Tables (*.csv)": "csv"}
    Dialogs(window)._save(
        "Save as", "", QStandardPaths.StandardLocation.DocumentsLocation, "jobs", both, lambda _: None
    )
    dialog = opened(window, qtbot)
    kinds = dialog.findChild(QComboBox, "fileTypeCombo")
    assert kinds is not None
    kinds.setFocus()
    qtbot.keyClick(kinds, Qt.Key.Key_Down)
    assert dialog.defaultSuffix() == "csv"
    dialog.filterSelected.emit("")
    assert dialog.defaultSuffix() == "csv"
    dialog.reject()


class Measured(QStyledItemDelegate):
    """Counts how often a row is asked for its size."""

    count = 0

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        self.count += 1
        return super().sizeHint(option, index)


def test_that_a_key_that_is_typed_measures_no_more_names_than_are_seen(
    window: QWidget, qtbot: QtBot, tmp_path: Path
) -> None:
    for number in range(400):
        (tmp_path / f"lesson {number}.tilewright").touch()
    Dialogs(window).save_document(str(tmp_path), "untitled.tilewright", lambda _: None)
    dialog = opened(window, qtbot)
    name = dialog.findChild(QLineEdit, "fileNameEdit")
    assert name is not None
    rows = name.completer().popup()
    assert isinstance(rows, QListView)
    files = dialog.findChild(QTreeView, "treeView")
    assert files is not None
    qtbot.waitUntil(lambda: rows.uniformItemSizes() and files.model().rowCount(files.rootIndex()) == 400)
    measured = Measured(rows)
    rows.setItemDelegate(measured)
    name.selectAll()
    qtbot.keyClicks(name, "less")
    qtbot.waitUntil(lambda: rows.isVisible() and rows.model().rowCount() == 400)
    qtbot.wait(50)
    assert 0 < measured.count < 100
    rows.hide()
    dialog.reject()


@pytest.mark.parametrize(
    ("chosen", "suffix"),
    [
        ("Tables (*.csv)", "csv"),
        ("tables", "csv"),
        ("JSON (*.json *.JSON)", "json"),
        ("All (of them) ", "txt"),
        ("", ""),
        ("Tab", ""),
    ],
)
def test_that_a_kind_is_known_however_a_dialog_of_the_system_writes_it(chosen: str, suffix: str) -> None:
    kinds = {"Tables (*.csv)": "csv", "JSON (*.json)": "json", "All (of them) (*)": "txt"}
    assert _suffix_of(chosen, kinds) == suffix


def test_that_a_second_wish_for_a_dialog_opens_no_second_one(window: QWidget, qtbot: QtBot, tmp_path: Path) -> None:
    dialogs = Dialogs(window)
    dialogs.open_document(str(tmp_path), lambda _: None)
    dialogs.open_document(str(tmp_path), lambda _: None)
    dialog = opened(window, qtbot)
    qtbot.wait(50)
    assert window.findChildren(QFileDialog) == [dialog]
    dialog.reject()


def test_that_no_dialog_opens_over_a_window_that_was_closed_meanwhile(
    window: QWidget, qtbot: QtBot, tmp_path: Path
) -> None:
    Dialogs(window).open_document(str(tmp_path), lambda _: None)
    window.close()
    qtbot.wait(200)
    assert window.findChildren(QFileDialog) == []


def test_that_a_dialog_may_go_before_it_is_dressed(window: QWidget, tmp_path: Path) -> None:
    """Between the pieces in which it is made lie turns of the loop, in which it may be closed."""
    work = Dialogs(window)._make("Open", str(tmp_path), lambda _: None, lambda _: None)
    while (dialog := window.findChild(QFileDialog)) is None or not dialog.isVisible():
        next(work)
    dialog.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert next(work, None) is None


@pytest.mark.parametrize(("endings", "called"), [(VIDEO_ENDINGS, "Videos"), (PICTURES, "Images"), (SOUNDS, "Sounds")])
def test_that_kinds_of_files_are_called_what_they_are(
    window: QWidget, qtbot: QtBot, tmp_path: Path, endings: tuple[str, ...], called: str
) -> None:
    Dialogs(window).open_one("Choose something", endings, str(tmp_path), lambda _: None)
    dialog = opened(window, qtbot)
    assert dialog.windowTitle() == "Choose something"
    assert [kinds.partition(" (")[0] for kinds in dialog.nameFilters()] == [called, "All files"]
    dialog.reject()
