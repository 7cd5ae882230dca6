"""What may go from the local cloud: listed with its size and the reason, and deleted when the user says so."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ...errors import AppError
from ..background import Task, Wait
from ..jobs.wording import megabytes
from ..report import without_commands
from ..widgets.buttons import PlainButton
from ..widgets.labels import Label, breakable
from ..widgets.tips import plain_tip
from ..words import tell, tr
from ..workbench import Workbench

if TYPE_CHECKING:
    from ...usecases.local_room import Candidate, Removable

SIZE = (640, 440)
ROW = 28
_NOWHERE = QModelIndex()

Index = QModelIndex | QPersistentModelIndex


class Items(QAbstractTableModel):
    """Object, bytes that are free when it is gone, why it may go."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._items: tuple[Candidate, ...] = ()

    def show_items(self, items: tuple[Candidate, ...]) -> None:
        self.beginResetModel()
        self._items = items
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._items)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 3

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and section == 1:
            return Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        if role == Qt.ItemDataRole.DisplayRole:
            return (tr("Object"), tr("Frees"), tr("Why it may go"))[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        item, column = self._items[index.row()], index.column()
        roles = Qt.ItemDataRole
        if role == roles.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignVCenter | (
                Qt.AlignmentFlag.AlignRight if column == 1 else Qt.AlignmentFlag.AlignLeft
            )
        if role not in {roles.DisplayRole, roles.ToolTipRole, roles.AccessibleTextRole}:
            return None
        texts = [item.key, megabytes(item.frees), tell(item.why)]
        if role == roles.AccessibleTextRole and column == 0:
            return ", ".join(texts)
        if role == roles.ToolTipRole and column == 0:
            return plain_tip(f"{item.key}\n{item.bucket}")
        return plain_tip(texts[column]) if role == roles.ToolTipRole else texts[column]


class CleanUpDialog(QDialog):
    """Looks what may go, lists it, and asks. Esc and Cancel delete nothing."""

    def __init__(self, bench: Workbench, parent: QWidget) -> None:
        super().__init__(parent)
        self._bench = bench
        self._found: Removable | None = None
        self._freed, self._removed, self._forgotten, self._stays, self._cleared = 0, 0, 0, 0, 0
        title = tr("Clean up the local cloud")
        self.setObjectName("cleanUpDialog")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setModal(True)
        self.resize(*SIZE)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.said = Label(tr("Looking what may go…"), tone="2", wraps=True)
        self.unread = Label("", "caption", "warning", wraps=True)
        self.unread.hide()
        self.items = Items(self)
        self.table = QTableView()
        self._dress()
        self.leave, self.delete = PlainButton(tr("Cancel")), PlainButton(tr("Delete"), "danger")
        self.leave.clicked.connect(self.reject)
        self.leave.setDefault(True)
        self.delete.setEnabled(False)
        self.delete.clicked.connect(self._delete)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(8)
        column.addWidget(Label(title, "dialog_title"))
        column.addWidget(self.said)
        column.addWidget(self.unread)
        column.addWidget(self.table, 1)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        row.addWidget(self.leave)
        row.addWidget(self.delete)
        column.addLayout(row)
        self._task = self._look()

    def _dress(self) -> None:
        table = self.table
        table.setObjectName("cleanUpTable")
        table.setAccessibleName(tr("What may go"))
        table.setModel(self.items)
        table.setFrameShape(QFrame.Shape.NoFrame)
        table.setShowGrid(False)
        table.setProperty("panel", "raised")
        table.setWordWrap(False)
        table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(ROW)
        header = table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionsClickable(False)
        header.setHighlightSections(False)
        for column, width in ((1, 90), (2, 190)):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            header.resizeSection(column, width)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)

    # Looking

    def _look(self) -> Task:
        workplace, shown = self._bench.workplace, self._bench.session.composition
        self._bench.preferences.save()  # which files are recent is read from there

        def work(_: Wait) -> Iterator[object]:
            from ...usecases.local_cloud import look_what_may_go

            yield look_what_may_go(workplace, shown=shown)

        return self._bench.background.run(work, on_event=self._show_found, on_failed=self._on_failed)

    def _show_found(self, found: Any) -> None:
        cleaning: Removable = found
        self._found = cleaning
        self.items.show_items(cleaning.candidates)
        count, templates = len(cleaning.candidates), cleaning.templates
        size = megabytes(cleaning.frees - cleaning.left_size)
        if not cleaning.has_any:
            self.said.setText(
                tr("There is nothing to clean up: everything is needed, or was made in the last 30 days.")
            )
            self.leave.setText(tr("Close"))
        else:
            told = tr("{objects} may go, which frees {size}. Files of yours stay, and so does what a job needs.")
            said = [told.format(objects=_objects(count), size=size)] if count else []
            told = tr("{templates} that rehearsals brought may go. What a rehearsal needs, it brings again.")
            said += [told.format(templates=_templates(templates))] if templates else []
            told = tr("Rehearsals that ended early left {size}; the next one would go on with it.")
            said += [told.format(size=megabytes(cleaning.left_size))] if cleaning.left else []
            self.said.setText(" ".join(said))
            things = _things(count, templates, cleaning.left_size)
            self.delete.setText(tr("Delete {objects}").format(objects=things))
            self.delete.setAccessibleName(self.delete.text())
        self.delete.setEnabled(cleaning.has_any)
        if cleaning.unread:
            names = ", ".join(path.name for path in cleaning.unread[:3])
            told = tr(
                "{files} cannot be read, or the disk may be away: what it may need stays. Only results that were"
                " fetched are listed."
            )
            said = [told.format(files=names)]
            said += (
                [tr("One that is gone for good is taken off the list under Open recent.")] if cleaning.listed else []
            )
            self.unread.setText(breakable(" ".join(said)))
            self.unread.show()

    def _on_failed(self, error: AppError) -> None:
        self.said.setText(f"{tell(error.message)} {without_commands(tell(error.hint))}".strip())
        self.leave.setText(tr("Close"))

    # Deleting

    def _delete(self) -> None:
        if self._found is None:
            return
        self.delete.setEnabled(False)
        self.said.setText(tr("Deleting…"))
        workplace, found, shown = self._bench.workplace, self._found, self._bench.session.composition

        def work(_: Wait) -> Iterator[object]:
            from ...usecases.local_cloud import clean_up

            return clean_up(workplace, found, shown)

        self._task = self._bench.background.run(
            work, on_event=self._on_deleted, on_done=self._on_done, on_failed=self._on_broken_off
        )

    def _on_deleted(self, event: object) -> None:
        from ...usecases.local_room import Cleared, Forgotten, Removed

        if isinstance(event, Cleared):
            self._cleared, self._freed = self._cleared + event.frees, self._freed + event.frees
        elif isinstance(event, Removed):
            self._removed, self._freed = self._removed + 1, self._freed + event.frees
        elif isinstance(event, Forgotten):
            self._forgotten += 1
        else:
            self._stays += 1

    def _on_done(self) -> None:
        self._tell()
        self.accept()

    def _on_broken_off(self, error: AppError) -> None:
        self._tell()
        self._bench.report.error(error)
        self.accept()

    def _tell(self) -> None:
        told = tr("{objects} deleted, {size} freed.").format(
            objects=_things(self._removed, self._forgotten, self._cleared), size=megabytes(self._freed)
        )
        stays = tr("{objects} stayed: a job needs it, or it is not as it was.").format(objects=_objects(self._stays))
        self._bench.report.success(told, stays if self._stays else "", about="clean-up")
        self._bench.local_cloud.look()

    def done(self, result: int) -> None:
        """Closed while something is deleted: what is not deleted yet stays."""
        if self._task.is_running:
            self._task.cancel()
            if self._removed or self._forgotten or self._stays or self._cleared:
                self._tell()
        super().done(result)


def _objects(count: int) -> str:
    return tr("1 object") if count == 1 else tr("{count} objects").format(count=count)


def _templates(count: int) -> str:
    return tr("1 template") if count == 1 else tr("{count} templates").format(count=count)


def _things(objects: int, templates: int, left: int) -> str:
    """Each is told where there is some, objects also where there is nothing. ``left`` are bytes of rehearsals."""
    told = [_objects(objects)] if objects or not (templates or left) else []
    told += [_templates(templates)] if templates else []
    told += [tr("{size} of rehearsals").format(size=megabytes(left))] if left else []
    things = told[0]
    for more in told[1:]:
        things = tr("{objects} and {more}").format(objects=things, more=more)
    return things
