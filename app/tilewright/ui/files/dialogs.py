"""File dialogs and questions of a window: one place sets folder, filter and name. None of them waits in a loop."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Qt, QTimer
from PySide6.QtWidgets import QFileDialog, QWidget

from ..windows.question import Choice, ask
from ..words import tr
from .own_dialog import dress

VIDEO_KINDS = (
    *("mp4", "mov", "m4v", "3gp", "mkv", "webm", "avi", "flv", "f4v", "ts", "mts"),
    *("mpg", "mpeg", "vob", "wmv", "ogv", "ogg", "rm", "rmvb", "dv"),
)
"""Endings of the containers that are accepted; what a file really is, is found out when it is looked at."""

_DOCUMENTS = QStandardPaths.StandardLocation.DocumentsLocation
_MOVIES = QStandardPaths.StandardLocation.MoviesLocation

SIZE = (760, 520)
"""Of Qt's own dialog; the system chooses the size of its own."""

Chosen = Callable[[tuple[Path, ...]], None]


class Dialogs(QObject):
    """The system's own dialogs where there are any: people know them, with their places and bookmarks."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window

    def ask(self, title: str, sentence: str, choices: Sequence[Choice]) -> None:
        ask(self._window, title, sentence, choices)

    def open_document(self, folder: str, then: Chosen) -> None:
        """A composition or a request."""
        dialog = self._dialog(tr("Open"), first_there(folder, _DOCUMENTS))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters(
            [
                tr("Compositions and requests") + " (*.tilewright *.xml *.json)",
                tr("Compositions") + " (*.tilewright)",
                tr("All files") + " (*)",
            ]
        )
        self._show(dialog, then)

    def open_videos(self, folder: str, then: Chosen) -> None:
        """One or more videos."""
        dialog = self._dialog(tr("Add videos"), first_there(folder, _MOVIES))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilters([tr("Videos") + f" ({_patterns(VIDEO_KINDS)})", tr("All files") + " (*)"])
        self._show(dialog, then)

    def open_one(self, title: str, kinds: Sequence[str], folder: str, then: Chosen) -> None:
        """One file with one of the endings ``kinds``, for a field that holds an address."""
        dialog = self._dialog(title, first_there(folder, _MOVIES))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([f"{title.rstrip('…')} ({_patterns(kinds)})", tr("All files") + " (*)"])
        self._show(dialog, then)

    # Whether an existing file is replaced is asked later, by us: the dialog may ask about another name than the one
    # with the ending.

    def save_document(self, folder: str, name: str, then: Chosen) -> None:
        """Where to save a composition."""
        kinds = [tr("Compositions") + " (*.tilewright)"]
        self._save(tr("Save as"), folder, _DOCUMENTS, name, kinds, then, "tilewright")

    def save_video(self, name: str, then: Chosen) -> None:
        """Where to write a result."""
        kinds = [tr("Videos") + f" (*{Path(name).suffix})", tr("All files") + " (*)"]
        self._save(tr("Save the video as"), "", _MOVIES, name, kinds, then)

    def save_text(self, name: str, then: Chosen) -> None:
        """Where to write a request or an answer."""
        kinds = [tr("Texts") + f" (*{Path(name).suffix})", tr("All files") + " (*)"]
        self._save(tr("Save as"), "", _DOCUMENTS, name, kinds, then)

    def save_table(self, name: str, then: Chosen) -> None:
        """Where to write a list: for a spreadsheet, or as JSON."""
        dialog = self._save(
            tr("Save as"), "", _DOCUMENTS, name, [tr("Tables") + " (*.csv)", "JSON (*.json)"], then, "csv"
        )
        dialog.filterSelected.connect(lambda chosen: dialog.setDefaultSuffix("json" if "json" in chosen else "csv"))

    def _save(
        self,
        title: str,
        folder: str,
        usual: QStandardPaths.StandardLocation,
        name: str,
        kinds: Sequence[str],
        then: Chosen,
        suffix: str = "",
    ) -> QFileDialog:
        """``suffix`` is what a name without an ending gets: that of ``name`` unless told."""
        dialog = self._dialog(title, first_there(folder, usual))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
        dialog.setNameFilters(kinds)
        dialog.setDefaultSuffix(suffix or Path(name).suffix.removeprefix("."))
        dialog.selectFile(name)
        self._show(dialog, then)
        return dialog

    def _dialog(self, title: str, folder: str) -> QFileDialog:
        dialog = QFileDialog(self._window, title, folder)
        dialog.setObjectName("fileDialog")
        dialog.resize(*SIZE)
        dialog.setOption(QFileDialog.Option.HideNameFilterDetails)  # there are thirty endings of videos
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return dialog

    def _show(self, dialog: QFileDialog, then: Chosen) -> None:
        dialog.filesSelected.connect(lambda names: then(tuple(Path(name) for name in names)))
        QTimer.singleShot(0, dialog, functools.partial(_open, dialog))  # making one has taken long enough


def _open(dialog: QFileDialog) -> None:
    dialog.open()
    dress(dialog, starts_in_list=dialog.fileMode() == QFileDialog.FileMode.ExistingFiles)


def _patterns(kinds: Sequence[str]) -> str:
    return " ".join(f"*.{kind} *.{kind.upper()}" for kind in kinds)


def first_there(folder: str, usual: QStandardPaths.StandardLocation) -> str:
    """``folder`` where it is still there, else the usual place for such files, else the user's own."""
    for name in (folder, QStandardPaths.writableLocation(usual)):
        if name and Path(name).is_dir():
            return name
    return str(Path.home())
