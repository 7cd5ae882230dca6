"""Qt's own file dialog, where the system has none, in the look of the window."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QListView,
    QSplitter,
    QToolButton,
    QTreeView,
    QWidget,
)

from ..theme import icons, tokens
from ..theme.icons import icon

_ICONS = {
    "backButton": "chevron-left",
    "forwardButton": "chevron-right",
    "toParentButton": "arrow-up",
    "newFolderButton": "plus",
    "listModeButton": "layout-grid",
    "detailModeButton": "list-filter",
}
"""By the names that Qt gives to the buttons."""

PLACES = 150
"""Width of the list of places."""


class _Arrow(QWidget):
    """The arrow of a combo box; the style sheet has none, as ours paint theirs."""

    def __init__(self) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFixedSize(16, 16)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        icons.paint(painter, "chevron-down", QRectF(self.rect()))


def dress(dialog: QFileDialog, *, starts_in_list: bool) -> None:
    """Dress what Qt has put into ``dialog``; nothing is there when it is the system's.

    ``starts_in_list`` gives the focus to the list of files, where Ctrl+A selects all of them.
    """
    files = dialog.findChild(QTreeView, "treeView")
    if files is None:
        return
    for combo in dialog.findChildren(QComboBox):
        row = QHBoxLayout(combo)
        row.setContentsMargins(0, 0, 10, 0)
        row.setSpacing(0)
        row.addStretch(1)
        row.addWidget(_Arrow())
    for name, icon_name in _ICONS.items():
        button = dialog.findChild(QToolButton, name)
        if button is not None:
            button.setIcon(icon(icon_name))
            button.setIconSize(QSize(tokens.size("icon"), tokens.size("icon")))
            button.setFixedSize(tokens.size("icon_button"), tokens.size("icon_button"))
    splitter = dialog.findChild(QSplitter)
    if splitter is not None:
        splitter.setSizes([PLACES, dialog.width() - PLACES])
    header = files.header()
    header.setStretchLastSection(False)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    for column in range(header.count()):
        modes = QHeaderView.ResizeMode
        header.setSectionResizeMode(column, modes.ResizeToContents if column else modes.Stretch)
    _make_cheap(dialog)
    if starts_in_list:
        files.setFocus(Qt.FocusReason.OtherFocusReason)


def _make_cheap(dialog: QFileDialog) -> None:
    """Rows of one height, laid out in pieces: else each key that is typed measures all names of a folder, and
    some folders have thousands.
    """
    name = dialog.findChild(QLineEdit, "fileNameEdit")
    completer = name.completer() if name is not None else None
    for rows in (completer.popup() if completer is not None else None, dialog.findChild(QListView, "listView")):
        if isinstance(rows, QListView):
            rows.setUniformItemSizes(True)
            rows.setLayoutMode(QListView.LayoutMode.Batched)
