"""File dialogs and questions of a window: one place sets folder, filter and name. None of them waits in a loop."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import shiboken6
from PySide6.QtCore import QObject, QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QFileIconProvider, QFileSystemModel, QWidget

from ...model.endings import VIDEO_ENDINGS
from ..turns import Turns
from ..windows.question import Choice, ask
from ..words import tr
from .incoming import DOCUMENTS, LAYOUT, PRESET
from .own_dialog import dress

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
        self._turns = Turns(self)

    def ask(self, title: str, sentence: str, choices: Sequence[Choice]) -> None:
        ask(self._window, title, sentence, choices)

    def open_document(self, folder: str, then: Chosen) -> None:
        """A composition, a request, a preset or a layout."""
        kinds = [
            tr("Compositions and requests") + f" ({' '.join(f'*{ending}' for ending in DOCUMENTS)})",
            tr("Compositions") + " (*.tilewright)",
            tr("Presets and layouts") + f" (*{PRESET} *{LAYOUT})",
            tr("All files") + " (*)",
        ]
        self._open(tr("Open"), folder, _DOCUMENTS, kinds, QFileDialog.FileMode.ExistingFile, then)

    def open_videos(self, folder: str, then: Chosen) -> None:
        """One or more videos."""
        kinds = [tr("Videos") + f" ({_patterns(VIDEO_ENDINGS)})", tr("All files") + " (*)"]
        self._open(tr("Add videos"), folder, _MOVIES, kinds, QFileDialog.FileMode.ExistingFiles, then)

    def open_one(self, title: str, kinds: Sequence[str], folder: str, then: Chosen) -> None:
        """One file with one of the endings ``kinds``, of videos, images or sounds, for a field with an address."""
        called = tr("Videos") if kinds == VIDEO_ENDINGS else tr("Images") if "png" in kinds else tr("Sounds")
        filters = [f"{called} ({_patterns(kinds)})", tr("All files") + " (*)"]
        self._open(title, folder, _MOVIES, filters, QFileDialog.FileMode.ExistingFile, then)

    def open_preset(self, then: Chosen) -> None:
        """A preset that was exported."""
        kinds = [tr("Presets") + " (*.tilewright-preset)", tr("All files") + " (*)"]
        self._open(tr("Import a preset"), "", _DOCUMENTS, kinds, QFileDialog.FileMode.ExistingFile, then)

    def save_preset(self, name: str, then: Chosen) -> None:
        """Where to write a preset."""
        kinds = {tr("Presets") + " (*.tilewright-preset)": "tilewright-preset"}
        self._save(tr("Export the preset"), "", _DOCUMENTS, name, kinds, then)

    def open_layout(self, then: Chosen) -> None:
        """A layout that was exported."""
        kinds = [tr("Layouts") + f" (*{LAYOUT})", tr("All files") + " (*)"]
        self._open(tr("Import a layout"), "", _DOCUMENTS, kinds, QFileDialog.FileMode.ExistingFile, then)

    def save_layout(self, name: str, then: Chosen) -> None:
        """Where to write a layout."""
        kinds = {tr("Layouts") + f" (*{LAYOUT})": LAYOUT[1:]}
        self._save(tr("Export the layout"), "", _DOCUMENTS, name, kinds, then)

    def _open(
        self,
        title: str,
        folder: str,
        usual: QStandardPaths.StandardLocation,
        kinds: Sequence[str],
        mode: QFileDialog.FileMode,
        then: Chosen,
    ) -> None:
        def prepare(dialog: QFileDialog) -> None:
            dialog.setFileMode(mode)
            dialog.setNameFilters(kinds)

        self._show(title, first_there(folder, usual), prepare, then)

    # Whether an existing file is replaced is asked later, by us: the dialog may ask about another name than the one
    # with the ending.

    def save_document(self, folder: str, name: str, then: Chosen) -> None:
        """Where to save a composition."""
        kinds = {tr("Compositions") + " (*.tilewright)": "tilewright"}
        self._save(tr("Save as"), folder, _DOCUMENTS, name, kinds, then)

    def save_video(self, name: str, then: Chosen) -> None:
        """Where to write a result."""
        suffix = Path(name).suffix
        kinds = {tr("Videos") + f" (*{suffix})": suffix[1:], tr("All files") + " (*)": suffix[1:]}
        self._save(tr("Save the video as"), "", _MOVIES, name, kinds, then)

    def save_text(self, name: str, then: Chosen) -> None:
        """Where to write a request or an answer."""
        suffix = Path(name).suffix
        kinds = {tr("Texts") + f" (*{suffix})": suffix[1:], tr("All files") + " (*)": suffix[1:]}
        self._save(tr("Save as"), "", _DOCUMENTS, name, kinds, then)

    def save_table(self, name: str, then: Chosen) -> None:
        """Where to write a list: for a spreadsheet, or as JSON."""
        kinds = {tr("Tables") + " (*.csv)": "csv", "JSON (*.json)": "json"}
        self._save(tr("Save as"), "", _DOCUMENTS, name, kinds, then)

    def _save(
        self,
        title: str,
        folder: str,
        usual: QStandardPaths.StandardLocation,
        name: str,
        kinds: Mapping[str, str],
        then: Chosen,
    ) -> None:
        """``kinds``: each with the suffix that a name without one gets while it is chosen."""

        def prepare(dialog: QFileDialog) -> None:
            def suffix_follows(chosen: str) -> None:  # told as it is shown: with or without its patterns
                suffix = kinds.get(dialog.selectedNameFilter()) or _suffix_of(chosen, kinds)
                dialog.setDefaultSuffix(suffix or dialog.defaultSuffix())

            dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
            dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
            dialog.setNameFilters(list(kinds))
            dialog.setDefaultSuffix(next(iter(kinds.values())))
            dialog.filterSelected.connect(suffix_follows)
            dialog.selectFile(name)

        self._show(title, first_there(folder, usual), prepare, then)

    def _show(self, title: str, folder: str, prepare: Callable[[QFileDialog], None], then: Chosen) -> None:
        if not self._turns.is_active:  # else one is about to open
            self._turns.follow(self._make(title, folder, prepare, then))

    def _make(self, title: str, folder: str, prepare: Callable[[QFileDialog], None], then: Chosen) -> Iterator[None]:
        """In pieces: Qt's own dialog takes long to make, and the first one of a process longer."""
        QFileSystemModel().setRootPath(folder)
        yield
        QFileIconProvider().icon(QFileIconProvider.IconType.Folder)
        yield
        dialog = QFileDialog(self._window, title, folder)
        dialog.setObjectName("fileDialog")
        dialog.resize(*SIZE)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        yield
        dialog.setOption(QFileDialog.Option.HideNameFilterDetails)  # there are thirty endings of videos
        prepare(dialog)
        dialog.filesSelected.connect(lambda names: then(tuple(Path(name) for name in names)))
        yield
        if not self._window.isVisible():  # closed meanwhile: nobody chooses any more
            dialog.deleteLater()
            return
        dialog.open()
        yield
        if shiboken6.isValid(dialog):  # else it was closed at once
            dress(dialog, starts_in_list=dialog.fileMode() == QFileDialog.FileMode.ExistingFiles)


def _suffix_of(chosen: str, kinds: Mapping[str, str]) -> str:
    """The suffix of the kind that a dialog of the system calls ``chosen``; empty for one that nobody knows."""
    suffixes = {_name_of(kind): suffix for kind, suffix in kinds.items()}
    return suffixes.get(_name_of(chosen), "")


def _name_of(kind: str) -> str:
    """As it is compared: without its patterns."""
    return re.sub(r"\([^()]*\*[^()]*\)\s*$", "", kind).strip().casefold()


def _patterns(kinds: Sequence[str]) -> str:
    return " ".join(f"*.{kind} *.{kind.upper()}" for kind in kinds)


def first_there(folder: str, usual: QStandardPaths.StandardLocation) -> str:
    """``folder`` where it is still there, else the usual place for such files, else the user's own."""
    for name in (folder, QStandardPaths.writableLocation(usual)):
        if name and Path(name).is_dir():
            return name
    return str(Path.home())
