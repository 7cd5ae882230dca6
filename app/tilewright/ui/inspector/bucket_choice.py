"""Choosing an object that lies in the bucket already, by its name."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    QSortFilterProxyModel,
    QStringListModel,
    Qt,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from ...errors import AppError
from ..background import Wait
from ..theme import tokens
from ..theme.fonts import font
from ..widgets.buttons import PlainButton
from ..widgets.field import Field
from ..widgets.focus import paint_ring
from ..widgets.labels import Label
from ..words import tell, tr
from ..workbench import Workbench

SIZE = QSize(440, 460)
ROW = 28
MOST = 20_000
"""Objects of a bucket that are looked at."""

A_FEW = 200
"""Names that are put into the list in one go."""


class _Rows(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(super().sizeHint(option, index).width(), ROW)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        rect, state, flag = QRectF(option.rect), option.state, QStyle.StateFlag
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_on = bool(state & flag.State_Selected)
        if is_on or state & flag.State_MouseOver:
            is_outlined = is_on and tokens.look() == "contrast"
            painter.setPen(QPen(tokens.colour("accent_text"), 1) if is_outlined else Qt.PenStyle.NoPen)
            painter.setBrush(tokens.colour("accent_soft" if is_on else "hover"))
            painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), tokens.radius("row"), tokens.radius("row"))
        painter.setPen(tokens.colour("text"))
        painter.setFont(font("body"))
        room = rect.adjusted(8, 0, -8, 0)
        text = painter.fontMetrics().elidedText(str(index.data()), Qt.TextElideMode.ElideMiddle, int(room.width()))
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
        if is_on and state & flag.State_HasFocus:
            paint_ring(painter, rect, tokens.radius("row"))
        painter.restore()


class _List(QListView):
    """Enter takes what is chosen."""

    def __init__(self, take: Callable[[], None]) -> None:
        super().__init__()
        self._take = take
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(tr("Files in the bucket"))
        self.setUniformItemSizes(True)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setItemDelegate(_Rows(self))
        self.doubleClicked.connect(take)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._take()
            return
        super().keyPressEvent(event)


class BucketChoice(QDialog):
    """Lists the objects with one of the endings ``kinds``; ``then`` is given the address of the one that is chosen.

    It goes when another composition is opened: what is chosen for one never gets into another.
    """

    def __init__(self, bench: Workbench, parent: QWidget, title: str, kinds: Sequence[str]) -> None:
        super().__init__(parent)
        self.setObjectName("bucketChoice")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setModal(True)
        self.setFixedSize(SIZE)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.then: Callable[[str], object] = lambda _: None
        self._addresses: dict[str, str] = {}
        self._keys = QStringListModel(self)
        self._shown = QSortFilterProxyModel(self)
        self._shown.setSourceModel(self._keys)
        self._shown.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._find = Field(tr("Find in the bucket"), icon_name="search")
        self._find.setPlaceholderText(tr("Find"))
        self._find.textChanged.connect(self._on_find)
        self._find.entered.connect(self._take)
        self._find.set_steps(enabled=True)  # arrow keys walk the list from here, too
        self._find.stepped.connect(self._on_stepped)
        self._list = _List(self._take)
        self._list.setModel(self._shown)
        self._words = Label(tr("Looking into the bucket…"), "caption", "3", wraps=True)
        self._choose = PlainButton(tr("Choose"), "primary")
        self._choose.setAutoDefault(False)
        self._choose.clicked.connect(self._take)
        self._lay_out(title)
        self._shown.rowsInserted.connect(self._refresh)
        self._list.selectionModel().currentChanged.connect(self._refresh)
        self._when_settled = bench.when_settled
        bench.files.opened.connect(self.reject)
        self._look(bench, tuple(f".{kind}" for kind in kinds))
        self._refresh()

    def _lay_out(self, title: str) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(8)
        column.addWidget(Label(title, "dialog_title", wraps=True))
        column.addWidget(self._find)
        column.addWidget(self._list, 1)
        column.addWidget(self._words)
        cancel = PlainButton(tr("Cancel"))
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(self._choose)
        column.addLayout(row)

    def _look(self, bench: Workbench, endings: tuple[str, ...]) -> None:
        profile = bench.session.target.profile

        def work(_: Wait) -> Iterator[object]:
            from ...usecases.names import url_of
            from ...usecases.storage import list_bucket

            with bench.workplace.service(profile) as service:
                entries = itertools.islice(list_bucket(service.client), MOST)
                keys = (entry.key for entry in entries if entry.key.lower().endswith(endings))
                while few := tuple(itertools.islice(keys, A_FEW)):
                    yield {key: url_of(service.target, key) for key in few}

        task = bench.background.run(work, on_event=self._on_found, on_done=self._on_done, on_failed=self._on_failed)
        self.finished.connect(task.cancel)

    def _on_found(self, found: object) -> None:
        if isinstance(found, dict):
            row = len(self._addresses)
            self._addresses.update(found)
            self._keys.insertRows(row, len(found))
            for number, key in enumerate(found):
                self._keys.setData(self._keys.index(row + number), key)
            if not self._list.currentIndex().isValid():
                self._list.setCurrentIndex(self._shown.index(0, 0))

    def _on_done(self) -> None:
        self._words.setText("" if self._addresses else tr("There is no file of that kind in the bucket."))

    def _on_failed(self, error: AppError) -> None:
        self._words.setText(f"{tell(error.message)} {tell(error.hint)}".strip())

    def _on_find(self, text: str) -> None:
        self._shown.setFilterFixedString(text)
        self._list.setCurrentIndex(self._shown.index(0, 0))
        self._refresh()

    def _on_stepped(self, up: int) -> None:
        row = max(0, min(self._shown.rowCount() - 1, self._list.currentIndex().row() - up))
        self._list.setCurrentIndex(self._shown.index(row, 0))

    def _refresh(self) -> None:
        self._choose.setEnabled(self._list.currentIndex().isValid())

    def _take(self) -> None:
        address = self._addresses.get(str(self._list.currentIndex().data() or ""))
        if address is not None:
            self.accept()
            self._when_settled(lambda: self.then(address))


def choose_in_bucket(
    bench: Workbench, parent: QWidget, title: str, kinds: Sequence[str], then: Callable[[str], object]
) -> BucketChoice:
    """Open the list over the window of ``parent``; ``then`` is called when something was chosen."""
    made = BucketChoice(bench, parent.window(), title, kinds)
    made.then = then
    made.open()
    return made
